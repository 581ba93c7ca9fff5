#!/usr/bin/env bash
# Builds the programs with python3's PyTorch and runs one part of the measurements that need a GPU.
#
#   bash bench/gpu/run.sh PART --out FOLDER     on a machine with a GPU: at most 9 minutes
#   bash bench/gpu/run.sh PART --rehearse       on the CPU, at the smallest size
#   bash bench/gpu/run.sh summary               writes examples/results/gpu from the results
#
# Parts: check, throughput, stages, bgd, schedules, imagenet, transfer (bench/gpu/README.md).
#
#   --out FOLDER     for the results; default: results in --work (summary: examples/results/gpu)
#   --kit FOLDER     made by prepare.sh; default: gpu-kit
#   --from FOLDER    for a summary: the results brought back; default: the kit's folder back
#   --build FOLDER   with programs that are already built and tested, in bin/; default: build in --work,
#                    where changes are rebuilt
#   --work FOLDER    for the build and the trainings; default: build-gpu
#   --minutes N      time limit; default: 9
#
# Exit code: 0 finished; 3 out of time, the same command resumes; 1 something failed.
set -euo pipefail
begin=$(date +%s)

fail() {
  printf 'run.sh: %s\n' "$@" >&2
  exit 1
}

[ $# -gt 0 ] || fail 'which part? check, throughput, stages, bgd, schedules, imagenet, transfer or summary'
part=$1
shift
case $part in
  check | throughput | stages | bgd | schedules | imagenet | transfer | summary) ;;
  *) fail "there is no part $part: expected check, throughput, stages, bgd, schedules, imagenet, transfer or summary" ;;
esac
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=
kit=$root/gpu-kit
from=
build=
work=$root/build-gpu
minutes=9
rehearse=
while [ $# -gt 0 ]; do
  case $1 in
    --rehearse)
      rehearse=--rehearse
      shift
      continue
      ;;
    --out | --kit | --from | --build | --work | --minutes) ;;
    *) fail "expected --out, --kit, --from, --build, --work, --minutes or --rehearse, got $1" ;;
  esac
  [ $# -ge 2 ] || fail "$1 needs a value"
  declare "${1#--}=$2"
  shift 2
done
[[ $minutes =~ ^[0-9]+$ ]] || fail "--minutes: expected a whole number, got $minutes"

command="bash bench/gpu/run.sh $part --minutes $minutes${rehearse:+ $rehearse}"

if [ "$part" = summary ]; then
  exec python3 "$root/bench/gpu/summary.py" --from "${from:-$kit/back}" \
    --out "${out:-$root/examples/results/gpu}" --programs "${build:-$root/build}/bin" $rehearse
fi

# Reports missing prerequisites before anything is built.
for tool in c++ cmake ninja; do
  command -v "$tool" >/dev/null || fail "there is no $tool, which builds the programs"
done
command -v nvcc >/dev/null || PATH=$PATH:/usr/local/cuda/bin
[ -n "$rehearse" ] || command -v nvcc >/dev/null || fail 'there is no nvcc: install the CUDA toolkit'
[ -d "$kit/libraries" ] || fail "there is no kit in $kit: make it with sh bench/gpu/prepare.sh"
kit=$(cd "$kit" && pwd)
out=${out:-$work/results}
mkdir -p "$out" 2>/dev/null && [ -w "$out" ] || fail "--out: cannot write into $out"
python3 "$root/bench/gpu/require.py" "$part" $rehearse || exit 1

built=
if [ -z "$build" ]; then
  built=--built
  build=$work/build
  targets=(learning_stages imagenet transfer training_step_bench)
  [ "$part" != check ] || targets+=(trainer_tests libtorch_tests)
  # The tests take 2.2 GB to compile.
  jobs=$(awk -v cores="$(nproc)" '/MemAvailable/ { most = int($2 / 2.5e6); if (most < 1) most = 1
    print most < cores ? most : cores }' /proc/meminfo)
  # A rehearsal has fewer cores, but its machine is not taken away.
  [ -n "$rehearse" ] && build_seconds=3600 || build_seconds=$((60 * minutes))
  torch=$(python3 -c 'import torch; print(torch.utils.cmake_prefix_path)')
  echo "run.sh: building with $jobs jobs, log in $out/$part-build.log"
  {
    cmake -S "$root" -B "$build" -G Ninja -D CMAKE_BUILD_TYPE=Release \
      ${rehearse:+-D CMAKE_COMPILE_WARNING_AS_ERROR=ON} "-DCMAKE_PREFIX_PATH=$kit/libraries;$torch" \
      -D PYTHON_PROGRAM="$(command -v python3)" -D AUTODECAY_INSTALL=OFF &&
      timeout "$build_seconds" cmake --build "$build" -j "$jobs" --target "${targets[@]}"
  } >"$out/$part-build.log" 2>&1 || {
    [ $? -ne 124 ] || { echo "run.sh: $part is out of time while building; the same command resumes" &&
      exit 3; }
    tail -n 30 "$out/$part-build.log" >&2
    fail "the build failed after $(($(date +%s) - begin)) s"
  }
  [ -z "$rehearse" ] || begin=$(date +%s)
fi
for program in learning_stages imagenet transfer training_step_bench; do
  [ -x "$build/bin/$program" ] || fail "--build: $build/bin has no $program"
done

exec python3 "$root/bench/gpu/part.py" "$part" --out "$out" --kit "$kit" --work "$work" \
  --programs "$build/bin" --command "$command" --begin "$begin" --minutes "$minutes" $rehearse $built
