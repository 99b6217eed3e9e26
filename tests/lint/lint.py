#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""House rules that the compiler does not know: who may include whom, sizes, banned calls, licences, format, translations.

Prints one line per finding and exits 1 when there is any. Exceptions are named in lint_exceptions.txt with a reason, and
an exception that is no longer needed is a finding too, so that the list can only shrink.
"""
import pathlib
import re
import subprocess
import sys

import named_tests
import reasons

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("app", "engine", "ui", "tests")

STAGES = ["capture", "logcache", "compose", "pack", "transport", "inbound", "apply", "verify"]
# folder -> folders it may include, beside itself. Stages are added below.
ALLOWED = {
    "engine/base": set(),
    "engine/model": {"engine/base"},
    "engine/crypto": {"engine/base", "engine/model"},
    "engine/text": {"engine/base"},
    "engine/files/text": {"engine/base", "engine/model", "engine/crypto", "engine/text"},
    "engine/files/parts": {"engine/base", "engine/model", "engine/crypto", "engine/files/names"},
    "engine/files/reconcile": {"engine/base", "engine/model", "engine/crypto", "engine/files/names"},
    "engine/files/archive": {"engine/base", "engine/model", "engine/crypto", "engine/files/names"},
    "engine/files/dataset": {"engine/base", "engine/model", "engine/crypto", "engine/db", "engine/files/archive"},
    "engine/scheduler": {"engine/base", "engine/model"},
    "engine/files/names": {"engine/base", "engine/model"},
    "engine/db": {"engine/base", "engine/model", "engine/crypto", "engine/text"},
    "engine/evidence": {"engine/base", "engine/model", "engine/crypto", "engine/api"},
    "engine/exchange": {"engine/base", "engine/model", "engine/crypto", "engine/api", "engine/net"},
    "engine/journal": {"engine/base", "engine/model", "engine/evidence", "engine/files/names", "engine/text"},
    "engine/gate": {"engine/base", "engine/model", "engine/db", "engine/files/names"},
    "engine/offline": {"engine/base", "engine/model", "engine/crypto", "engine/pipeline/pack"},
    "engine/backup": {"engine/base", "engine/model", "engine/crypto", "engine/journal", "engine/api"},
    "engine/net": {"engine/base", "engine/model", "engine/crypto"},
    "engine/files": {"engine/base", "engine/model", "engine/crypto", "engine/journal", "engine/net"},
    "engine/api": {"engine/base", "engine/model"},
    "engine/localapi": {"engine/base", "engine/model", "engine/api"},
    "engine/governance": {"engine/base", "engine/model", "engine/crypto", "engine/journal", "engine/api", "engine/localapi"},
    "engine/host": {"engine/"},
    "ui": {"engine/api", "engine/model", "engine/base", "engine/files/names", "engine/evidence", "ui/"},
    "app": {"engine/", "ui/", "app/"},
    "tests": {"engine/", "ui/", "app/", "tests/"},
}
for index, stage in enumerate(STAGES):
    may = {"engine/base", "engine/model", "engine/crypto", "engine/db"}
    if index > 0:
        may.add(f"engine/pipeline/{STAGES[index - 1]}")
    if stage in ("inbound", "apply"):
        may.add("engine/pipeline/pack")
    ALLOWED[f"engine/pipeline/{stage}"] = may

# What each folder's public headers reach is its business; these Qt headers are nobody's business in the engine.
QT_GUI = re.compile(r"#include <Q(Widget|Application|Gui|Painter|Icon|Color|Pixmap|Image|Window|Dialog|Font|Palette|Chart)")

BANNED = [
    (re.compile(r"\bprocessEvents\s*\("), "nested event loop", ("engine", "ui", "app")),
    (re.compile(r"\bQEventLoop\b"), "nested event loop", ("engine", "ui")),
    (re.compile(r"\bwaitFor(Finished|Connected|ReadyRead|BytesWritten|Started|Disconnected)\s*\("), "blocking wait", ("ui", "engine")),
    (re.compile(r"\b(QThread::)?(msleep|usleep|sleep_for|sleep_until)\s*\("), "sleep as synchronization", CODE_FOLDERS),
    (re.compile(r"\bterminate\s*\(\s*\)"), "QThread::terminate", ("engine", "ui")),
    (re.compile(r"\bSLOT\s*\("), "string-based connect", ("engine", "ui", "app")),
    (re.compile(r"\bQSKIP\b|\bQEXPECT_FAIL\b"), "a test that skips", ("tests",)),
    (re.compile(r"\b(TODO|FIXME|XXX)\b"), "left-over", CODE_FOLDERS),
    (re.compile(r"\bcatch\s*\(\s*\.\.\.\s*\)"), "catch-all", CODE_FOLDERS),
    (re.compile(r"\bglobalInstance\s*\("), "global thread pool", ("engine", "ui")),
    (re.compile(r"^\s*delete\s+\w", re.M), "bare delete", ("engine", "ui", "app")),
    (re.compile(r"\bthread_local\s+(?!std::array\b|(const\s+)?\w+\s*\*)"), "thread_local object (engine/base/per_thread.h)", CODE_FOLDERS),
]
LIMITS = {".cpp": 600, ".h": 300}


def sources():
    for folder in CODE_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".cpp", ".h"):
                yield path


def without_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S)


def folder_of(relative):
    best = ""
    for folder in ALLOWED:
        if (relative == folder or relative.startswith(folder + "/")) and len(folder) > len(best):
            best = folder
    return best


def is_allowed(include, own, allowed):
    if include.startswith(own + "/"):
        return True
    return any(include.startswith(a if a.endswith("/") else a + "/") for a in allowed)


def check_includes(relative, text):
    own = folder_of(relative)
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if match:
            include = match.group(1)
            if include.endswith(".moc"):
                continue
            if "/" not in include or not (ROOT / include).exists():
                yield f"{relative}:{number}: include {include} is not rooted at the project"
            elif not is_allowed(include, own, ALLOWED[own]):
                yield f"{relative}:{number}: {own} may not include {include}"
        if relative.startswith("engine/") and QT_GUI.match(line):
            yield f"{relative}:{number}: the engine may not use Qt's GUI: {line.strip()}"


def check_text(path, relative, text):
    if not text.startswith("// SPDX-License-Identifier: GPL-3.0-or-later"):
        yield f"{relative}:1: no SPDX line"
    lines = text.count("\n")
    if lines > LIMITS[path.suffix]:
        yield f"{relative}:1: {lines} lines, more than {LIMITS[path.suffix]}"
    if path.suffix == ".h" and "#pragma once" not in text:
        yield f"{relative}:1: no #pragma once"
    if not re.fullmatch(r"[a-z0-9_+]+\.(cpp|h)", path.name):
        yield f"{relative}:1: file names are snake_case"
    bare = without_comments(text)
    for pattern, why, folders in BANNED:
        if relative.split("/")[0] not in folders:
            continue
        for match in pattern.finditer(text if "left-over" in why else bare):
            yield f"{relative}:{bare.count(chr(10), 0, match.start()) + 1}: {why}: {match.group(0).strip()}"


def check_translations():
    for path in sorted((ROOT / "translations").glob("*_zh_CN.ts")):
        text = path.read_text(encoding="utf-8")
        for message in re.findall(r"<message.*?</message>", text, flags=re.S):
            source = re.search(r"<source>(.*?)</source>", message, flags=re.S)
            if 'type="unfinished"' in message or re.search(r"<translation>\s*</translation>", message):
                yield f"{path.relative_to(ROOT)}:1: no translation of '{source.group(1) if source else '?'}'"
    sources_of_ui = [str(p) for folder in ("ui", "app") for p in sorted((ROOT / folder).rglob("*")) if p.suffix in (".cpp", ".h")]
    for path in sorted((ROOT / "translations").glob("*_zh_CN.ts")):
        known = set(re.findall(r"<source>(.*?)</source>", path.read_text(encoding="utf-8"), flags=re.S))
        for file in sources_of_ui:
            text = without_comments(pathlib.Path(file).read_text(encoding="utf-8"))
            for match in re.finditer(r'\btr\(\s*"((?:[^"\\]|\\.)*)"\s*[,)]', text):
                plain = match.group(1).replace('\\"', '"').replace("\\n", "\n")
                escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&apos;")
                if escaped not in known and plain not in known:
                    yield f"{pathlib.Path(file).relative_to(ROOT)}:1: '{plain}' is not in {path.name}: run the target update_translations"


def check_format(paths):
    run = subprocess.run(["clang-format", "--dry-run", "-Werror", *map(str, paths)], cwd=ROOT, capture_output=True, text=True)
    seen = set()
    for line in run.stderr.splitlines():
        match = re.match(r"(.*?):(\d+):\d+: error", line)
        if match and match.group(1) not in seen:
            seen.add(match.group(1))
            yield f"{pathlib.Path(match.group(1)).relative_to(ROOT)}:{match.group(2)}: not as .clang-format says"


def exceptions():
    path = ROOT / "tests/lint/lint_exceptions.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            file, _, rest = line.partition(" | ")
            what, _, reason = rest.partition(" | ")
            if not reason:
                sys.exit(f"lint_exceptions.txt: '{line}' has no reason")
            yield file, what


def main():
    findings = []
    paths = list(sources())
    for path in paths:
        relative = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        findings += check_text(path, relative, text)
        findings += check_includes(relative, text)
    bare = [(p.relative_to(ROOT).as_posix(), without_comments(p.read_text(encoding="utf-8"))) for p in paths]
    catalogue = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "ui/text").glob("reason_catalogue*.cpp")))
    findings += reasons.check(bare, catalogue)
    findings += check_translations()
    findings += named_tests.check(ROOT)
    findings += check_format(paths)
    for file, what in exceptions():
        hits = [f for f in findings if f.startswith(file + ":") and what in f]
        if not hits:
            findings.append(f"tests/lint/lint_exceptions.txt:1: the exception '{file} | {what}' is no longer needed")
        findings = [f for f in findings if f not in hits]
    for finding in findings:
        print(finding)
    print(f"lint: {len(paths)} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
