#!/usr/bin/env bash
# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
#
# The Debian package: built by CPack, with the libraries that it needs; in a clean root, which debootstrap makes, it
# installs with its dependencies, and a user's projects build against it.
# Usage: debian.sh BUILD_DIRECTORY [clean]    without `clean` the package is built and read only
set -euo pipefail
source "$PWLFORGE_SOURCE/tests/library.sh"
need cpack dpkg-deb dpkg-shlibdeps
build=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cpack --config "$build/CPackConfig.cmake" -G DEB -B "$work/made" >"$work/log" 2>&1 || fail "cpack: $(tail -5 "$work/log")"
package=$(find "$work/made" -maxdepth 1 -name '*.deb')
[[ -f $package ]] || fail "no package, or several: $package"
dpkg-deb -f "$package" Depends >"$work/depends"
for needed in libc6 libstdc++6 libmpfr6 libfmt9 libfmt-dev; do
  grep -q "$needed" "$work/depends" || fail "the package does not depend on $needed: $(<"$work/depends")"
done
dpkg-deb -c "$package" >"$work/files"
for file in bin/pwlforge include/pwlforge.h share/pwlforge/dpi/unit_tb.sv share/pwlforge/platform/main.cpp \
  pwlforgeConfig.cmake libpwlforge.so.1; do
  grep -q "$file" "$work/files" || fail "the package has no $file"
done
echo "$(basename "$package"): $(wc -l <"$work/files") files"
[[ ${2:-} == clean ]] || exit 0

need debootstrap
[[ $(id -u) == 0 ]] || skip "debootstrap needs root"
root=$work/root
debootstrap --variant=minbase bookworm "$root" >"$work/log" 2>&1 || skip "debootstrap: $(tail -1 "$work/log")"
cp "$package" "$root/pwlforge.deb"
cp -r "$here/consumer" "$here/consume.sh" "$root/"
inside() { chroot "$root" env DEBIAN_FRONTEND=noninteractive HOME=/ LC_ALL=C "$@" >"$work/log" 2>&1; }
inside apt-get update -qq || skip "apt-get: $(tail -1 "$work/log")"
inside apt-get install -y -qq --no-install-recommends ./pwlforge.deb || fail "install: $(tail -5 "$work/log")"
inside apt-get install -y -qq --no-install-recommends g++ cmake make || fail "compiler: $(tail -5 "$work/log")"
inside bash /consume.sh /consumer /tmp /usr || fail "a user's project: $(tail -5 "$work/log")"
cat "$work/log"
