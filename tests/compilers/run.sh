#!/usr/bin/env bash
# Tries the library with each compiler and standard library that is installed, and prints a table of
# what was found:
#
#   tests/compilers/run.sh                          all that Debian may have, by its names
#   tests/compilers/run.sh g++-12 clang++-14        these
#   tests/compilers/run.sh --umbrella               without the core's tests: a minute, not an hour
#   tests/compilers/run.sh --build DIR              keeps what it builds, and the logs, in DIR
#
# umbrella.cpp is compiled as C++20 and, where there is such an option, as C++23, with the warnings of
# our own build as errors. It runs with and without exceptions; for wasm32, where wasi-libc and a
# libc++ for it are installed, it runs in Node. The core's tests are built without optimisation, and
# `ctest -L core` runs, without the tests of compilers' messages. clang++ is tried with libstdc++, and
# with libc++ where that is of its own version.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/tests/compilers

tests=yes
build=
compilers=()
while [ $# -gt 0 ]; do
  case $1 in
    --umbrella) tests= ;;
    --build)
      build=${2?--build wants a folder}
      shift ;;
    -*)
      echo "run.sh: expected --umbrella, --build DIR or compilers, got $1" >&2
      exit 2 ;;
    *) compilers+=("$1") ;;
  esac
  shift
done
if [ ${#compilers[@]} -eq 0 ]; then
  for compiler in g++-{12..19} clang++-{14..24}; do
    if command -v "$compiler" >/dev/null; then compilers+=("$compiler"); fi
  done
fi
if [ -z "$build" ]; then
  build=$(mktemp -d)
  trap 'rm -rf "$build"' EXIT
fi
mkdir -p "$build"

warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Werror)
message='RelativeRange: window must be in [2, 2^24] observations, got 1'

# The value of a macro after <version>: macro NAME COMPILER OPTION…
macro() {
  local name=$1
  shift
  echo '#include <version>' | "$@" -std=c++20 -dM -E -x c++ - 2>/dev/null |
    sed -n "s/^#define $name //p"
}

is_clang() { [ -n "$(macro __clang_major__ "$1")" ]; }

compiler_version() {
  if is_clang "$1"; then
    echo "clang++ $(macro __clang_major__ "$1").$(macro __clang_minor__ "$1").$(
      macro __clang_patchlevel__ "$1")"
  else
    echo "g++ $("$1" -dumpfullversion)"
  fi
}

# "libc++ 14" or "libstdc++ 12": library COMPILER OPTION…
library() {
  local version
  version=$(macro _LIBCPP_VERSION "$@")
  if [ -n "$version" ]; then
    # 14000 is version 14.0.0, and 190107 version 19.1.7.
    echo "libc++ $([ "$version" -lt 100000 ] && echo $((version / 1000)) || echo $((version / 10000)))"
  else
    echo "libstdc++ $(macro _GLIBCXX_RELEASE "$@")"
  fi
}

has_own_libcxx() {
  is_clang "$1" && [ "$(library "$1" -stdlib=libc++)" = "libc++ $(macro __clang_major__ "$1")" ]
}

has_wasm32() {
  is_clang "$1" && command -v node >/dev/null &&
    [ "$(library "$1" --target=wasm32-wasi)" = "libc++ $(macro __clang_major__ "$1")" ] &&
    echo 'int main() {}' | "$1" --target=wasm32-wasi -x c++ - -o /dev/null 2>/dev/null
}

# refuses COMMAND…: it fails, and prints the message as a line of its own.
refuses() {
  local printed
  if printed=$("$@" refused 2>&1 >/dev/null); then return 1; fi
  grep -qxF "$message" <<<"$printed"
}

# What follows ends at its first command that fails, which bash sees to only where no `if` asks for
# the outcome: see try.

# umbrella FOLDER COMPILER OPTION…
umbrella() (
  set -e
  folder=$1
  shift
  compile=("$@" "${warnings[@]}" "-I$root/include" "$here/umbrella.cpp")
  "${compile[@]}" -std=c++20 -O1 -o "$folder/umbrella"
  "$folder/umbrella"
  for standard in c++23 c++2b; do
    if "$@" -std=$standard -fsyntax-only -x c++ /dev/null 2>/dev/null; then
      "${compile[@]}" -std=$standard -fsyntax-only
      break
    fi
  done
)

# without_exceptions FOLDER COMPILER OPTION…
without_exceptions() (
  set -e
  folder=$1
  shift
  "$@" "${warnings[@]}" -std=c++20 -O1 -fno-exceptions "-I$root/include" "$here/umbrella.cpp" \
    -o "$folder/umbrella_without_exceptions"
  "$folder/umbrella_without_exceptions"
  refuses "$folder/umbrella_without_exceptions"
)

# wasm32 FOLDER COMPILER
wasm32() (
  set -e
  "$2" --target=wasm32-wasi "${warnings[@]}" -std=c++20 -O1 -fno-exceptions "-I$root/include" \
    "$here/umbrella.cpp" -o "$1/umbrella.wasm"
  node --no-warnings "$here/wasi.mjs" "$1/umbrella.wasm"
  refuses node --no-warnings "$here/wasi.mjs" "$1/umbrella.wasm"
)

# core_tests FOLDER COMPILER OPTION…
core_tests() (
  set -e
  folder=$1 compiler=$2
  shift 2
  launcher=$(command -v ccache || true)
  cmake --fresh -S "$root" -B "$folder/tests" -G Ninja -DCMAKE_BUILD_TYPE= \
    -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="-O0 $*" \
    -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" -DCMAKE_COMPILE_WARNING_AS_ERROR=ON \
    -DAUTODECAY_BUILD_EXAMPLES=OFF -DAUTODECAY_BUILD_BENCH=OFF -DAUTODECAY_WITH_LIBTORCH=OFF
  cmake --build "$folder/tests" --parallel 2 --target core_programs
  ctest --test-dir "$folder/tests" -L core -E compile_fail --output-on-failure --parallel 2
)

failures=0
rows=()

# try NAME LOG COMMAND…: sets `outcome`.
try() {
  local name=$1 log=$2
  shift 2
  printf '%s … ' "$name" >&2
  "$@" >"$log" 2>&1
  if [ $? -eq 0 ]; then
    outcome=passes
  else
    outcome=FAILS
    failures=$((failures + 1))
    tail -n 40 "$log" >&2
  fi
  printf '%s\n' "$outcome" >&2
}

# try_all COMPILER OPTION…: a row of the table.
try_all() {
  local folder title row
  folder=$build/$(printf '%s' "$*" | tr -c 'a-z0-9+' '_')
  mkdir -p "$folder"
  title="$(compiler_version "$1") | $(library "$@")"
  row="| $title"
  try "$title: umbrella" "$folder/umbrella.log" umbrella "$folder" "$@"
  row+=" | $outcome"
  try "$title: without exceptions" "$folder/without_exceptions.log" \
    without_exceptions "$folder" "$@"
  row+=" | $outcome"
  if [ -n "$tests" ]; then
    try "$title: core's tests" "$folder/tests.log" core_tests "$folder" "$@"
    row+=" | $outcome"
  else
    row+=" | not run"
  fi
  rows+=("$row |")
}

try_wasm32() {
  local folder title
  folder=$build/$(printf '%s' "$1" | tr -c 'a-z0-9+' '_')_wasm32
  mkdir -p "$folder"
  title="$(compiler_version "$1") for wasm32 | $(library "$1" --target=wasm32-wasi)"
  try "$title: without exceptions" "$folder/wasm32.log" wasm32 "$folder" "$1"
  rows+=("| $title | - | $outcome | - |")
}

for compiler in "${compilers[@]}"; do
  if ! command -v "$compiler" >/dev/null; then
    echo "run.sh: left out because it is missing: $compiler" >&2
    continue
  fi
  try_all "$compiler"
  if has_own_libcxx "$compiler"; then
    try_all "$compiler" -stdlib=libc++
  elif is_clang "$compiler"; then
    echo "$compiler: left out because its libc++ is missing: -stdlib=libc++" >&2
  fi
  if has_wasm32 "$compiler"; then
    try_wasm32 "$compiler"
  elif is_clang "$compiler"; then
    echo "$compiler: left out because Node, wasi-libc, wasm-ld or its libc++ is missing: wasm32" >&2
  fi
done

printf '\n%s:\n\n' "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)"
echo "| compiler | standard library | umbrella | -fno-exceptions | core's tests |"
echo '|---|---|---|---|---|'
printf '%s\n' "${rows[@]}"
[ $failures -eq 0 ]
