#!/bin/sh
# The CPS file (Common Package Specification), which CMake 4.3 and newer writes and reads: a project
# finds the library by it alone, and is refused the same versions and components.
. "$(dirname "$0")/common.sh"

need_cmake 4.3
install_headers -DAUTODECAY_INSTALL_CPS=ON
consume autodecay -DCMAKE_PREFIX_PATH="$work/prefix"
step "$CMAKE" -S "$repository/tests/consumer/refused" -B "$work/refused" \
  -DCMAKE_PREFIX_PATH="$work/prefix" -DIS_CPS=ON
