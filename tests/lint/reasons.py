#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reasons that engine and app put into the arguments of events, and whether ui/text knows each of them.

An event's text is translated by its id, but an argument that says why would stay English in a Chinese sentence. So every
literal with a blank that reaches such an argument must be in ui/text/reason_catalogue.cpp.
"""
import re

LITERAL = re.compile(r'QStringLiteral\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
# What makes events: makeEvent(code, event, {args}, detail), and the small functions that wrap it.
CALLS = re.compile(r"\b(makeEvent|badValue|badPath|badFile|badIdentityFile|badChain|refuse|malformedPacket|malformed|notYet|usageError|wrongUsage|down"
                   r"|structureDrift|badRouteColumn|conflict|refuseParts|refuseArchive|refuseExport|refusePassword|signInFirst)\(")
KNOWN = re.compile(r'QT_TRANSLATE_NOOP\("Reason",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"') # an entry may be written in several


def arguments(text, start):
    """The top-level arguments of the call whose opening bracket ends at `start`."""
    found, current, depth, quoted, i = [], "", 0, False, start
    while i < len(text):
        c = text[i]
        if quoted:
            current += c
            if c == "\\":
                i += 1
                current += text[i]
            quoted = c != '"'
        elif c in ")]}" and depth == 0:
            return found + [current]
        elif c == "," and depth == 0:
            found.append(current)
            current = ""
        else:
            quoted = c == '"'
            depth += (c in "([{") - (c in ")]}")
            current += c
        i += 1
    return found


def literals(code):
    for match in LITERAL.finditer(code):
        yield "".join(PIECE.findall(match.group(1)))


def reasons_in(code):
    """(offset, text) of each reason in `code`, which has no comments."""
    for call in CALLS.finditer(code):
        given = arguments(code, call.end())
        is_event = call.group(1) == "makeEvent" or (call.group(1) == "refuse" and given and "ErrorCode::" in given[0])
        for argument in given[2:3] if is_event else given:
            for text in literals(argument):
                if " " in text.strip() and re.search(r"[a-z]{2}", text):
                    yield call.start(), text


def is_known(text, catalogue):
    """A text that is put together stands in the catalogue with %n for the rest: "not valid before " is "not valid before %1"."""
    if text.strip() == text:
        return text in catalogue
    return any(entry.startswith(text) or entry.endswith(text) for entry in catalogue)


def check(sources, catalogue_text):
    """`sources`: (relative path, code without comments)."""
    catalogue = {"".join(PIECE.findall(entry)) for entry in KNOWN.findall(catalogue_text)}
    for relative, code in sources:
        if relative.split("/")[0] not in ("engine", "app"):
            continue
        for offset, text in reasons_in(code):
            if not is_known(text, catalogue):
                line = code.count("\n", 0, offset) + 1
                yield f"{relative}:{line}: the reason '{text}' is not in ui/text/reason_catalogue.cpp, so it has no translation"
