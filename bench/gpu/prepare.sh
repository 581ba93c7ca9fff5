#!/bin/sh
# Collects in one folder what a machine with a GPU and PyTorch but no network lacks: libraries for
# building the programs, images for training, and JPEGs for the loader.
#
#   sh bench/gpu/prepare.sh                            # the libraries and the generated JPEGs
#   sh bench/gpu/prepare.sh --images FOLDER            # and the images for all parts that fit
#   sh bench/gpu/prepare.sh --images FOLDER imagenet   # and the images that this part needs
#
#   --images FOLDER   with those of cifar10_jpeg.tar.xz, source_*.tar.xz (class folders in train/ and
#                     test/) and target_*.tar.xz that the parts need
#   --out FOLDER      default: gpu-kit, which git ignores
#   --limit MIB       for the folder's size; default: 56, so it fits into 64 MiB with the sources
#
# The libraries come from this machine's Debian packages: sh cmake/setup.sh installs them.
set -eu

fail() {
  printf 'prepare.sh: %s\n' "$@" >&2
  exit 1
}

here=$(cd "$(dirname "$0")" && pwd)
images=
out=$here/../../gpu-kit
limit=56
parts=
while [ $# -gt 0 ]; do
  case $1 in
    --images | --out | --limit)
      [ $# -ge 2 ] || fail "$1 needs a value"
      case $1 in
        --images) images=$2 ;;
        --out) out=$2 ;;
        --limit) limit=$2 ;;
      esac
      shift 2
      ;;
    check | throughput | stages | bgd | schedules | imagenet | transfer)
      parts="$parts $1"
      shift
      ;;
    *) fail "expected --images, --out, --limit or the name of a part, got $1" ;;
  esac
done
[ -z "$images" ] || [ -d "$images" ] || fail "--images: there is no folder $images"

# Only headers, static libraries and their CMake packages, where CMake looks for them under a prefix.
packages='libcli11-dev nlohmann-json3-dev doctest-dev libjpeg62-turbo-dev libpng-dev zlib1g-dev'
boost_headers='boost/math/distributions/students_t.hpp'

new=$out/new
trap 'rm -rf "$new"' EXIT
rm -rf "$new"
libraries=$new/libraries
mkdir -p "$libraries/include" "$libraries/lib/cmake/Boost"

# Copies the listed files, as if the folder of the libraries were /usr. Two processes for all of them take
# less time than one or two for each.
copy_to_libraries() {
  sed 's|^/||' | tar --create --file "$new/copied" --directory / --dereference --hard-dereference \
    --transform 's|^usr/include/x86_64-linux-gnu/|include/|' \
    --transform 's|^usr/include/libpng16/|include/|' \
    --transform 's|^usr/lib/x86_64-linux-gnu/|lib/|' \
    --transform 's|^usr/||' --files-from -
  tar --extract --file "$new/copied" --directory "$libraries" --touch --no-same-owner --no-same-permissions
  rm "$new/copied"
}

for package in $packages; do
  dpkg-query -L "$package" 2>/dev/null ||
    fail "the package $package is not installed; sh cmake/setup.sh installs it"
done >"$new/files"
while read -r file; do
  [ -f "$file" ] || continue
  case $file in
    /usr/lib/*/libpng16.a) ;; # libpng.a is the same
    /usr/include/* | /usr/lib/x86_64-linux-gnu/*.a | /usr/lib/cmake/* | /usr/share/cmake/*) echo "$file" ;;
  esac
done <"$new/files" | copy_to_libraries
# Only doctest's targets contain the absolute path /usr.
sed -i 's|set(_IMPORT_PREFIX "/usr")|get_filename_component(_IMPORT_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)|' \
  "$libraries"/lib/cmake/doctest/*.cmake
if grep -r '"/usr' --include='*.cmake' "$libraries"; then
  fail 'the CMake packages above refer to files outside the kit'
fi

# Only the Boost headers that the programs include, directly or indirectly.
printf '#include <%s>\n' $boost_headers |
  c++ -std=c++20 -M -x c++ - 2>/dev/null | tr ' \\' '\n\n' | grep '^/usr/include/boost/' >"$new/files" ||
  fail 'the headers of Boost.Math are not installed; sh cmake/setup.sh installs them'
copy_to_libraries <"$new/files"
rm "$new/files"
cat >"$libraries/lib/cmake/Boost/BoostConfig.cmake" <<'CMAKE'
# Only the headers of Boost that the programs need.
set(Boost_INCLUDE_DIRS ${CMAKE_CURRENT_LIST_DIR}/../../../include)
if(NOT TARGET Boost::headers)
  add_library(Boost::headers INTERFACE IMPORTED)
  target_include_directories(Boost::headers SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})
endif()
CMAKE

(cd "$here" && git describe --always --dirty --abbrev=12 2>/dev/null || echo unknown) >"$new/commit"
back=$(du -sb "$out/back" 2>/dev/null | cut -f1)
"${PYTHON:-/usr/bin/python3}" "$here/prepare_images.py" --out "$new" --images "$images" \
  --limit "$limit" --taken "${back:-0}" $parts

# Keeps everything else, such as the results of earlier runs.
mkdir -p "$out"
for entry in libraries images commit; do
  rm -rf "${out:?}/$entry"
  mv "$new/$entry" "$out/$entry"
done
echo "prepare.sh: $(du -sh --apparent-size "$out" | cut -f1) in $(cd "$out" && pwd)"
