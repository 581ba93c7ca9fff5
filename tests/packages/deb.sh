#!/bin/sh
# The Debian packages: built by CPack, checked by lintian where it is installed, installed by dpkg into a
# root folder, used there, and removed.
#
#   tests/packages/deb.sh           builds replay first
#   tests/packages/deb.sh BUILD     packages what was built in this folder
. "$(dirname "$0")/common.sh"

need dpkg-deb 'Debian: dpkg'
need dpkg-shlibdeps 'Debian: dpkg-dev'
if [ "$(id -u)" -eq 0 ]; then
  as_root=
else
  need fakeroot 'Debian: fakeroot; or be root'
  as_root=fakeroot
fi

build=${1-$work/build}
if [ $# -eq 0 ]; then
  step "$CMAKE" -S "$repository" -B "$build" -DCMAKE_BUILD_TYPE=Release -DAUTODECAY_BUILD_TESTS=OFF \
    -DAUTODECAY_BUILD_BENCH=OFF -DAUTODECAY_WITH_LIBTORCH=OFF
  step "$CMAKE" --build "$build" --target replay --parallel 2
fi

step "$(dirname "$(command -v "$CMAKE")")/cpack" -G DEB --config "$build/CPackConfig.cmake" -B "$work/deb"
for package in libautodecay-dev_*_all autodecay-replay_*; do
  [ -e "$work"/deb/$package.deb ] || fail "expected the package $package.deb"
done
# Closing a request for packaging is for an upload to Debian.
if command -v lintian >/dev/null; then
  step lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs \
    --allow-root "$work"/deb/*.deb
fi

# The packages that they depend on are those of this machine.
root=$work/root
mkdir -p "$root/var/lib/dpkg"
step $as_root dpkg --root="$root" --force-depends --install "$work"/deb/*.deb
consume autodecay -DCMAKE_PREFIX_PATH="$root/usr"
step "$root/usr/bin/replay" "$repository/tests/examples/logs/keras.csv"
[ -e "$root/usr/share/bash-completion/completions/replay" ] || fail 'replay has lost its completion'

step $as_root dpkg --root="$root" --force-depends --purge libautodecay-dev autodecay-replay
left=$(find "$root/usr" ! -type d 2>/dev/null || true)
[ -z "$left" ] || fail "files are left after the removal: $left"
