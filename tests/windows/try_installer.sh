#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the Windows installer under wine, as a new user would: installs the earlier version, moves rows between two nodes, upgrades with a
# full queue, meets what may stand in the way, goes back, upgrades again, runs the demonstration, looks at the console (pictures of it go
# beside the installer), and removes everything, with the data kept and then purged.
#   try_installer.sh INSTALLER EARLIER-INSTALLER
# wine is not Windows: its services, accounts, access lists and durability are its own (docs/windows.md).
set -euo pipefail
installer=$(readlink -f "$1") earlier=$(readlink -f "$2")
work=${BUSHENG_WINE_WORK:-$(mktemp -d)}
mkdir -p "$work"
export WINEPREFIX="$work/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
c="$WINEPREFIX/drive_c" folder='C:\部省\Busheng' data='C:\ProgramData\Busheng' peer='C:\部省\peer'
there="$c/部省/Busheng" here="$c/ProgramData/Busheng" away="$c/部省/peer" before="$c/部省/earlier" databases="$c/部省/db"
passed=0
peer_process=

say() { printf '\033[1m%s\033[0m\n' "$*"; }
ok() { passed=$((passed + 1)); printf '  ok  %s\n' "$*"; }
fail() { printf 'try_installer: %s\n' "$*" >&2; exit 1; }
quiet() { grep -v 'it looks like wine32 is missing\|multiarch needs\|apt-get\|dpkg --add' || true; }
in_wine() { timeout 300 wine "$@" 2> >(quiet >&2); }
node() { in_wine "$there/busheng-node.exe" "$@"; }
client() { in_wine "$there/busheng-client.exe" --lang en "$@"; }
ends_with() { # a code, a command: it must end with that
    local wanted=$1 code=0
    shift
    "$@" >"$work/out" 2>&1 || code=$?
    [ $code = "$wanted" ] || { cat "$work/out" >&2; find "$c/users" -name Busheng-install.log -exec iconv -f UTF-16 -t UTF-8 {} + >&2; fail "$* ended with $code, not $wanted"; }
}
told() { # a pattern that the installer must have told; it writes UTF-16
    local log
    log=$(find "$c/users" -name Busheng-install.log | head -1)
    [ -n "$log" ] && iconv -f UTF-16 -t UTF-8 "$log" >"$work/told" && grep -qE "$1" "$work/told" || fail "the installer did not tell '$1': $(cat "$work/told" 2>/dev/null)"
}
wait_for() { # seconds, what, command...
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >"$work/out" 2>&1; do
        [ $SECONDS -lt $until ] || { cat "$work/out" >&2; tail -n 20 "$here/log/node.log" "$work/peer.log" >&2; fail "not in time: $what"; }
        read -r -t 0.5 <> <(:) || true
    done
}
answers() { # a data directory; 1: it runs, and something needs a look
    local code=0
    client --data "$1" status --json || code=$?
    [ $code -le 1 ]
}
# A database is looked at in a copy: Linux and wine do not share SQLite's memory of it.
ask() { # file, sql
    rm -rf "$work/copy" && mkdir "$work/copy" && cp "$1"* "$work/copy/" &&
        python3 -c 'import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])' "$work/copy/$(basename "$1")" "$2"
}
write() { # sql with %1 %2 for a range of numbers: rows of the source, while nobody has it open
    python3 - "$databases/source.sqlite" "$1" "$2" <<'PY'
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
first, last = int(sys.argv[2]), int(sys.argv[3])
for start in range(first, last + 1, 100):
    connection.executemany("INSERT INTO person VALUES (?, ?)", [(n, f"人员 {n}") for n in range(start, min(start + 99, last) + 1)])
    connection.commit()
PY
}
arrived() { [ "$(ask "$databases/target.sqlite" 'SELECT count(*) FROM person')" = "$1" ]; }
start_peer() { # the folder of its programs
    wine "$1/busheng-node.exe" run --data "$peer" >>"$work/peer.log" 2>&1 &
    peer_process=$!
    wait_for 120 "the receiver answers" answers "$peer"
}
stop_peer() {
    kill "$peer_process" && { wait "$peer_process" || true; }
    peer_process=
}
start_service() { # wine's manager sees only after a while that a program has ended
    wait_for 60 "the service starts" in_wine net start BushengNode
    wait_for 120 "the service answers" answers "$data"
}
stop_service() { # wine says so a moment before it is true
    ends_with 0 in_wine net stop BushengNode
    wait_for 60 "the service stops" is_silent "$data"
    wait_for 90 "the program of the service ends" is_ended
}
is_silent() { ! answers "$1"; }
is_ended() { ! runs 'busheng-node[.]exe service run'; }
runs() { pgrep -f "$1" >/dev/null; }
schema() { ask "$here/journal.sqlite" 'PRAGMA user_version'; }
is_whole() { ! ls -d "$there/incoming" "$there/previous" "$there/outgoing" >/dev/null 2>&1; }

small= # a disk with no room, where we may make one
clean() {
    [ -z "$peer_process" ] || kill "$peer_process" 2>/dev/null || true
    wineserver -k 2>/dev/null || true
    stop_servers
    [ -z "$small" ] || umount "$small" || true
}
trap clean EXIT
. "$(dirname "$(readlink -f "$0")")/servers.sh"
wineboot --init >/dev/null 2>&1
winecfg -v win10 >/dev/null 2>&1
wineserver -w
wineserver -p # else wine ends its services with the last command, and starts them again with the next

say "the earlier version, silently, into a folder with a Chinese name"
ends_with 0 in_wine "$earlier" /S "/D=$folder"
for name in busheng-node busheng-client busheng-console busheng-demo busheng-report uninstall; do
    [ -f "$there/$name.exe" ] || fail "$name.exe is not installed"
done
[ -f "$there/platforms/qwindows.dll" ] && [ -f "$there/docs/install.zh_CN.md" ] || fail "a library or the documents are not installed"
[ -n "$(find "$c/ProgramData/Microsoft/Windows/Start Menu" -name '*.lnk' -path '*Busheng*' | head -1)" ] || fail "no entry in the start menu"
in_wine reg query 'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\Busheng' /v DisplayVersion | grep -q '0\.0\.9' || fail "Windows is not told of it"
path_key='HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
in_wine reg query "$path_key" /v Path | grep -q 'Busheng' || fail "it is not on the PATH"
for name in busheng-node busheng-client busheng-demo; do
    in_wine "$there/$name.exe" --version | tr -d '\r' | grep -q "^$name " || fail "$name does not start"
done
cp -r "$there" "$before" # what a peer goes on with, which nobody upgrades
ok "installed: programs, libraries, documents, start menu, PATH, what Windows shows of it"

say "two nodes: the service sends, an earlier one receives"
node init --data "$data" --code 340000 --name 安徽省人社厅 --listen 127.0.0.1:17543 --demo-authority 'C:\部省\authority'
node init --data "$peer" --code 100000 --name 人社部 --listen 127.0.0.1:17544 --demo-authority 'C:\部省\authority'
mkdir -p "$databases"
python3 - "$databases/source.sqlite" "$databases/target.sqlite" <<'PY'
import sqlite3, sys
source = sqlite3.connect(sys.argv[1])
source.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
source.commit()
sqlite3.connect(sys.argv[2]).execute("PRAGMA user_version = 0")
PY
write 1 1000
start_service
client --data "$data" status >"$work/status" || [ $? = 1 ]
grep -q 安徽省人社厅 "$work/status" || fail "the Chinese name is broken: $(cat "$work/status")"
start_peer "$before"
client --data "$data" link add 100000 --address 127.0.0.1:17544
client --data "$peer" link add 340000
client --data "$data" source add s --location 'C:\部省\db\source.sqlite'
client --data "$data" dataset add d --source s --tables person --grant 100000
client --data "$peer" target add t --location 'C:\部省\db\target.sqlite'
client --data "$peer" subscription add d --peer 340000 --dataset d --target t
wait_for 180 "1000 rows" arrived 1000
grep -q 'local api: listening' "$here/log/node.log" || fail "the service writes no log: $(ls -l "$here/log")"
ok "1000 rows loaded; the service writes its log"

say "upgrade with a full queue"
stop_peer
stop_service
write 1001 21000
start_service
queued() { [ "$(find "$here/streams/out" -type f -size +20k 2>/dev/null | wc -l)" -gt 0 ]; }
wait_for 180 "packets in the outbox" queued
waiting=$(du -sk "$here/streams/out" | cut -f1)
schema_before=$(schema)
ends_with 0 in_wine "$installer" /S
wait_for 120 "the newer service answers" answers "$data" # it ran before, so it runs again
is_whole || fail "the installer left a folder of its own"
schema_after=$(schema)
in_wine reg query 'HKLM\SYSTEM\CurrentControlSet\Services\BushengNode' /v ObjectName | grep -q 'NT SERVICE.BushengNode' || fail "the service has another account"
ok "upgraded over the running service with $waiting KiB in the outbox; the journal went from version $schema_before to $schema_after"
start_peer "$before"
wait_for 300 "the queue at the earlier receiver" arrived 21000
wait_for 180 "both sides are equal, field by field" client --data "$peer" verify d --level field
ok "the earlier receiver took everything from the newer sender: 21000 rows, equal field by field"

say "what may stand in the way"
unharmed() { answers "$data" >"$work/out" 2>&1 && is_whole || { cat "$work/out" >&2; fail "$1 hurt what was installed"; }; }
python3 - "$installer" "$work/damaged.exe" <<'PY'
import sys
content = bytearray(open(sys.argv[1], "rb").read())
content[len(content) // 2] ^= 1
open(sys.argv[2], "wb").write(content)
PY
code=0
in_wine "$work/damaged.exe" /S || code=$?
[ $code != 0 ] || fail "a damaged installer says that it installed"
unharmed "a damaged installer"
ok "a damaged installer does nothing (it ends with $code)"

wine "$there/busheng-client.exe" --data "$data" watch >"$work/watch" 2>&1 &
watching=$!
wait_for 60 "somebody works with the client" runs 'busheng-client[.]exe.* watch'
answers "$data" >"$work/out" 2>&1 || fail "the node does not answer beside it" # and time for that program to be loaded
ends_with 5 in_wine "$installer" /S
told 'busheng-client.exe (is in use|正在使用)'
unharmed "an installer that found a program running"
kill $watching && { wait $watching || true; }
ok "a running program is not replaced; the service runs on"
small="$c/small"
mkdir "$small"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=40m tmpfs "$small" 2>/dev/null; then
    ends_with 7 in_wine "$installer" /S '/D=C:\small\Busheng'
    told 'has [0-9]+ MB free|现有 [0-9]+ MB'
    [ ! -e "$small/Busheng" ] || fail "something was left on the disk without room"
    unharmed "an installer without room"
    ok "too little room is told, with figures"
else
    small=
    say "  (a disk without room: not tried, only root can make one)"
fi
ends_with 2 node rollback --data "$data" --lang en
grep -q 'already running' "$work/out" || fail "not told that the node runs: $(cat "$work/out")"
unharmed "a rollback of a running node"
ok "a running node is not rolled back"
printf 'a passphrase of the trial\n' >"$work/passphrase" && chmod 600 "$work/passphrase"
cp -p "$work/passphrase" "$c/部省/口令"
ends_with 0 node backup --data "$data" --to 'C:\部省\安徽.backup' --passphrase-file 'C:\部省\口令'
ends_with 2 node restore --from 'C:\部省\安徽.backup' --code 110000 --data 'C:\部省\restored' --passphrase-file 'C:\部省\口令' --lang en
grep -q 'backup of node 340000, not of 110000' "$work/out" && [ ! -e "$c/部省/restored/node.json" ] || fail "a backup of another node: $(cat "$work/out")"
ends_with 0 node restore --from 'C:\部省\安徽.backup' --code 340000 --data 'C:\部省\restored' --passphrase-file 'C:\部省\口令'
[ -f "$c/部省/restored/node.json" ] || fail "nothing was restored"
unharmed "a restore beside it"
python3 -c 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute("PRAGMA user_version = 999"); c.commit()' "$c/部省/restored/journal.sqlite"
ends_with 2 node run --data 'C:\部省\restored' --lang en
grep -q 'later version' "$work/out" || fail "a journal from the future: $(cat "$work/out")"
ok "backup while it runs; not restored as another node; a journal from the future is refused"

say "the way back"
stop_peer
stop_service
if [ "$schema_before" != "$schema_after" ]; then
    ends_with 0 node rollback --data "$data"
    [ "$(schema)" = "$schema_before" ] || fail "the journal is of version $(schema)"
    ends_with 2 node run --data "$data" --lang en
    ok "the journal is of version $schema_before again; the newer program does not undo it"
fi
ends_with 0 in_wine "$earlier" /S
is_whole || fail "the earlier installer left a folder of its own"
! answers "$data" >/dev/null 2>&1 || fail "a service that was stopped was started"
write 30000 30000
start_service
start_peer "$before"
wait_for 180 "a row after the way back" arrived 21001
wait_for 180 "both sides are equal after the way back" client --data "$peer" verify d --level field
ok "the earlier version goes on: 21001 rows, equal field by field"
stop_service
ends_with 0 in_wine "$installer" /S
[ "$schema_before" = "$schema_after" ] || ends_with 0 node upgrade --data "$data"
start_service
ok "upgraded again"

if has_servers; then
    say "MariaDB and PostgreSQL, each read by its log and each written"
    start_servers
    ask_maria "INSTALL SONAME 'auth_ed25519'; CREATE TABLE worker (id BIGINT PRIMARY KEY, name VARCHAR(40), pay DECIMAL(10,2)); CREATE TABLE clerk (id BIGINT PRIMARY KEY, name VARCHAR(40));
        CREATE USER busheng@'127.0.0.1' IDENTIFIED VIA ed25519 USING PASSWORD('口令1'); GRANT ALL ON *.* TO busheng@'127.0.0.1';
        INSERT INTO worker SELECT seq, CONCAT('张三', seq), seq / 3 FROM seq_1_to_2000"
    ask_pg "CREATE TABLE worker (id bigint PRIMARY KEY, name varchar(40), pay numeric(10,2)); CREATE TABLE clerk (id bigint PRIMARY KEY, name varchar(40));
        INSERT INTO clerk SELECT i, '李四' || i FROM generate_series(1, 2000) i"
    printf '[client]\npassword=口令1\n' >"$c/部省/口令.cnf" && chmod 600 "$c/部省/口令.cnf"
    stop_peer
    start_peer "$there"
    maria="host=127.0.0.1 port=$maria_port dbname=rsxt user=busheng passfile=C:/部省/口令.cnf" pg="host=127.0.0.1 port=$pg_port dbname=rsxt user=postgres"
    for place in "$data" "$peer"; do
        kind=$([ "$place" = "$data" ] && echo source || echo target)
        client --data "$place" $kind add m --driver mariadb --location "$maria"
        client --data "$place" $kind add p --driver postgres --location "$pg"
    done
    client --data "$data" dataset add from-maria --source m --tables rsxt.worker --grant 100000
    client --data "$data" dataset add from-pg --source p --tables public.clerk --grant 100000
    client --data "$peer" subscription add from-maria --peer 340000 --dataset from-maria --target p --table rsxt.worker=public.worker
    client --data "$peer" subscription add from-pg --peer 340000 --dataset from-pg --target m --table public.clerk=rsxt.clerk
    at_the_other() { [ "$(ask_pg 'SELECT count(*) FROM worker')" = "$1" ] && [ "$(ask_maria 'SELECT count(*) FROM clerk')" = "$1" ]; }
    wait_for 180 "2000 rows in each" at_the_other 2000
    ask_maria "INSERT INTO worker VALUES (5000, '王五', 7.50); DELETE FROM worker WHERE id <= 10"
    ask_pg "INSERT INTO clerk VALUES (5000, '赵六'); DELETE FROM clerk WHERE id <= 10"
    wait_for 120 "changes from both logs" at_the_other 1991
    for dataset in from-maria from-pg; do
        wait_for 120 "$dataset is equal, field by field" client --data "$peer" verify $dataset --level field
    done
    ok "2000 rows and changes each way between MariaDB and PostgreSQL, equal field by field"
else
    say "  (MariaDB and PostgreSQL: not tried, this machine has no servers, or not as root)"
fi

say "demonstration"
in_wine "$there/busheng-demo.exe" --headless --lang zh_CN >"$work/demo.txt" || { tail -20 "$work/demo.txt" >&2; fail "the demonstration failed"; }
ok "$(grep -c '✔' "$work/demo.txt") checks"

say "the console"
stop_service
stop_peer
wineserver -k || true # its desktop was made without a display
wineserver -w
wineserver -p
pictures=$(dirname "$installer")
rm -f "$pictures"/windows-console-*.png
cat >"$work/console.sh" <<SCRIPT
set -e
wine net start BushengNode >/dev/null 2>&1 || true # wine starts it with its desktop: then it runs already
shown() { [ "\$(import -window root "$work/now.png" && identify -format %k "$work/now.png")" -gt 300 ]; } # colours: an empty screen has one
look() { # name: a picture once two in a row are the same
    import -window root "$work/last.png"
    for try in \$(seq 60); do
        read -r -t 0.5 <> <(:) || true
        import -window root "$work/now.png"
        ! cmp -s <(convert "$work/last.png" rgb:-) <(convert "$work/now.png" rgb:-) || break
        mv "$work/now.png" "$work/last.png"
    done
    cp "$work/last.png" "$pictures/windows-console-\$1.png"
}
for language in zh_CN en; do
    wine reg add 'HKCU\\Software\\Busheng\\busheng-console' /v language /d \$language /f >/dev/null 2>&1
    wine "$there/busheng-console.exe" --data '$data' &
    console=\$!
    for try in \$(seq 120); do
        ! shown || break
        read -r -t 0.5 <> <(:) || true
    done
    xdotool key ctrl+1 && look \$language-overview # it comes up where it was left
    xdotool key ctrl+2 && look \$language-second
    xdotool key ctrl+comma && look \$language-settings
    kill \$console
    wait \$console || true
done
SCRIPT
xvfb-run -a -s '-screen 0 1400x900x24' bash "$work/console.sh" >"$work/console.log" 2>&1 || { cat "$work/console.log" >&2; fail "the console could not be looked at"; }
for picture in "$pictures"/windows-console-{zh_CN,en}-{overview,second,settings}.png; do
    [ "$(identify -format %k "$picture")" -gt 300 ] || fail "the console showed nothing: $picture"
done
ok "six pictures of it: $pictures/windows-console-*.png"

say "removed, the data kept; installed anew, removed with the data"
ends_with 0 in_wine "$there/uninstall.exe" /S "_?=$folder"
[ ! -f "$there/busheng-node.exe" ] && [ ! -d "$there/docs" ] || fail "programs are still there: $(ls "$there")"
[ -f "$here/node.json" ] || fail "the data are gone"
! in_wine reg query 'HKLM\SYSTEM\CurrentControlSet\Services\BushengNode' /v ImagePath >/dev/null 2>&1 || fail "the service is still there"
in_wine reg query "$path_key" /v Path >"$work/path"
! grep -q Busheng "$work/path" && grep -qi 'system32' "$work/path" || fail "the PATH is not as it was: $(cat "$work/path")"
ends_with 0 in_wine "$installer" /S "/D=$folder"
wait_for 120 "the service goes on with the data that were kept" answers "$data"
ends_with 0 in_wine "$there/uninstall.exe" /S /PURGE "_?=$folder"
[ ! -e "$here/node.json" ] || fail "the data are still there"
ok "removed, both ways"
say "$passed checks passed under $(wine --version 2>/dev/null)"
