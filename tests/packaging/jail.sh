# SPDX-License-Identifier: GPL-3.0-or-later
# A Debian 12 with nothing else, for packages to be tried in as a new user would. Sourced by the trials beside it, as root.
# Gives: $work, $jail, say, ok, fail, inside, as_node; $passed counts the ok. Whoever has more to clean up defines clean_more.
mirror=${BUSHENG_DEBIAN_MIRROR:-http://deb.debian.org/debian}
cache="${XDG_CACHE_HOME:-$HOME/.cache}/busheng"
work=$(mktemp -d /var/tmp/busheng-try.XXXXXX)
jail="$work/debian"
passed=0

say() { printf '\033[1m%s\033[0m\n' "$*"; }
ok() { passed=$((passed + 1)); printf '  ok  %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
inside() { chroot "$jail" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
as_node() { inside runuser -u busheng -- "$@"; }
clean_more() { :; }
clean() {
    clean_more
    mountpoint -q "$jail/proc" && umount "$jail/proc"
    rm -rf "$work"
}
trap clean EXIT

base="$cache/debian-12-minbase.tar"
if [ ! -s "$base" ]; then
    say "fetching a minimal Debian 12 (once)"
    mkdir -p "$cache"
    debootstrap --variant=minbase bookworm "$work/base" "$mirror" >"$work/debootstrap.log" 2>&1 || { tail -20 "$work/debootstrap.log" >&2; fail "debootstrap"; }
    tar -C "$work/base" -cf "$base.new" . && mv "$base.new" "$base"
    rm -rf "$work/base"
fi
mkdir -p "$jail" && tar -C "$jail" -xf "$base"
cp /etc/resolv.conf "$jail/etc/resolv.conf"
printf '#!/bin/sh\nexit 101\n' >"$jail/usr/sbin/policy-rc.d" && chmod 755 "$jail/usr/sbin/policy-rc.d"
mount -t proc proc "$jail/proc"

use_apt() { # packages that a former trial fetched are not fetched again
    mkdir -p "$cache/debs" && cp "$cache/debs/"*.deb "$jail/var/cache/apt/archives/" 2>/dev/null || true
    inside apt-get update -qq
}
install() { # packages, by apt
    inside apt-get install -y --no-install-recommends "$@" >"$work/install.log" 2>&1 || { tail -30 "$work/install.log" >&2; fail "does not install: $*"; }
    cp -n "$jail/var/cache/apt/archives/"*.deb "$cache/debs/" 2>/dev/null || true
}
demonstrate() { # how to run a command, the program
    "$1" "$2" --headless --lang en --json /tmp/demo.json >"$work/demo.log" 2>&1 || { tail -30 "$work/demo.log" >&2; fail "the demonstration"; }
    ok "busheng-demo --headless: $(grep -c "✔" "$work/demo.log" || true) checks"
}
