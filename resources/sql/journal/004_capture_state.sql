-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tables of a dataset that are being loaded among its changes: how far their rows are in the log cache. Without a row,
-- a table that is loading begins at its first one.

CREATE TABLE table_loads (
    dataset   TEXT NOT NULL,
    table_id  INTEGER NOT NULL,
    empties   INTEGER NOT NULL,
    after_key BLOB NOT NULL,
    rows      INTEGER NOT NULL,
    PRIMARY KEY (dataset, table_id)
) STRICT, WITHOUT ROWID;

-- Which system a dataset's positions are of: positions of another one mean nothing, or something else.

CREATE TABLE source_origins (
    dataset TEXT PRIMARY KEY NOT NULL,
    origin  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
