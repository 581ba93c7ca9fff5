#!/bin/sh
# The vcpkg port: `vcpkg install` with the overlay of this repository, and a project that is configured by
# vcpkg's toolchain. VCPKG_ROOT names a checkout of vcpkg with the program vcpkg in it or in PATH.
. "$(dirname "$0")/common.sh"

[ -e "${VCPKG_ROOT-}/scripts/buildsystems/vcpkg.cmake" ] ||
  fail 'expected in VCPKG_ROOT the folder of a vcpkg checkout'
PATH=$VCPKG_ROOT:$PATH
need vcpkg 'bootstrap-vcpkg.sh in VCPKG_ROOT installs it'
export VCPKG_ROOT VCPKG_DISABLE_METRICS=1

: "${TRIPLET:=x64-linux}"
# The binary cache would not see that the sources have changed.
step vcpkg install "autodecay:$TRIPLET" --overlay-ports="$repository/cmake/vcpkg/ports" \
  --x-install-root="$work/installed" --x-buildtrees-root="$work/buildtrees" \
  --x-packages-root="$work/packages" --downloads-root="$work/downloads" --binarysource=clear \
  --enforce-port-checks
consume autodecay -DCMAKE_TOOLCHAIN_FILE="$VCPKG_ROOT/scripts/buildsystems/vcpkg.cmake" \
  -DVCPKG_INSTALLED_DIR="$work/installed" -DVCPKG_TARGET_TRIPLET="$TRIPLET"
