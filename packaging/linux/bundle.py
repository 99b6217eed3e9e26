#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The portable tarball: the installed tree with every library in it but the C library's own, for distributions without Qt 6.

bundle.py STAGE OUT.tar.xz    STAGE: what `cmake --install` left, with bin/ and share/; it is changed

The C library stays the system's: it must be at least as new as the one of the machine that this was built on, which README-PORTABLE says.
Graphics drivers stay the system's as well (libGL and what belongs to it), because they belong to its kernel and its screen.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

# Of the system, always: the C library and its parts, and the way to the graphics driver.
SYSTEM = re.compile(r"^(ld-linux|libc\.so|libm\.so|libdl\.so|libpthread\.so|librt\.so|libresolv\.so|libutil\.so|libnss_|libGL\.|libEGL\.|libOpenGL\.|libGLX\.|libGLdispatch\.|libdrm|libgbm)")
# Qt's parts that are loaded by name.
PLUGINS = {
    "sqldrivers": ["libqsqlite.so"],
    "platforms": ["libqxcb.so", "libqoffscreen.so", "libqminimal.so"],
    "xcbglintegrations": ["libqxcb-egl-integration.so", "libqxcb-glx-integration.so"],
    "iconengines": ["libqsvgicon.so"],
    "imageformats": ["libqsvg.so"],
    "platforminputcontexts": ["libibusplatforminputcontextplugin.so", "libcomposeplatforminputcontextplugin.so"],
}


def output(*command):
    run = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return run.stdout


def needed(path):
    for line in output("ldd", str(path)).splitlines():
        match = re.search(r"(\S+) => (/\S+)", line)
        if match and not SYSTEM.match(match.group(1)):
            yield match.group(1), match.group(2)
        elif "not found" in line:
            sys.exit(f"bundle: {path} needs {line.split()[0]}, which is not on this machine")


def newest_glibc(paths):
    wanted = set()
    for path in paths:
        for version in re.findall(r"GLIBC_(\d+\.\d+)", output("objdump", "-T", str(path))):
            wanted.add(tuple(int(part) for part in version.split(".")))
    return ".".join(str(part) for part in max(wanted))


README = """Busheng {version}, portable: unpack anywhere, run bin/busheng-console, bin/busheng-node or bin/busheng-client.
Needs glibc {glibc} or newer ('ldd --version' says which is there); the console and busheng-report need the system's OpenGL too (libEGL,
libGL, libOpenGL) and a Chinese font, the console an X server.
bin/busheng-demo --headless shows that it works here.
As a service: share/doc/busheng/docs/install.en.md

部省 {version} 便携版：解压到任意目录，运行 bin/busheng-console、bin/busheng-node 或 bin/busheng-client。
需要 glibc {glibc} 或更高版本（用 ldd --version 查看）；控制台和 busheng-report 还需要系统的 OpenGL（libEGL、libGL、libOpenGL）和中文字体，控制台需要 X 服务。
运行 bin/busheng-demo --headless 可检查本机是否可用。
作为服务安装：share/doc/busheng/docs/install.zh_CN.md
"""


def main():
    stage, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    version = sys.argv[3]
    libraries, plugins = stage / "lib/busheng", stage / "lib/busheng/plugins"
    libraries.mkdir(parents=True, exist_ok=True)
    qt_plugins = pathlib.Path(output("qtpaths6", "--query", "QT_INSTALL_PLUGINS").strip())
    programs = sorted((stage / "bin").iterdir())
    copied = []
    for folder, names in PLUGINS.items():
        for name in names:
            source = qt_plugins / folder / name
            if not source.exists():
                sys.exit(f"bundle: the Qt plugin {folder}/{name} is not on this machine")
            (plugins / folder).mkdir(parents=True, exist_ok=True)
            copied.append(shutil.copy(source, plugins / folder / name))
    for path in [*programs, *copied]:
        for name, place in needed(path):
            if not (libraries / name).exists():
                shutil.copy(place, libraries / name)
    for path in programs:
        subprocess.run(["patchelf", "--set-rpath", "$ORIGIN/../lib/busheng", path], check=True)
    for path in libraries.glob("*.so*"):
        subprocess.run(["patchelf", "--set-rpath", "$ORIGIN", path], check=True)
    for path in copied:
        subprocess.run(["patchelf", "--set-rpath", "$ORIGIN/../..", path], check=True)
    (stage / "bin/qt.conf").write_text("[Paths]\nPrefix=..\nPlugins=lib/busheng/plugins\n", encoding="utf-8")
    binaries = [*programs, *libraries.glob("*.so*")]
    glibc = newest_glibc(binaries)
    (stage / "README-PORTABLE.txt").write_text(README.format(version=version, glibc=glibc), encoding="utf-8")
    name = target.name[: -len(".tar.xz")]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "0")
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["tar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{epoch}", "--mode=u+rwX,go+rX,go-w",
                    "--transform", f"s,^\\.,{name},", "-C", str(stage), "-cf", str(target)[: -len(".xz")], "."], check=True)
    subprocess.run(["xz", "-T0", "-6", "-f", str(target)[: -len(".xz")]], check=True)
    print(f"{target}: needs glibc {glibc}")


if __name__ == "__main__":
    main()
