# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests that the pages name as proof are there: classes, their slots, and the rows of the table of routes."""
import re

CLASS = re.compile(r"\bclass (Tst\w+)")
SLOT = re.compile(r"^    void (\w+)\(\)", re.M)
NAMED = re.compile(r"\b(Tst[A-Z]\w*)(\*?)((?:,? `[a-z]\w+`)*)")
CELL = re.compile(r"`([a-z-]+) to ([a-z-]+)`")
MATRIX = "tests/e2e/tst_route_matrix.cpp"


def check(root):
    slots = {}
    for path in sorted((root / "tests").rglob("*.cpp")):
        text = path.read_text(encoding="utf-8")
        for name in CLASS.findall(text):
            slots.setdefault(name, set()).update(SLOT.findall(text))
    findings = []
    for page in sorted((root / "docs").rglob("*.md")):
        relative = page.relative_to(root).as_posix()
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for name, star, named in NAMED.findall(line):
                if star:
                    if not any(known.startswith(name) for known in slots):
                        findings.append(f"{relative}:{number}: no test begins with {name}")
                    continue
                if name not in slots:
                    findings.append(f"{relative}:{number}: there is no test {name}")
                    continue
                for slot in re.findall(r"`(\w+)`", named):
                    if slot not in slots[name]:
                        findings.append(f"{relative}:{number}: {name} has no slot {slot}")
    return findings + check_matrix(root)


def check_matrix(root):
    """Every pair that the test has is a cell of the table, and no other."""
    lists = re.findall(r"for \(const char\* (?:from|to) :\s+\{([^}]*)\}\)", (root / MATRIX).read_text(encoding="utf-8"))
    names = [re.findall(r'"([a-z-]+)"', one) for one in lists]
    if len(names) != 2:
        return [f"{MATRIX}:1: its rows are not two lists of names"]
    wanted = {(source, target) for source in names[0] for target in names[1]}
    page = "docs/routes.md"
    found = set(CELL.findall((root / page).read_text(encoding="utf-8")))
    return [f"{page}:1: the table of routes and the test differ in '{source} to {target}'"
            for source, target in sorted(wanted ^ found)]
