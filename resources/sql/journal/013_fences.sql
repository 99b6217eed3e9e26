-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which copy of this node this is, and which copy of each peer was seen last (engine/model/fence.h).

CREATE TABLE fence (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    holder BLOB NOT NULL
) STRICT;

INSERT INTO fence (id, number, holder) VALUES (1, 0, randomblob(16));

CREATE TABLE peer_fences (
    peer_code TEXT PRIMARY KEY NOT NULL,
    number    INTEGER NOT NULL,
    holder    BLOB NOT NULL
) STRICT, WITHOUT ROWID;
