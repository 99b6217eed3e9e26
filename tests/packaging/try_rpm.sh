#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries the .rpm with rpm itself, in a Debian 12 that has the libraries and no package of ours: whether what it requires is named and
# there, install, demonstration, a node, upgrade, removal. A distribution of RPMs is not at hand: its resolver is not tried. Called by
# ./dev test-packages.
#   try_rpm.sh BUSHENG.rpm BUSHENG.deb        the .deb says which of Debian's packages have the libraries
set -euo pipefail
package=$(readlink -f "$1") deb=$(readlink -f "$2")
. "$(dirname "$(readlink -f "$0")")/jail.sh"

say "rpm"
use_apt
mapfile -t libraries < <(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g' | grep -v '^debconf$\|^adduser$\|^init-system')
install rpm "${libraries[@]}"
# What it requires, against what is there: rpm's own list of what is installed is empty here.
inside ldconfig -p | awk '{ print $1 }' | sort -u >"$work/there"
rpm -qpR "$package" 2>/dev/null | grep -v '^rpmlib\|^rtld\|^/bin/sh\|^shadow-utils\|^config(' | sed 's/(.*//' | sort -u >"$work/required"
[ "$(wc -l <"$work/required")" -gt 20 ] || fail "it hardly requires anything: $(cat "$work/required")"
for needed in $(cat "$work/required"); do
    grep -qxF "$needed" "$work/there" || [[ $needed == /* && -e $jail$needed ]] || fail "it requires $needed, which Debian's libraries do not have"
done
ok "requires $(wc -l <"$work/required") libraries and programs by name, all of them there"
cp "$package" "$jail/root/new.rpm"
inside rpm -i --nodeps /root/new.rpm >"$work/rpm.log" 2>&1 || { cat "$work/rpm.log" >&2; fail "it does not install"; }
[ "$(inside stat -c '%U %G %a' /var/lib/busheng)" = "busheng busheng 710" ] && [ "$(inside stat -c '%U %a' /var/log/busheng)" = "busheng 750" ] || fail "its directories"
inside getent passwd busheng | grep -q ':/var/lib/busheng:/sbin/nologin$' || fail "its user: $(inside getent passwd busheng)"
inside rpm -V --nodeps busheng >"$work/rpm.log" || fail "rpm finds other files than it installed: $(cat "$work/rpm.log")"
ok "installed: user, directories, files as rpm knows them"
demonstrate as_node busheng-demo
as_node busheng-node init --data /var/lib/busheng --code 340000 --name 安徽省人社厅 --demo-authority /var/lib/busheng/ca
code=0
inside rpm -i --nodeps /root/new.rpm >"$work/rpm.log" 2>&1 || code=$?
[ $code != 0 ] && grep -q 'already installed' "$work/rpm.log" || fail "installed twice: $(cat "$work/rpm.log")"
head -c 1000000 "$package" >"$jail/root/damaged.rpm"
code=0
inside rpm -U --force --nodeps /root/damaged.rpm >"$work/rpm.log" 2>&1 || code=$?
[ $code != 0 ] && inside busheng-client --version >/dev/null || fail "a damaged package: $(cat "$work/rpm.log")"
ok "a damaged package is refused, what was installed works on"
inside rpm -U --force --nodeps /root/new.rpm >"$work/rpm.log" 2>&1 || { cat "$work/rpm.log" >&2; fail "the upgrade"; }
[ -f "$jail/var/lib/busheng/node.json" ] && inside busheng-client --version >/dev/null || fail "the upgrade lost something"
inside rpm -e busheng >"$work/rpm.log" 2>&1 || { cat "$work/rpm.log" >&2; fail "it cannot be removed"; }
[ ! -e "$jail/usr/bin/busheng-node" ] && [ -f "$jail/var/lib/busheng/node.json" ] && grep -q /var/lib/busheng "$work/rpm.log" || fail "removal: $(cat "$work/rpm.log")"
ok "upgraded and removed; the data stay, and it says so"
say "$passed checks passed"
