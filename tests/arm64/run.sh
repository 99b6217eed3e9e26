#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the unit tests in a Debian for arm64 and runs them there, by qemu (Kunpeng, Phytium): called by ./dev test --arm64 as root.
#   run.sh FOLDER CLASSES PACKAGE...       CLASSES: which test programs, as a regular expression: 'base|model|crypto'
# The Debian is made once in FOLDER; what is built stays there as well.
set -euo pipefail
folder=$1 classes=$2
shift 2
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
debian="$folder/debian"
die() { printf 'arm64: %s\n' "$*" >&2; exit 2; }
in_debian() { chroot "$debian" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen "$@"; }

[ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ] || update-binfmts --enable qemu-aarch64 2>/dev/null || true
if [ ! -f "$debian/made" ]; then
    rm -rf "$debian" && mkdir -p "$debian"
    debootstrap --arch=arm64 --foreign --variant=minbase bookworm "$debian" http://deb.debian.org/debian >"$folder/debootstrap.log" 2>&1 ||
        die "no Debian for arm64 could be fetched: see $folder/debootstrap.log"
    cp /usr/bin/qemu-aarch64-static "$debian/usr/bin/"
    in_debian /usr/bin/qemu-aarch64-static /bin/true 2>/dev/null || die "this machine cannot run programs for arm64 in another root"
    in_debian /debootstrap/debootstrap --second-stage >>"$folder/debootstrap.log" 2>&1 || die "the Debian could not be set up: see $folder/debootstrap.log"
    cp /etc/resolv.conf "$debian/etc/" 2>/dev/null || true
    printf 'deb http://deb.debian.org/debian bookworm main\ndeb http://deb.debian.org/debian-security bookworm-security main\n' >"$debian/etc/apt/sources.list"
    in_debian apt-get update -qq
    in_debian DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >"$folder/packages.log" 2>&1 ||
        die "its packages could not be installed: see $folder/packages.log"
    touch "$debian/made"
fi
mkdir -p "$debian/source" "$debian/build"
trap 'umount "$debian/source" 2>/dev/null || true; umount "$debian/proc" 2>/dev/null || true' EXIT
mountpoint -q "$debian/source" || mount --bind -o ro "$root" "$debian/source"
mountpoint -q "$debian/proc" || mount -t proc proc "$debian/proc"
[ -f "$debian/build/build.ninja" ] || in_debian cmake -G Ninja -S /source -B /build -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG='-O1 -g0' \
    -DBUSHENG_GUI=OFF -DBUSHENG_SANITIZE=undefined -DCMAKE_COMPILE_WARNING_AS_ERROR=OFF >"$folder/configure.log" 2>&1 || die "configuring failed: see $folder/configure.log"
programs=$(in_debian ninja -C /build -t targets all | sed -n 's/^\(unit_[a-z]*\): phony$/\1/p' | grep -E "$classes") || die "no unit test program is called like '$classes'"
in_debian ninja -C /build $programs
# qemu is about ten times slower than the machine.
in_debian UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 ctest --test-dir /build --output-on-failure --no-tests=error --timeout 1200 -L '^unit$' \
    -R "^unit\.($(echo $programs | tr ' ' '|'))\."
