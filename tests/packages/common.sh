# Sourced by the scripts of this folder: a temporary folder that is removed at the end, messages, and
# the tools that a package manager needs. CMAKE names the cmake to use (default: the first one in PATH).
set -eu

script=$(basename "$0")
repository=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
: "${CMAKE:=cmake}"

fail() {
  printf '%s: %s\n' "$script" "$*" >&2
  exit 1
}

step() {
  printf '\n=== %s\n' "$*"
  "$@"
}

# need PROGRAM HINT: fails where the program is missing.
need() {
  command -v "$1" >/dev/null || fail "expected $1 in PATH ($2)"
}

# from_pypi REQUIREMENT…: installs Python packages into a virtual environment of this run.
from_pypi() {
  [ -d "$work/venv" ] || step python3 -m venv "$work/venv" ||
    fail 'expected python3 with the module venv (Debian: python3-venv)'
  step "$work/venv/bin/pip" install -q --disable-pip-version-check "$@" ||
    fail "pip could not install $* from the Python package index"
  PATH=$work/venv/bin:$PATH
}

# need_cmake VERSION: takes CMake from the Python package index if $CMAKE is older.
need_cmake() {
  version=$("$CMAKE" --version 2>/dev/null | sed -n 's/^cmake version //p')
  if ! printf '%s\n' "$1" "$version" | sort -V -C; then
    from_pypi "cmake>=$1"
    CMAKE=$work/venv/bin/cmake
  fi
}

# install_headers OPTION…: installs the preset headers at $work/prefix.
install_headers() {
  step "$CMAKE" -S "$repository" --preset headers -B "$work/build" "$@"
  step "$CMAKE" --build "$work/build"
  step "$CMAKE" --install "$work/build" --prefix "$work/prefix"
}

# consume TARGET OPTION…: configures, builds and runs a user's project that finds the package and
# links autodecay::TARGET.
consume() {
  target=$1
  shift
  step "$CMAKE" -S "$repository/tests/consumer/app" -B "$work/consumer" -DFROM=package \
    -DLINK="$target" "$@"
  step "$CMAKE" --build "$work/consumer"
  step "$work/consumer/consumer"
}
