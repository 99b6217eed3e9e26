-- SPDX-License-Identifier: GPL-3.0-or-later
-- Backups that the node made of itself or looked through, and when it makes them by itself.

CREATE TABLE backups (
    id              INTEGER PRIMARY KEY,
    file            TEXT NOT NULL UNIQUE,
    cause           TEXT NOT NULL,
    taken_utc_ms    INTEGER NOT NULL,
    file_bytes      INTEGER NOT NULL,
    made_by         TEXT NOT NULL,
    verified_utc_ms INTEGER NOT NULL DEFAULT 0,
    event           TEXT NOT NULL DEFAULT '',
    args            TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE backup_plan (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    times          TEXT NOT NULL,
    directory      TEXT NOT NULL,
    keep           INTEGER NOT NULL,
    covered_utc_ms INTEGER NOT NULL
) STRICT;
