#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Adds to a Windows prefix (Qt, OpenSSL, SQLite, zstd, libpq) what the product needs beside them: ICU, QuaZip, uchardet, and two
# libraries that are headers only. Called by ./dev build --windows when they are not there.
#   libraries.sh PREFIX [CACHE]
# Sources: Debian's own, by apt-get source. QuaZip 1.7.2 must lie in the folder that BUSHENG_QUAZIP_SOURCE names: Debian's pool has lost it.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
prefix=$1 cache=${2:-${XDG_CACHE_HOME:-$HOME/.cache}/busheng/windows}
stage="$prefix/stage"
die() { printf 'libraries: %s\n' "$*" >&2; exit 77; }

[ -f "$stage/lib/libicu72.dll.a" ] && [ -f "$stage/lib/libquazip1-qt6.a" ] && [ -f "$stage/lib/libuchardet.a" ] && [ -f "$stage/include/xxhash.h" ] && exit 0
quazip=${BUSHENG_QUAZIP_SOURCE:-}
[ -f "$quazip/quazip/unzip.c" ] || die "the prefix has no QuaZip: set BUSHENG_QUAZIP_SOURCE to a folder with its source, 1.7.2"
mkdir -p "$cache/apt/lists/partial" "$cache/source"
cd "$cache/source"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
printf 'deb-src [signed-by=%s] http://deb.debian.org/debian bookworm main\ndeb-src [signed-by=%s] http://deb.debian.org/debian-security bookworm-security main\n' \
    $keyring $keyring >"$cache/apt/sources.list"
apt=(-o "Dir::Etc::SourceList=$cache/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$cache/apt/lists"
    -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache=)
apt-get "${apt[@]}" update -qq
for source in icu uchardet; do
    apt-get "${apt[@]}" source -qq --download-only $source >/dev/null || die "the source of $source cannot be had"
done
tar -xf icu_72.1.orig.tar.gz
tar -xf uchardet_0.0.7.orig.tar.xz

# Of ICU's data what the product uses: Chinese encodings, normal forms, and Han to Latin. The rest is 28 MB.
ar p /usr/lib/x86_64-linux-gnu/libicudata.a icudt72l_dat.o >icudata.o
objcopy -O binary --only-section=.rodata icudata.o icudt72l.dat
/usr/sbin/icupkg -l icudt72l.dat | grep -vxE \
    '(cnvalias|uemoji|ulayout|unames)\.icu|(gb18030|ibm-1373_P100-2002|ibm-1383_P110-1999|ibm-1386_P100-2001|ibm-5348_P100-1997|windows-936-2000|windows-950-2000)\.cnv|nfkc.*\.nrm|translit/.*|(root|pool|likelySubtags|supplementalData|keyTypeData|timezoneTypes|metadata)\.res' \
    >unused.lst
mkdir -p used
/usr/sbin/icupkg -r unused.lst icudt72l.dat used/icudt72l.dat

WINSTAGE="$stage" cmake -G Ninja -S "$here/libraries" -B "$cache/build" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_TOOLCHAIN_FILE="$prefix/qt/lib/cmake/Qt6/qt.toolchain.cmake" -DQT_HOST_PATH=/usr -DQT_HOST_PATH_CMAKE_DIR=/usr/lib/x86_64-linux-gnu/cmake \
    -DCMAKE_INSTALL_PREFIX="$stage" -DICU_SOURCE="$PWD/icu" -DICU_DATA="$PWD/used/icudt72l.dat" -DQUAZIP_SOURCE="$quazip" \
    -DUCHARDET_SOURCE="$PWD/uchardet-0.0.7" >/dev/null
WINSTAGE="$stage" cmake --build "$cache/build"
WINSTAGE="$stage" cmake --install "$cache/build" >/dev/null
mkdir -p "$stage/include/tl"
cp /usr/include/tl/expected.hpp "$stage/include/tl/"
cp /usr/include/xxhash.h "$stage/include/"
