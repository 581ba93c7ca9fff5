#!/bin/sh
# The headers alone, by the preset headers and cmake --install.
. "$(dirname "$0")/common.sh"

install_headers
consume autodecay -DCMAKE_PREFIX_PATH="$work/prefix"
