#!/bin/sh
# The Conan recipe: `conan create` packages this repository in an empty cache of its own, and builds and
# runs the recipe's test_package. Needs the Python package index for the Conan client.
. "$(dirname "$0")/common.sh"

from_pypi 'conan>=2'
export CONAN_HOME="$work/conan"
step conan profile detect
step conan create "$repository/cmake/conan" --settings compiler.cppstd=20 \
  --conf tools.cmake.cmake_layout:test_folder="$work/test"

# Too old a standard is refused.
if conan create "$repository/cmake/conan" --settings compiler.cppstd=17 >"$work/refused" 2>&1; then
  fail 'expected a refusal of C++17, got a package'
fi
step grep 'C++ standard' "$work/refused"
