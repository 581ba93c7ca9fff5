#!/usr/bin/env bash
# Rehearses bench/gpu/run.sh, which runs on a machine with a GPU and no network, on one without a GPU.
#
#   bash bench/gpu/rehearse.sh                         # LibTorch 2.11.0, 2.6.0 and 2.14.1
#   bash bench/gpu/rehearse.sh 2.11.0                  # only this one
#
#   --work FOLDER     for the PyTorch installations and the builds; default: build-rehearsal
#   --images FOLDER   as for prepare.sh
#
# For each version, this installs PyTorch with CUDA from PyPI and clones the last commit. Without a
# network and without the Debian packages of setup.sh, only from the kit, it builds and links all
# programs and their tests with warnings as errors, and runs the tests that need no device, in the part
# check. With 2.11.0, the version on such a machine, it also runs every other part at its smallest size,
# one of them interrupted by its time limit and resumed, the summary, and the errors (tests/gpu). Needs
# root, for unshare, and the CUDA toolkit.
set -euo pipefail

fail() {
  printf 'rehearse.sh: %s\n' "$@" >&2
  exit 1
}

source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$source/build-rehearsal
images=
versions=()
while [ $# -gt 0 ]; do
  case $1 in
    --work | --images)
      [ $# -ge 2 ] || fail "$1 needs a value"
      [ "$1" = --work ] && work=$2 || images=$2
      shift 2
      ;;
    [0-9]*.[0-9]*.[0-9]*)
      versions+=("$1")
      shift
      ;;
    *) fail "expected --work, --images or a version of PyTorch such as 2.11.0, got $1" ;;
  esac
done
[ ${#versions[@]} -gt 0 ] || versions=(2.11.0 2.6.0 2.14.1)
command -v nvcc >/dev/null || fail 'there is no nvcc: install the CUDA toolkit and put it into PATH'
unshare --net --mount true 2>/dev/null || fail 'unshare does not work here: run this as root'
mkdir -p "$work"
work=$(cd "$work" && pwd)

# Packages to install with a version of PyTorch from PyPI for comparison, if they are available.
torchvision_of() {
  case $1 in
    2.11.*) echo torchvision==0.26.0 pillow ;;
    *) echo ;;
  esac
}

install_torch() { # VERSION FOLDER
  "$2/bin/python" -c "import torch, sys; sys.exit(torch.__version__.split('+')[0] != '$1')" \
    2>/dev/null && return
  python3 -m venv "$2"
  # shellcheck disable=SC2046 # words
  "$2/bin/pip" install --quiet "torch==$1" numpy cmake $(torchvision_of "$1")
}

# Runs a command without a network, LibTorch, the libraries in the kit, and gnuplot.
on_bare_machine() {
  unshare --net --mount bash -c '
    set -e
    mkdir -p "$1/nothing"
    for folder in CLI nlohmann doctest boost torch ATen c10 caffe2 gloo libpng16 libpng benchmark; do
      [ ! -d "/usr/include/$folder" ] || mount --bind "$1/nothing" "/usr/include/$folder"
    done
    for file in /usr/include/{jpeglib,png,zlib}.h /usr/lib/*/lib{jpeg,png,z}.a \
                /usr/lib/*/lib{torch,torch_cpu,c10}.so; do
      # Links to libraries are kept, since running programs needs their targets.
      [ ! -f "$file" ] || [ -L "$file" ] || mount --bind /dev/null "$file"
    done
    gnuplot=$(command -v gnuplot) && mount --bind /dev/null "$(readlink -f "$gnuplot")"
    for folder in /usr/lib/*/cmake /usr/share/cmake/{CLI11,nlohmann_json} /usr/lib/cmake/doctest; do
      [ ! -d "$folder" ] || mount --bind "$1/nothing" "$folder"
    done
    ip link set lo up 2>/dev/null || true
    shift
    exec "$@"' bash "$work" "$@"
}

rehearse() { # VERSION
  local version=$1 torch=$work/torch-$1 tree=$work/tree-$1 log=$work/log-$1.txt
  install_torch "$version" "$torch"
  rm -rf "$tree"
  git clone --quiet "$source" "$tree"
  sh "$tree/bench/gpu/prepare.sh" ${images:+--images "$images"} >>"$log"
  local run=(env "PATH=$torch/bin:$PATH" bash "$tree/bench/gpu/run.sh")
  on_bare_machine "${run[@]}" check --rehearse --minutes 30 --out "$tree/out" >>"$log" 2>&1
  if [[ $version == 2.11.* ]]; then
    on_bare_machine env "PATH=$torch/bin:$PATH" python3 "$tree/tests/gpu/parts_test.py" \
      --source "$tree" --build "$tree/build-gpu/build" --kit "$tree/gpu-kit" >>"$log" 2>&1
  fi
}

status=0
for version in "${versions[@]}"; do
  begin=$SECONDS
  log=$work/log-$version.txt
  : >"$log"
  rehearse "$version" & # because "set -e" has no effect in the condition of an if
  if wait $!; then answer='passes'; else answer='FAILS'; fi
  grep -E '^\| |^test_.* \.\.\. |^Ran ' "$log" || true
  [ "$answer" = passes ] || { status=1 && tail -n 30 "$log"; }
  echo "rehearse.sh: PyTorch $version $answer after $((SECONDS - begin)) s; log in $log"
done
exit $status
