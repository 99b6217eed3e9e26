#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the man pages from their templates; synopsis and commands come from the programs' own --help.

man_pages.py TEMPLATES PROGRAMS VERSION OUT    SOURCE_DATE_EPOCH dates them
"""
import datetime
import gzip
import os
import pathlib
import re
import subprocess
import sys


def roff(text):
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")


def help_of(program):
    run = subprocess.run([program, "--help", "--lang", "en"], capture_output=True, text=True, check=True,
                         env={**os.environ, "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"})
    return run.stdout.splitlines()


def synopsis(lines, name):
    found = []
    for line in lines:
        match = re.match(rf"\s*(?:usage: )?({name}\b.*)", line)
        if match:
            found.append(".B " + roff(name) + "\n" + roff(match.group(1)[len(name):].strip()))
    return "\n.br\n".join(found)


def commands(lines):
    return "\n".join(f".TP\n.B {roff(line.strip())}" for line in lines if line.startswith("  ") and line.strip())


def main():
    templates, programs, version, out = sys.argv[1:]
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    date = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%d") if epoch else ""
    folder = pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for template in sorted(pathlib.Path(templates).glob("*.1.in")):
        name = template.name[: -len(".1.in")]
        program = pathlib.Path(programs) / name
        if not program.exists():
            continue  # built without the console
        text = template.read_text(encoding="utf-8").replace("@VERSION@", version).replace("@DATE@", date)
        if "@SYNOPSIS@" in text:
            lines = help_of(program)
            text = text.replace("@SYNOPSIS@", synopsis(lines, name)).replace("@COMMANDS@", commands(lines))
        (folder / f"{name}.1.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
