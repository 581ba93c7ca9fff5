#!/bin/sh
# The CPS file of the package (Common Package Specification), which CMake 4.3 and newer writes and
# reads. find_package prefers it to the CMake package, refuses the same versions, and needs nothing else.
. "$(dirname "$0")/common.sh"

need_cmake 4.3
install_headers
step "$CMAKE" -S "$repository/tests/consumer/refused" -B "$work/refused" \
  -DCMAKE_PREFIX_PATH="$work/prefix" -DHAS_LIBTORCH=OFF
rm -r "$work/prefix/share/cmake"
consume autodecay -DCMAKE_PREFIX_PATH="$work/prefix"
