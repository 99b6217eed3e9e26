#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Adds to a Windows prefix (Qt, OpenSSL, SQLite, zstd, libpq) what the product needs beside them: ICU, QuaZip, uchardet, MariaDB's client,
# two libraries that are headers only, and, where their sources are at hand, Qt Svg and Qt Charts. Called by ./dev build --windows; does
# nothing when everything is there.
#   libraries.sh PREFIX [CACHE]
# Sources: Debian's own, by apt-get source. What Debian's pool has lost must lie in the folder that BUSHENG_WINDOWS_SOURCES names: quazip
# (1.7.2); qtsvg and qtcharts (the version of the prefix's Qt).
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
prefix=$1 cache=${2:-${XDG_CACHE_HOME:-$HOME/.cache}/busheng/windows}
stage="$prefix/stage" given=${BUSHENG_WINDOWS_SOURCES:-}
recipe=2 # one more with each change of what this builds: a prefix of an earlier recipe is brought up to date
die() { printf 'libraries: %s\n' "$*" >&2; exit 77; }
cross() { # source, build, options...
    local source=$1 build=$2
    shift 2
    WINSTAGE="$stage" cmake -G Ninja -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_TOOLCHAIN_FILE="$prefix/qt/lib/cmake/Qt6/qt.toolchain.cmake" \
        -DQT_HOST_PATH=/usr -DQT_HOST_PATH_CMAKE_DIR=/usr/lib/x86_64-linux-gnu/cmake "$@" >"$build.log" 2>&1 || { tail -n 30 "$build.log" >&2; die "configuring $source failed"; }
}
compile() { WINSTAGE="$stage" cmake --build "$@" >&2; }

fetch() { # a source of Debian's: the newest, or, where the pool has lost that, the one of the release itself
    apt-get "${apt[@]}" source -qq --download-only "$1" >/dev/null 2>&1 || apt-get "${apt[@]}" source -qq --download-only "$1/bookworm" >/dev/null ||
        die "the source of $1 cannot be had"
}

build_libraries() {
    [ -f "$given/quazip/quazip/unzip.c" ] || die "the prefix has no libraries of recipe $recipe, and QuaZip for it is not at hand: set BUSHENG_WINDOWS_SOURCES to a folder with its source, 1.7.2, in quazip"
    mkdir -p "$cache/apt/lists/partial" "$cache/source"
    cd "$cache/source"
    local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    printf 'deb-src [signed-by=%s] http://deb.debian.org/debian bookworm main\ndeb-src [signed-by=%s] http://deb.debian.org/debian-security bookworm-security main\n' \
        $keyring $keyring >"$cache/apt/sources.list"
    apt=(-o "Dir::Etc::SourceList=$cache/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$cache/apt/lists"
        -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache=)
    apt-get "${apt[@]}" update -qq
    local source
    for source in icu uchardet mariadb; do
        fetch $source
    done
    tar -xf icu_72.1.orig.tar.gz
    tar -xf uchardet_0.0.7.orig.tar.xz
    rm -rf mariadb && mkdir mariadb
    tar -xf "$(ls -v mariadb_*.orig.tar.gz | tail -n 1)" --strip-components=1 -C mariadb --wildcards '*/libmariadb'

    # Of ICU's data what the product uses: Chinese encodings, normal forms, and Han to Latin. The rest is 28 MB.
    ar p /usr/lib/x86_64-linux-gnu/libicudata.a icudt72l_dat.o >icudata.o
    objcopy -O binary --only-section=.rodata icudata.o icudt72l.dat
    /usr/sbin/icupkg -l icudt72l.dat | grep -vxE \
        '(cnvalias|uemoji|ulayout|unames)\.icu|(gb18030|ibm-1373_P100-2002|ibm-1383_P110-1999|ibm-1386_P100-2001|ibm-5348_P100-1997|windows-936-2000|windows-950-2000)\.cnv|nfkc.*\.nrm|translit/.*|(root|pool|likelySubtags|supplementalData|keyTypeData|timezoneTypes|metadata)\.res' \
        >unused.lst
    mkdir -p used
    /usr/sbin/icupkg -r unused.lst icudt72l.dat used/icudt72l.dat

    cross "$here/libraries" "$cache/build" -DCMAKE_INSTALL_PREFIX="$stage" -DICU_SOURCE="$PWD/icu" -DICU_DATA="$PWD/used/icudt72l.dat" -DQUAZIP_SOURCE="$given/quazip" \
        -DUCHARDET_SOURCE="$PWD/uchardet-0.0.7"
    compile "$cache/build"
    cmake --install "$cache/build" >/dev/null
    mkdir -p "$stage/include/tl"
    cp /usr/include/tl/expected.hpp "$stage/include/tl/"
    cp /usr/include/xxhash.h "$stage/include/"
    build_mariadb
    echo $recipe >"$stage/recipe"
}

# MariaDB's client with the ways to sign in that need no file beside it (engine/db/mariadb/my_platform_windows.cpp). A password never goes in clear.
build_mariadb() {
    cross "$PWD/mariadb/libmariadb" "$cache/mariadb" -DCMAKE_COMPILE_WARNING_AS_ERROR=OFF "-DCMAKE_C_FLAGS=-w -ffile-prefix-map=$PWD/=" -DWITH_UNIT_TESTS=OFF -DWITH_CURL=OFF -DWITH_SSL=OPENSSL \
        -DWITH_EXTERNAL_ZLIB=ON -DCLIENT_PLUGIN_CLIENT_ED25519=STATIC -DCLIENT_PLUGIN_CACHING_SHA2_PASSWORD=STATIC \
        -DCLIENT_PLUGIN_SHA256_PASSWORD=STATIC -DCLIENT_PLUGIN_DIALOG=OFF -DCLIENT_PLUGIN_MYSQL_CLEAR_PASSWORD=OFF -DCLIENT_PLUGIN_MYSQL_OLD_PASSWORD=OFF \
        -DCLIENT_PLUGIN_AUTH_GSSAPI_CLIENT=OFF
    compile "$cache/mariadb" --target libmariadb
    local built="$cache/mariadb/libmariadb"
    cp "$built/libmariadb.dll" "$stage/bin/"
    cp "$built"/*libmariadb.dll.a "$stage/lib/libmariadb.dll.a"
    mkdir -p "$stage/include/mariadb"
    cp -r mariadb/libmariadb/include/{mysql.h,errmsg.h,ma_list.h,mariadb_com.h,mariadb_ctype.h,mariadb_dyncol.h,mariadb_rpl.h,mariadb_stmt.h,mysqld_error.h,mysql,mariadb/ma_io.h} \
        "$cache/mariadb/include/mariadb_version.h" "$stage/include/mariadb/"
}

build_module() { # a module of Qt, the folder of its source
    [ ! -d "$prefix/qt/lib/cmake/Qt6$1" ] || return 0
    if [ ! -f "$given/$2/CMakeLists.txt" ]; then
        printf 'libraries: without Qt %s: no %s in BUSHENG_WINDOWS_SOURCES\n' "$1" "$2" >&2
        return 0
    fi
    mkdir -p "$cache"
    cross "$given/$2" "$cache/$2" -DQT_BUILD_TESTS=OFF -DQT_BUILD_EXAMPLES=OFF
    compile "$cache/$2"
    cmake --install "$cache/$2" --strip >/dev/null
}

[ "$(cat "$stage/recipe" 2>/dev/null)" = $recipe ] || (build_libraries)
build_module Svg qtsvg
build_module Charts qtcharts
