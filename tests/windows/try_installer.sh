#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the Windows installer under wine, as a new user would: installs it silently, looks at what is there, starts a node as a service,
# runs the demonstration, shows the console (a picture of it goes beside the log), and removes it, with the data kept and then purged.
#   try_installer.sh INSTALLER
# wine is not Windows: its services, access lists and durability are its own (docs/windows.md).
set -euo pipefail
installer=$(readlink -f "$1")
work=${BUSHENG_WINE_WORK:-$(mktemp -d)}
mkdir -p "$work"
export WINEPREFIX="$work/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
picture=$(dirname "$installer")/windows-console.png
c="$WINEPREFIX/drive_c" folder='C:\部省\Busheng' data='C:\ProgramData\Busheng'
there="$c/部省/Busheng"
say() { printf '%s\n' "$*"; }
fail() { printf 'try_installer: %s\n' "$*" >&2; exit 1; }
quiet() { grep -v 'it looks like wine32 is missing\|multiarch needs\|apt-get\|dpkg --add' || true; }
in_wine() { timeout 300 wine "$@" 2> >(quiet >&2); }

trap 'wineserver -k 2>/dev/null || true' EXIT
wineboot --init >/dev/null 2>&1
winecfg -v win10 >/dev/null 2>&1
wineserver -w

say "1. silent installation into a folder with a Chinese name"
in_wine "$installer" /S "/D=$folder"
for name in busheng-node busheng-client busheng-console busheng-demo busheng-report uninstall; do
    [ -f "$there/$name.exe" ] || fail "$name.exe is not installed"
done
[ -f "$there/platforms/qwindows.dll" ] && [ -f "$there/docs/install.zh_CN.md" ] || fail "a library or the documents are not installed"
[ -n "$(find "$c/ProgramData/Microsoft/Windows/Start Menu" -name '*.lnk' -path '*Busheng*' | head -1)" ] || fail "no entry in the start menu"
in_wine reg query 'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\Busheng' /v DisplayVersion | grep -q DisplayVersion || fail "Windows is not told of it"
in_wine reg query 'HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment' /v Path | grep -q 'Busheng' || fail "it is not on the PATH"
in_wine reg query 'HKLM\SYSTEM\CurrentControlSet\Services\BushengNode' /v ImagePath | grep -q 'service run' || fail "there is no service"

say "2. the programs say their version"
for name in busheng-node busheng-client busheng-demo; do
    in_wine "$there/$name.exe" --version | tr -d '\r' | grep -q "^$name " || fail "$name does not start"
done

say "3. a node of a Chinese name as a service"
in_wine "$there/busheng-node.exe" init --data "$data" --code 340000 --name 安徽省人社厅 --listen 127.0.0.1:0 --demo-authority 'C:\部省\authority'
in_wine net start BushengNode | quiet >/dev/null
tries=0
until in_wine "$there/busheng-client.exe" --data "$data" status >"$work/status" 2>"$work/status.err"; do
    tries=$((tries + 1))
    [ $tries -lt 60 ] || { cat "$work/status.err" "$c/ProgramData/Busheng/log/node.log" >&2; fail "the service does not answer"; }
done
grep -q '340000' "$work/status" || fail "status does not name the node"
grep -q '安徽省人社厅' "$work/status" || fail "the Chinese name is broken"
in_wine net stop BushengNode >/dev/null
! in_wine "$there/busheng-client.exe" --data "$data" status >/dev/null 2>&1 || fail "the service did not stop"

say "4. the demonstration"
in_wine "$there/busheng-demo.exe" --headless --lang zh_CN >"$work/demo.txt" || { tail -20 "$work/demo.txt" >&2; fail "the demonstration failed"; }
say "   $(grep -c '✔' "$work/demo.txt") checks"

say "5. the console"
cat >"$work/console.sh" <<SCRIPT
wine "$there/busheng-console.exe" --data "$data" &
for try in \$(seq 60); do
    import -window root "$picture"
    [ "\$(identify -format %k "$picture")" -lt 300 ] || break # colours: an empty screen has one
    sleep 1
done
kill %1 2>/dev/null || true
SCRIPT
rm -f "$picture"
wineserver -k || true # its desktop was made without a display
xvfb-run -a -s '-screen 0 1400x900x24' bash "$work/console.sh" >"$work/console.log" 2>&1 || true
[ -s "$picture" ] && [ "$(identify -format %k "$picture")" -ge 300 ] || { cat "$work/console.log" >&2; fail "the console showed nothing"; }
say "   a picture of it: $picture"

say "6. removed, the data kept; installed again, removed with the data"
in_wine "$there/uninstall.exe" /S "_?=$folder"
[ ! -f "$there/busheng-node.exe" ] || fail "the programs are still there"
[ -f "$c/ProgramData/Busheng/node.json" ] || fail "the data are gone"
! in_wine reg query 'HKLM\SYSTEM\CurrentControlSet\Services\BushengNode' /v ImagePath >/dev/null 2>&1 || fail "the service is still there"
in_wine "$installer" /S "/D=$folder"
in_wine "$there/uninstall.exe" /S /PURGE "_?=$folder"
[ ! -e "$c/ProgramData/Busheng/node.json" ] || fail "the data are still there"
say "all of it worked under $(wine --version 2>/dev/null)"
