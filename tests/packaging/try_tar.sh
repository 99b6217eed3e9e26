#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the portable tarball in a Debian 12 with nothing else: unpack, demonstrate, a node of its own, moved elsewhere. Called by
# ./dev test-packages.
#   try_tar.sh BUSHENG.tar.xz
set -euo pipefail
tarball=$(readlink -f "$1")
. "$(dirname "$(readlink -f "$0")")/jail.sh"

say "tarball"
mkdir -p "$jail/opt" "$jail/srv/elsewhere"
tar -C "$jail/opt" -xf "$tarball"
name=$(ls "$jail/opt")
[ "$(wc -w <<<"$name")" = 1 ] && [ -f "$jail/opt/$name/README-PORTABLE.txt" ] || fail "it does not unpack into one folder: $name"
[ -z "$(find "$jail/opt" -perm /6022 ! -type l)" ] || fail "others may change what it holds"
ok "unpacked: $(du -sk --apparent-size "$jail/opt" | cut -f1) KiB"
mv "$jail/opt/$name" "$jail/srv/elsewhere/部省" # anywhere, also where a name is Chinese
bin=/srv/elsewhere/部省/bin
starts() { # programs
    local program shown
    for program in "$@"; do
        shown=$(inside env QT_QPA_PLATFORM=offscreen $bin/$program --version 2>"$work/err") && [[ $shown == "$program "* ]] || fail "$program does not start: $shown $(cat "$work/err")"
    done
}
starts busheng-node busheng-client busheng-demo
ok "node, client and demo start without any library of the system but the C library's"
demonstrate inside $bin/busheng-demo
inside $bin/busheng-node init --data /srv/node --code 340000 --name 安徽省人社厅 --demo-authority /srv/ca
chroot "$jail" /usr/bin/env -i LC_ALL=C.UTF-8 $bin/busheng-node run --data /srv/node 2>"$work/node.log" &
node=$!
clean_more() { kill $node 2>/dev/null || true; }
until=$((SECONDS + 60))
until inside $bin/busheng-client --data /srv/node status >"$work/status" 2>&1 || [ $? = 1 ]; do
    [ $SECONDS -lt $until ] || { cat "$work/status" "$work/node.log" >&2; fail "the node does not answer"; }
    read -r -t 0.3 <> <(:) || true
done
grep -q 安徽省人社厅 "$work/status" || fail "status: $(cat "$work/status")"
kill $node && { wait $node || fail "the node ended with $?"; }
ok "a node of its own runs, answers and stops"
use_apt
install libegl1 libgl1 libopengl0 fonts-noto-cjk # as README-PORTABLE says; they belong to the graphics driver
starts busheng-report busheng-console
ok "with the system's OpenGL the console and the reports start"
say "$passed checks passed"
