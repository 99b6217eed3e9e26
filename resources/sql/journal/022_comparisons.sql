-- SPDX-License-Identifier: GPL-3.0-or-later
-- What comparisons found, row by row and file by file, so that a person can page through all of it; the reconciliations
-- of file tasks that are kept; and how long records stay.

-- of verifications; number: from 1 without a gap, as they were found. cells: JSON.
CREATE TABLE row_differences (
    verification INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    table_name   TEXT NOT NULL,
    key          TEXT NOT NULL,
    key_range        INTEGER NOT NULL,
    cells        TEXT NOT NULL,
    PRIMARY KEY (verification, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_differences_by_kind ON row_differences (verification, kind, table_name);
CREATE INDEX row_differences_by_table ON row_differences (verification, table_name, key_range);

-- report: JSON, without the differences
CREATE TABLE file_reconciliations (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    task            TEXT NOT NULL,
    state           TEXT NOT NULL,
    started_utc_ms  INTEGER NOT NULL,
    finished_utc_ms INTEGER NOT NULL,
    report          TEXT NOT NULL
) STRICT;
CREATE INDEX file_reconciliations_by_task ON file_reconciliations (task, id);

-- here, there: digests, hex
CREATE TABLE file_differences (
    reconciliation INTEGER NOT NULL,
    number         INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    path           TEXT NOT NULL,
    here           TEXT NOT NULL,
    there          TEXT NOT NULL,
    size           INTEGER NOT NULL,
    there_size     INTEGER NOT NULL,
    first_utc_ms   INTEGER NOT NULL,
    last_utc_ms    INTEGER NOT NULL,
    attempts       INTEGER NOT NULL,
    PRIMARY KEY (reconciliation, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_differences_by_kind ON file_differences (reconciliation, kind);

CREATE TABLE retention (
    kind TEXT PRIMARY KEY NOT NULL,
    days INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
