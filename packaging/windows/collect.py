#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts beside Windows programs the libraries that they import, and says which files an uninstaller must remove.

  collect.py libraries FOLDER SEARCHED...       copies what *.dll and *.exe in FOLDER (and below) import, from the searched folders
  collect.py uninstall FOLDER OUT.nsh           the NSIS commands that remove exactly the files of FOLDER
  collect.py entries FOLDER OUT.nsh             an !insertmacro ${EACH} for each file and folder that lies in FOLDER itself
"""
import pathlib
import re
import shutil
import subprocess
import sys

# What every Windows 10 has itself.
SYSTEM = re.compile(r"^(advapi32|authz|bcrypt|cfgmgr32|comctl32|comdlg32|crypt32|cryptbase|d2d1|d3d.*|dnsapi|dwmapi|dwrite|dxgi|gdi32|imm32|iphlpapi"
                    r"|kernel32|mpr|msvcrt|ncrypt|netapi32|ntdll|odbc32|ole32|oleaut32|powrprof|propsys|psapi|rpcrt4|secur32|setupapi|shcore|shell32"
                    r"|shlwapi|user32|userenv|usp10|uxtheme|version|wer|wevtapi|winhttp|winmm|winspool\.drv|wldap32|ws2_32|wsock32|wtsapi32"
                    r"|api-ms-win-.*|opengl32|uiautomationcore)(\.dll)?$")


def imports(path):
    ran = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", str(path)], capture_output=True, text=True, check=True)
    return [name.strip() for name in re.findall(r"DLL Name: (\S+)", ran.stdout)]


def find(folder, name):
    """Windows knows no upper and lower case."""
    return next((path for path in folder.iterdir() if path.name.lower() == name.lower()), None)


def copy_libraries(folder, searched):
    waiting = [*folder.rglob("*.exe"), *folder.rglob("*.dll")]
    while waiting:
        path = waiting.pop()
        for name in imports(path):
            if SYSTEM.match(name.lower()) or find(folder, name):
                continue
            found = next(filter(None, (find(place, name) for place in searched)), None)
            if found is None:
                sys.exit(f"collect: {path.name} needs {name}, which is in none of: {' '.join(map(str, searched))}")
            waiting.append(shutil.copy(found, folder / found.name))


def write_uninstall(folder, out):
    lines = []
    folders = set()
    for path in sorted(folder.rglob("*")):
        relative = quoted(path.relative_to(folder))
        if path.is_dir():
            folders.add(relative)
        else:
            lines.append(f'Delete "$INSTDIR\\{relative}"')
    lines += [f'RMDir "$INSTDIR\\{name}"' for name in sorted(folders, key=lambda name: (-name.count("\\"), name))]
    write_lines(lines, out)


def write_entries(folder, out):
    write_lines([f'!insertmacro ${{EACH}} "{quoted(path.name)}"' for path in sorted(folder.iterdir())], out)


def quoted(path):
    return str(path).replace("/", "\\").replace("$", "$$")


def write_lines(lines, out):
    out.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")


command, folder, *rest = sys.argv[1:]
if command == "libraries":
    copy_libraries(pathlib.Path(folder), [pathlib.Path(place) for place in rest])
elif command == "entries":
    write_entries(pathlib.Path(folder), pathlib.Path(rest[0]))
else:
    write_uninstall(pathlib.Path(folder), pathlib.Path(rest[0]))
