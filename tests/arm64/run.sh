#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the unit tests for arm64 (Kunpeng, Phytium) with the undefined-behaviour sanitizer and runs them by qemu: called by
# ./dev test --arm64 as root. Compiled by a cross compiler, because qemu is ten times slower, in a Debian of its own, because arm64's
# libraries for developers push this machine's out.
#   run.sh FOLDER CLASSES       CLASSES: which test programs, as a regular expression: 'base|model|crypto'
# The Debian is made once in FOLDER; what is built stays there as well.
set -euo pipefail
folder=$1 classes=$2
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
debian="$folder/debian" triplet=aarch64-linux-gnu
die() { printf 'arm64: %s\n' "$*" >&2; exit 2; }
in_debian() { chroot "$debian" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen DEBIAN_FRONTEND=noninteractive "$@"; }

# Of this machine: what runs while building. Qt's own tools are found beside the description of this machine's Qt.
tools=(cmake ninja-build pkg-config crossbuild-essential-arm64 qemu-user python3-minimal qt6-base-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-translations-l10n)
libraries=(qt6-base-dev qt6-tools-dev libquazip1-qt6-dev libqt6sql6-sqlite libsqlite3-dev libssl-dev libgcrypt20-dev libzstd-dev libxxhash-dev libicu-dev libuchardet-dev libpq-dev
    libmariadb-dev unixodbc-dev libubsan1)
if [ ! -f "$debian/made" ]; then
    rm -rf "$debian" && mkdir -p "$debian"
    debootstrap --variant=minbase bookworm "$debian" http://deb.debian.org/debian >"$folder/debootstrap.log" 2>&1 ||
        die "no Debian could be fetched: see $folder/debootstrap.log"
    cp /etc/resolv.conf "$debian/etc/" 2>/dev/null || true
    printf '#!/bin/sh\nexit 101\n' >"$debian/usr/sbin/policy-rc.d" && chmod 755 "$debian/usr/sbin/policy-rc.d"
    in_debian dpkg --add-architecture arm64
    in_debian apt-get update -qq
    in_debian apt-get install -qq -y --no-install-recommends "${tools[@]}" libexpected-dev "${libraries[@]/%/:arm64}" >"$folder/packages.log" 2>&1 ||
        die "its packages could not be installed: see $folder/packages.log"
    touch "$debian/made"
fi
[ -s "$debian/etc/hosts" ] || printf '127.0.0.1 localhost\n::1 localhost\n' >"$debian/etc/hosts" # tests of links go by that name, too
mkdir -p "$debian/source" "$debian/build"
trap 'umount "$debian/source" 2>/dev/null || true; umount "$debian/proc" 2>/dev/null || true' EXIT
mountpoint -q "$debian/source" || mount --bind -o ro "$root" "$debian/source"
mountpoint -q "$debian/proc" || mount -t proc proc "$debian/proc"
cat >"$debian/arm64.cmake" <<CMAKE
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER $triplet-gcc)
set(CMAKE_CXX_COMPILER $triplet-g++)
set(CMAKE_LIBRARY_ARCHITECTURE $triplet)
set(ENV{PKG_CONFIG_LIBDIR} /usr/lib/$triplet/pkgconfig:/usr/share/pkgconfig)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_PREFIX_PATH /usr/lib/$triplet/cmake)
set(CMAKE_IGNORE_PREFIX_PATH /usr/lib/x86_64-linux-gnu)
# Of the two C libraries for arm64 the installed one, not the cross compiler's: parts of both in one program hang at the first thread.
set(CMAKE_CROSSCOMPILING_EMULATOR "/usr/bin/qemu-aarch64;-L;/")
CMAKE
[ -f "$debian/build/build.ninja" ] || in_debian cmake -G Ninja -S /source -B /build -DCMAKE_TOOLCHAIN_FILE=/arm64.cmake -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG='-O1 -g0' -DQT_HOST_PATH=/usr -DQT_HOST_PATH_CMAKE_DIR=/usr/lib/x86_64-linux-gnu/cmake -DBUSHENG_GUI=OFF \
    -DBUSHENG_SANITIZE=undefined -DCMAKE_COMPILE_WARNING_AS_ERROR=OFF >"$folder/configure.log" 2>&1 || die "configuring failed: see $folder/configure.log"
all=$(in_debian ninja -C /build -t targets all | sed -n 's/^\(unit_[a-z_]*\): phony$/\1/p' | grep -v '_autogen' | grep -E "$classes") || die "no unit test program is called like '$classes'"
# Those first in which bytes become numbers and back: a run that is ended early has said the most.
programs=()
for name in unit_base unit_model unit_crypto unit_pack unit_capture unit_net unit_logcache unit_transport unit_inbound unit_text unit_offline $all; do
    grep -qx "$name" <<<"$all" && ! [[ " ${programs[*]} " == *" $name "* ]] && programs+=("$name")
done
failed=()
for name in "${programs[@]}"; do
    in_debian nice ninja -C /build "$name" || { failed+=("$name (not built)"); continue; }
    in_debian UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 ctest --test-dir /build --output-on-failure --no-tests=error --timeout 1200 -R "^unit\.$name\." || failed+=("$name")
done
[ ${#failed[@]} -eq 0 ] || die "failed: ${failed[*]}"
printf 'arm64: %d test programs passed\n' ${#programs[@]}
