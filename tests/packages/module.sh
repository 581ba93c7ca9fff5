#!/bin/sh
# The C++20 module: a program that says `import autodecay;` with an installation, and with the sources a
# program that must print the same with the module as with the headers. CXX names the compiler
# (default: clang++-19).
. "$(dirname "$0")/common.sh"

: "${CXX:=clang++-19}"
need "$CXX" 'Debian: clang-19 clang-tools-19; CXX names another compiler'
need ninja 'Debian: ninja-build'
need_cmake 3.28
export CXX CMAKE_GENERATOR=Ninja

install_headers -DAUTODECAY_WITH_MODULE=ON
consume module -DCMAKE_PREFIX_PATH="$work/prefix"

sources=$repository/tests/packages/module
step "$CMAKE" -S "$sources" -B "$work/sources"
step "$CMAKE" --build "$work/sources"
for program in with_headers with_module; do
  "$work/sources/$program" >"$work/$program.txt" || fail "$program failed"
done
step cmp "$work/with_headers.txt" "$work/with_module.txt"
