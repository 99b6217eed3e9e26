#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts PNG pictures of one icon into a Windows icon file.  make_ico.py OUT.ico PICTURE.png..."""
import pathlib
import struct
import sys

out, *names = sys.argv[1:]
pictures = [pathlib.Path(name).read_bytes() for name in names]
head = struct.pack("<HHH", 0, 1, len(pictures))
place = len(head) + 16 * len(pictures)
for picture in pictures:
    width, height = struct.unpack(">II", picture[16:24])
    head += struct.pack("<BBBBHHII", width % 256, height % 256, 0, 0, 1, 32, len(picture), place)  # 0 means 256
    place += len(picture)
pathlib.Path(out).write_bytes(head + b"".join(pictures))
