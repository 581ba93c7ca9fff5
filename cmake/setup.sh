#!/bin/sh
# Installs the packages needed to build autodecay, its tests and its trainers, on Debian 12 and 13 and
# their derivatives. Needs no privileges if nothing is missing.
#
#   sh cmake/setup.sh            install what is missing
#   sh cmake/setup.sh --print    list the packages
set -eu

packages='
  g++ cmake ninja-build
  libtorch-dev libopenblas0-pthread
  libboost-dev libcli11-dev nlohmann-json3-dev libjpeg-dev libpng-dev zlib1g-dev
  libgloo-dev
  doctest-dev libbenchmark-dev libdlib-dev libblas-dev liblapack-dev
  python3 python3-torch python3-torchvision python3-numpy python3-pil
  gnuplot-nox'

fail() {
  printf 'setup.sh: %s\n' "$@" >&2
  exit 1
}

case "${1-}" in
  '') ;;
  --print)
    printf '%s\n' $packages
    exit ;;
  *) fail "expected no option or --print, got $1" ;;
esac

# Accepts any gnuplot that draws both formats; Debian's other builds conflict with gnuplot-nox.
gnuplot_draws() {
  gnuplot -e 'set terminal svg; set terminal pngcairo' >/dev/null 2>&1
}

is_missing() {
  case $1 in
    gnuplot-nox) ! gnuplot_draws ;;
    *) ! dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -q '^installed$' ;;
  esac
}

list_missing() {
  missing=
  for package in $packages; do
    if is_missing "$package"; then missing="$missing $package"; fi
  done
}

# What apt-get would do, with the packages that the missing ones need: the number of packages, the
# download, and the space on the disk.
list_sizes() {
  $as_root LC_ALL=C apt-get install --assume-no --no-install-recommends $missing </dev/null 2>&1 |
    sed -n -E 's/^(Need to get|After this operation|.* newly installed).*/setup.sh: &/p'
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  fail 'this system has no apt. Install these packages or their equivalents yourself:' \
    "$(printf '%s ' $packages)" 'and continue with: cmake --workflow --preset quickstart'
fi

list_missing
if [ -n "$missing" ]; then
  if [ "$(id -u)" -eq 0 ]; then
    as_root='env'
  elif command -v sudo >/dev/null; then
    as_root='sudo env'
  else
    fail 'neither root nor sudo is available. Ask an administrator to run:' \
      "apt-get install --no-install-recommends$missing"
  fi
  echo "setup.sh: installing$missing"
  $as_root apt-get update -qq
  list_sizes
  $as_root DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $missing \
    </dev/null || fail "apt-get could not install all of$missing; see its error above"
  list_missing
  [ -z "$missing" ] || fail "still missing after the installation:$missing"
fi

# Debian 12's CMake is new enough; older releases have no workflow presets.
(cd "$(dirname "$0")/.." && cmake --workflow --list-presets >/dev/null) ||
  fail "expected CMake 3.25 or newer, got $(cmake --version | head -n 1)"
echo 'setup.sh: everything is installed'
