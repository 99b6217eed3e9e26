#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the packages out of a configured build/package: called by ./dev package.
#   build.sh BUILD OUT [deb|rpm|tar]...
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "$0")")")
build=$1 out=$2
shift 2
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
machine=$(uname -m)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8
umask 022
mkdir -p "$out"

make_package() { # cpack's generator, the file's ending
    local log="$build/cpack-$1.log"
    rm -rf "$build/packages"
    (cd "$build" && cpack -G "$1" ${BUSHENG_PACKAGE_RELEASE:+-D "CPACK_DEBIAN_PACKAGE_RELEASE=$BUSHENG_PACKAGE_RELEASE" -D "CPACK_RPM_PACKAGE_RELEASE=$BUSHENG_PACKAGE_RELEASE"}) >"$log" 2>&1 ||
        { cat "$log" >&2; echo "packaging: no .$2 was made" >&2; exit 1; }
    mv "$build/packages/"*".$2" "$out/"
}

make_tarball() {
    local stage="$build/portable"
    rm -rf "$stage"
    DESTDIR="$stage/root" cmake --install "$build" --prefix /usr --strip >"$build/tarball.log" 2>&1 || { cat "$build/tarball.log" >&2; exit 1; }
    mkdir "$stage/busheng"
    mv "$stage/root/usr/bin" "$stage/root/usr/share" "$stage/busheng/"
    mkdir -p "$stage/busheng/share/busheng"
    cp "$root/packaging/linux/busheng-node.service" "$root/packaging/linux/busheng.logrotate" "$stage/busheng/share/busheng/"
    # The libraries lie in it, so their licences do as well.
    local programs=("$stage/busheng/bin/"*)
    python3 "$root/packaging/sbom.py" --name busheng --version "$version" --out "$stage/busheng/share/doc/busheng" --bundled \
        --materials "$root/packaging/materials.json" --plugin libqt6sql6-sqlite --plugin libqt6svg6 --plugin libqt6gui6 "${programs[@]}"
    python3 "$root/packaging/linux/bundle.py" "$stage/busheng" "$out/busheng-$version-linux-$machine.tar.xz" "$version" >&2
    rm -rf "$stage"
}

for kind in "$@"; do
    case "$kind" in
    deb) make_package DEB deb ;;
    rpm) make_package RPM rpm ;;
    tar) make_tarball ;;
    *) echo "packaging: no such kind: $kind" >&2; exit 2 ;;
    esac
done
