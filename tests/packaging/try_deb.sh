#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries a .deb as a new user would, in a Debian 12 with nothing else: install, demonstration, two nodes of its own, upgrade from an earlier
# version with a full queue, roll back, remove, purge. Called by ./dev test-packages.
#   try_deb.sh BUSHENG.deb [--from COMMIT|DEB]     --from: the earlier version; without it the package itself under an earlier number,
#                                                  which tries the packages but no change of the journal
set -euo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
package=$(readlink -f "$1")
earlier=
[ "${2:-}" = --from ] && earlier=${3:?--from COMMIT or DEB}
. "$root/tests/packaging/jail.sh"
data=/var/lib/busheng
nodes=()
clean_more() {
    local pid
    for pid in "${nodes[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${nodes[@]}"; do wait "$pid" 2>/dev/null || true; done
}
use_apt

# --- the earlier version
repack() { # the tree of a package under another version
    sed -i "s/^Version: .*/Version: $2/" "$1/DEBIAN/control"
    (cd "$1" && find . -type f -not -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    dpkg-deb --root-owner-group -b "$1" "$3" >/dev/null
}
case "$earlier" in
*.deb) old=$(readlink -f "$earlier") ;;
*)
    dpkg-deb -R "$package" "$work/tree"
    if [ -n "$earlier" ]; then
        # The programs of that commit, in the package of today.
        tree="$root/build/earlier/source"
        [ -d "$tree" ] || git -C "$root" worktree add --detach --force "$tree" "$earlier" >/dev/null
        git -C "$tree" checkout -q --detach "$(git -C "$root" rev-parse "$earlier")"
        say "building the programs of $earlier"
        launcher=()
        command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
        (cd "$tree" && cmake --preset dev -DBUSHENG_TESTS=OFF "${launcher[@]}" >/dev/null && cmake --build build/dev --target busheng-node busheng-client busheng-demo >"$work/earlier.log" 2>&1) ||
            { tail -20 "$work/earlier.log" >&2; fail "building $earlier"; }
        for program in busheng-node busheng-client busheng-demo; do
            strip -o "$work/tree/usr/bin/$program" "$tree/build/dev/bin/$program"
        done
        chmod 755 "$work/tree/usr/bin/"*
    fi
    old="$work/busheng_0.0.9-1.deb"
    repack "$work/tree" 0.0.9-1 "$old"
    ;;
esac
cp "$old" "$jail/root/old.deb"
cp "$package" "$jail/root/new.deb"

# --- install
say "install"
before=$(du -sx --exclude=proc --block-size=1 "$jail" | cut -f1)
install /root/old.deb
ok "installed with what it needs: $(( ($(du -sx --exclude=proc --block-size=1 "$jail" | cut -f1) - before) / 1000000 )) MB in all"
[ "$(inside stat -c '%U %G %a' $data)" = "busheng busheng 710" ] || fail "$data is $(inside stat -c '%U %G %a' $data)"
[ "$(inside stat -c '%U %a' /var/log/busheng)" = "busheng 750" ] || fail "/var/log/busheng"
inside getent passwd busheng | grep -q ':/var/lib/busheng:/usr/sbin/nologin$' || fail "the user: $(inside getent passwd busheng)"
ok "its user and directories are there"
inside busheng-client --version >/dev/null
for page in busheng-node busheng-client busheng-console busheng-demo busheng-report; do
    [ -s "$jail/usr/share/man/man1/$page.1.gz" ] || fail "no man page of $page"
done
python3 - "$jail/usr/share/doc/busheng/sbom.spdx.json" <<'PY' || fail "the bill of materials"
import json, sys
document = json.load(open(sys.argv[1], encoding="utf-8"))
names = {package["name"] for package in document["packages"]}
assert document["spdxVersion"] == "SPDX-2.3" and {"busheng", "libqt6core6", "libssl3", "libpq5", "libqt6sql6-sqlite"} <= names, names
PY
ok "man pages, notices and the bill of materials are there"
shown=$(inside env QT_QPA_PLATFORM=offscreen busheng-console --version)
[[ $shown == busheng-console* ]] || [ -n "$earlier" ] || fail "the console does not start: $shown"
ok "the console starts: $shown"

say "demonstration"
demonstrate as_node busheng-demo

# --- two nodes: the system's own (the sender) and another one (the receiver)
peer=/srv/peer
client() { as_node busheng-client --lang en "$@"; }
wait_for() { # seconds, what, command...
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || { "$@" || true; tail -n 20 "$work/sender.log" >&2; tail -n 20 "$work/receiver.log" >&2; fail "not in time: $what"; }
        read -r -t 0.3 <> <(:) || true
    done
}
start() { # name, directory, program
    chroot "$jail" /usr/bin/env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 setpriv --reuid busheng --regid busheng --init-groups "${3:-busheng-node}" run --data "$2" >>"$work/$1.log" 2>&1 &
    nodes+=($!)
    printf -v "pid_$1" %s $!
}
answers() { # 1: it runs, and something needs a look
    local ended=0
    client --data "$1" status --json || ended=$?
    [ $ended -le 1 ]
}
stop() { # name
    local pid="pid_$1"
    kill "${!pid}" && { wait "${!pid}" || fail "$1 ended with $?"; }
}
query() { # database, sql: through Python's SQLite, from outside
    python3 -c 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1],timeout=20); r=c.execute(sys.argv[2]).fetchone(); c.commit(); print(r[0] if r else "")' "$jail$1" "$2"
}
count() { query "$1" "SELECT count(*) FROM person"; }

say "two nodes"
inside install -d -o busheng -g busheng -m 0700 $peer /srv/databases
as_node busheng-node init --data $data --code 340000 --name sender --listen 127.0.0.1:17443 --demo-authority /srv/databases/ca
as_node busheng-node init --data $peer --code 100000 --name receiver --listen 127.0.0.1:17444 --demo-authority /srv/databases/ca
python3 - "$jail/srv/databases/source.sqlite" "$jail/srv/databases/target.sqlite" <<'PY'
import sqlite3, sys
for path in sys.argv[1:]:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    if path == sys.argv[1]:
        connection.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
        connection.executemany("INSERT INTO person VALUES (?, ?)", [(n, f"人员 {n}") for n in range(1, 1001)])
    connection.commit()
PY
inside chown -R busheng:busheng /srv/databases
start sender $data
start receiver $peer
wait_for 120 "the sender answers" answers $data
wait_for 120 "the receiver answers" answers $peer
client --data $data link add 100000 --address 127.0.0.1:17444
client --data $peer link add 340000
client --data $data source add s --location /srv/databases/source.sqlite
client --data $data dataset add d --source s --tables person --grant 100000
client --data $peer target add t --location /srv/databases/target.sqlite
client --data $peer subscription add d --peer 340000 --dataset d --target t
arrived() { [ "$(count /srv/databases/target.sqlite 2>/dev/null)" = "$1" ]; }
wait_for 180 "1000 rows" arrived 1000
ok "1000 rows loaded"

# --- upgrade with a full queue
say "upgrade with a full queue"
stop receiver
python3 - "$jail/srv/databases/source.sqlite" <<'PY'
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=20)
for start in range(1001, 21001, 100):
    connection.executemany("INSERT INTO person VALUES (?, ?)", [(n, f"人员 {n}") for n in range(start, start + 100)])
    connection.commit()
PY
queued() { [ "$(find "$jail$data/streams/out" -type f -size +20k 2>/dev/null | wc -l)" -gt 0 ]; }
wait_for 180 "packets in the outbox" queued
stop sender
waiting=$(du -sk "$jail$data/streams/out" | cut -f1)
schema_before=$(query $data/journal.sqlite "PRAGMA user_version")
ledger_before=$(query $data/journal.sqlite "SELECT count(*) FROM ledger")
# A package that was cut off comes first.
head -c 3000000 "$package" >"$jail/root/damaged.deb"
refused=0
inside apt-get install -y /root/damaged.deb >"$work/damaged.log" 2>&1 || refused=$?
[ $refused != 0 ] && inside busheng-client --version >/dev/null || fail "a damaged package: $(tail -5 "$work/damaged.log")"
ok "a damaged package is refused, what was installed works on"
install /root/new.deb
start sender $data
wait_for 120 "the new sender answers" answers $data
schema_after=$(query $data/journal.sqlite "PRAGMA user_version")
ok "upgraded with $waiting KiB in the outbox; the journal went from version $schema_before to $schema_after"
# Neighbouring versions: the receiver stays the earlier one until the rows are there.
if [ -n "$earlier" ]; then
    dpkg-deb -x "$old" "$work/earlier"
    cp "$work/earlier/usr/bin/busheng-node" "$jail/usr/bin/busheng-node-earlier"
    start receiver $peer busheng-node-earlier
    wait_for 180 "the queue at the earlier receiver" arrived 21000
    ok "the earlier receiver took everything from the newer sender"
    stop receiver
fi
start receiver $peer
wait_for 120 "the receiver answers" answers $peer
wait_for 180 "the queue at the receiver" arrived 21000
wait_for 180 "both sides are equal, field by field" client --data $peer verify d --level field # the link comes up first
ok "what was queued arrived once: 21000 rows, equal field by field"

# --- roll back
say "roll back"
running=0
as_node busheng-node rollback --data $data >"$work/rollback.log" 2>&1 || running=$?
[ $running = 2 ] && grep -q -- "$data" "$work/rollback.log" || { cat "$work/rollback.log" >&2; fail "rollback of a running node ended with $running"; }
answers $data >/dev/null || fail "the refused rollback hurt the running node"
ok "a running node is not rolled back, and runs on"
stop sender
stop receiver
if [ "$schema_before" != "$schema_after" ]; then
    as_node busheng-node rollback --data $data --lang en || fail "rollback"
    as_node busheng-node rollback --data $peer --lang en || fail "rollback of the receiver"
    [ "$(query $data/journal.sqlite "PRAGMA user_version")" = "$schema_before" ] || fail "the journal is of another version"
    [ "$(query $data/journal.sqlite "SELECT count(*) FROM ledger")" -ge "$ledger_before" ] || fail "the ledger lost lines"
    refused=0
    as_node busheng-node run --data $data --lang en >"$work/refused.log" 2>&1 || refused=$?
    [ $refused = 2 ] || { cat "$work/refused.log" >&2; fail "the newer program ran on what was rolled back for the earlier one ($refused)"; }
    ok "journal and configuration are those from before; the newer program does not undo it"
fi
inside apt-get install -y --no-install-recommends --allow-downgrades /root/old.deb >"$work/downgrade.log" 2>&1 || { tail -30 "$work/downgrade.log" >&2; fail "the earlier package"; }
start sender $data
start receiver $peer
wait_for 120 "the earlier sender answers" answers $data
wait_for 120 "the earlier receiver answers" answers $peer
query /srv/databases/source.sqlite "INSERT INTO person VALUES (30000, 'x')" >/dev/null
wait_for 180 "a row after the way back" arrived 21001
wait_for 180 "both sides are equal after the way back" client --data $peer verify d --level field
ok "the earlier version goes on; 21001 rows, equal field by field"
stop sender
stop receiver

# --- remove and purge
say "remove"
inside apt-get remove -y busheng >/dev/null 2>&1
[ ! -e "$jail/usr/bin/busheng-node" ] && [ -e "$jail$data/journal.sqlite" ] || fail "remove"
inside dpkg --purge busheng >"$work/purge.log" 2>&1
[ -e "$jail$data/journal.sqlite" ] || fail "purge took the data although nobody said so"
grep -q "$data" "$work/purge.log" || fail "purge does not say that the data stay"
ok "removing and purging leave the data when nobody is there to ask"
inside apt-get install -y --no-install-recommends /root/new.deb >/dev/null 2>&1
echo "busheng busheng/purge-data boolean true" | inside debconf-set-selections
inside dpkg --purge busheng >"$work/purge.log" 2>&1
[ ! -e "$jail$data" ] && [ ! -e "$jail/etc/logrotate.d/busheng" ] || fail "purge left something although it was told to take the data"
ok "purging takes the data when it was told to"
say "$passed checks passed"
