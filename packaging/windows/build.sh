#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the Windows installer out of a build: called by ./dev package windows.
#   build.sh BUILD OUT PREFIX [VERSION [PROGRAMS]]
# VERSION, PROGRAMS: under another number, not compressed, with those programs that the folder PROGRAMS has (the earlier version of a trial).
# Signed when BUSHENG_SIGN_PKCS12 names a PKCS#12 file (its password in the file that BUSHENG_SIGN_PASSWORD_FILE names).
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(dirname "$(dirname "$here")")
build=$(readlink -f "$1") out=$(readlink -f "$2") prefix=$3
version=${4:-$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")}
programs=${5:-$build/bin}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8
stage="$build/installer"

sign() { # a file, in place
    [ -n "${BUSHENG_SIGN_PKCS12:-}" ] || return 0
    osslsigncode sign -pkcs12 "$BUSHENG_SIGN_PKCS12" -readpass "${BUSHENG_SIGN_PASSWORD_FILE:-/dev/null}" -n Busheng -h sha256 \
        ${BUSHENG_SIGN_TIME_SERVER:+-ts "$BUSHENG_SIGN_TIME_SERVER"} -in "$1" -out "$1.signed" >/dev/null
    mv "$1.signed" "$1"
}

rm -rf "$stage" && mkdir -p "$stage/platforms" "$stage/styles" "$stage/sqldrivers" "$stage/tls" "$stage/imageformats" "$stage/docs"
for program in busheng-node busheng-client busheng-demo busheng-report busheng-console; do
    from="$programs/$program.exe"
    [ -f "$from" ] || from="$build/bin/$program.exe"
    x86_64-w64-mingw32-strip -o "$stage/$program.exe" "$from"
done
plugins="$prefix/qt/plugins"
cp "$plugins/platforms/qwindows.dll" "$stage/platforms/"
cp "$plugins/styles/qwindowsvistastyle.dll" "$stage/styles/"
cp "$plugins/sqldrivers/qsqlite.dll" "$stage/sqldrivers/"
cp "$plugins/tls/qopensslbackend.dll" "$stage/tls/"
cp "$plugins/imageformats/qico.dll" "$stage/imageformats/"
cp "$prefix/stage/bin/libssl-3-x64.dll" "$prefix/stage/bin/libcrypto-3-x64.dll" "$stage/" # opened by name
gcc_folder=$(dirname "$(x86_64-w64-mingw32-gcc-posix -print-file-name=libstdc++-6.dll)")
python3 "$here/collect.py" libraries "$stage" "$prefix/qt/bin" "$prefix/stage/bin" "$gcc_folder" /usr/x86_64-w64-mingw32/bin /usr/x86_64-w64-mingw32/lib
x86_64-w64-mingw32-strip --strip-debug "$stage"/*.dll # Debian's runtime libraries of GCC have all of it
cp "$root/LICENSE" "$root/README.md" "$root/README.zh_CN.md" "$stage/"
cp -r "$root/docs/." "$stage/docs/"
materials=(--materials "$root/packaging/materials.json" --materials "$here/materials.json")
[ ! -f "$stage/Qt6Charts.dll" ] || materials+=(--materials "$here/materials_charts.json")
python3 "$root/packaging/sbom.py" --name busheng --version "$version" --out "$stage" --foreign "${materials[@]}"
for file in "$stage"/*.exe; do sign "$file"; done
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
python3 "$here/collect.py" uninstall "$stage" "$build/uninstall.nsh"
python3 "$here/collect.py" entries "$stage" "$build/entries.nsh"
options=()
[ -z "${4:-}" ] || options=(-DPLAIN)
installer="$out/busheng-$version-windows-x86_64.exe"
makensis -V2 -WX -INPUTCHARSET UTF8 -DVERSION="$version" -DSTAGE="$stage" -DOUT="$installer" -DICON="$build/busheng.ico" -DFILES="$build/uninstall.nsh" -DENTRIES="$build/entries.nsh" \
    "${options[@]}" \
    "$here/busheng.nsi" >&2
sign "$installer"
echo "packaging: $installer" >&2
