#!/bin/sh
# The C++20 module: a program that says `import autodecay;`, from the sources and from an installation.
# CXX names the compiler (default: clang++-19).
. "$(dirname "$0")/common.sh"

: "${CXX:=clang++-19}"
need "$CXX" 'Debian: clang-19 clang-tools-19; CXX names another compiler'
need ninja 'Debian: ninja-build'
need_cmake 3.28
export CXX CMAKE_GENERATOR=Ninja

install_headers -DAUTODECAY_WITH_MODULE=ON
consume module -DCMAKE_PREFIX_PATH="$work/prefix"

rm -r "$work/consumer"
consume module -DFROM=subdirectory -DAUTODECAY_SOURCE="$repository" -DAUTODECAY_WITH_MODULE=ON
