#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a Windows program of build/windows under wine, as ctest's emulator. A Qt test's report goes through a file: Qt Test writes to
# the debugger's output when there is no console, and a pipe is none.
set -euo pipefail
program=$1
shift
here=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
build="$here/build/windows"
prefix=${BUSHENG_WINDOWS_PREFIX:-/opt/win}
gcc_folder=$(dirname "$(x86_64-w64-mingw32-gcc-posix -print-file-name=libstdc++-6.dll)")
windows() { printf 'Z:%s;' "${@//\//\\}"; }
export WINEPREFIX=${WINEPREFIX:-$build/wine} WINEDEBUG=${WINEDEBUG:--all} WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
export WINEPATH
WINEPATH=$(windows "$prefix/qt/bin" "$prefix/stage/bin" "$gcc_folder" /usr/x86_64-w64-mingw32/bin /usr/x86_64-w64-mingw32/lib)
QT_PLUGIN_PATH=$(windows "$prefix/qt/plugins")
export QT_PLUGIN_PATH=${QT_PLUGIN_PATH%;} QT_FORCE_STDERR_LOGGING=1
if [ ! -f "$WINEPREFIX/ready" ]; then
    (
        flock 9
        [ -f "$WINEPREFIX/ready" ] || { wineboot --init && winecfg -v win10 && wineserver -w && touch "$WINEPREFIX/ready"; } >/dev/null 2>&1
    ) 9>"$build/wine.lock"
fi
case "$program" in
*/tests/*)
    report=$(mktemp)
    code=0
    wine "$program" "$@" -o "Z:${report//\//\\},txt" 2>"$report.err" || code=$?
    cat "$report"
    grep -v 'it looks like wine32 is missing\|multiarch needs\|apt-get\|dpkg --add' "$report.err" >&2 || true
    rm -f "$report" "$report.err"
    exit "$code"
    ;;
*) exec wine "$program" "$@" ;;
esac
