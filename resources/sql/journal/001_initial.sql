-- SPDX-License-Identifier: GPL-3.0-or-later
-- The node's journal, version 1. A statement ends with ';' at the end of a line, and nowhere else; no triggers here.
-- Files of this folder are applied in order, each in one transaction that also sets user_version to its number. A file
-- that was ever released is not edited again: write the next one.

CREATE TABLE sources (
    name     TEXT PRIMARY KEY NOT NULL,
    driver   TEXT NOT NULL,
    location TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE targets (
    name     TEXT PRIMARY KEY NOT NULL,
    driver   TEXT NOT NULL,
    location TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- tables and granted_to are JSON arrays of texts.
CREATE TABLE datasets (
    name       TEXT PRIMARY KEY NOT NULL,
    source     TEXT NOT NULL REFERENCES sources (name),
    route      TEXT NOT NULL,
    tables     TEXT NOT NULL,
    granted_to TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
    peer_code TEXT PRIMARY KEY NOT NULL,
    peer_name TEXT NOT NULL,
    address   TEXT NOT NULL,
    enabled   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: a stream number is never given twice, also when the subscription that had it is long gone.
CREATE TABLE stream_numbers (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    subscription TEXT NOT NULL
) STRICT;

CREATE TABLE subscriptions (
    name           TEXT PRIMARY KEY NOT NULL,
    peer_code      TEXT NOT NULL REFERENCES links (peer_code),
    dataset        TEXT NOT NULL,
    target         TEXT NOT NULL REFERENCES targets (name),
    replace_target INTEGER NOT NULL,
    enabled        INTEGER NOT NULL,
    stream_number  INTEGER NOT NULL UNIQUE REFERENCES stream_numbers (number)
) STRICT, WITHOUT ROWID;

-- Streams that this node sends; their numbers are the peers'.
CREATE TABLE out_streams (
    peer_code  TEXT NOT NULL,
    number     INTEGER NOT NULL,
    dataset    TEXT NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (peer_code, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    stream       TEXT NOT NULL,
    direction    TEXT NOT NULL,
    sequence     INTEGER NOT NULL,
    digest       TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    event        TEXT NOT NULL,
    transactions INTEGER NOT NULL,
    changes      INTEGER NOT NULL,
    plain_bytes  INTEGER NOT NULL,
    sealed_bytes INTEGER NOT NULL,
    utc_ms       INTEGER NOT NULL
) STRICT;

CREATE INDEX ledger_by_stream ON ledger (stream, id);

-- The sums of the ledger, and the highest sequence, kept in the same transaction: nobody reads ten million rows for them.
CREATE TABLE ledger_totals (
    stream       TEXT NOT NULL,
    direction    TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    packets      INTEGER NOT NULL,
    changes      INTEGER NOT NULL,
    plain_bytes  INTEGER NOT NULL,
    sealed_bytes INTEGER NOT NULL,
    newest       INTEGER NOT NULL,
    PRIMARY KEY (stream, direction, outcome)
) STRICT, WITHOUT ROWID;

-- cleared_utc_ms = 0: still standing. args is a JSON array of texts.
CREATE TABLE alarms (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    event          TEXT NOT NULL,
    subject        TEXT NOT NULL,
    args           TEXT NOT NULL,
    detail         TEXT NOT NULL,
    raised_utc_ms  INTEGER NOT NULL,
    cleared_utc_ms INTEGER NOT NULL,
    count          INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX standing_alarms ON alarms (event, subject) WHERE cleared_utc_ms = 0;

CREATE TABLE verifications (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    subscription    TEXT NOT NULL,
    started_utc_ms  INTEGER NOT NULL,
    finished_utc_ms INTEGER NOT NULL,
    outcome         TEXT NOT NULL,
    position        INTEGER NOT NULL,
    rows_compared   INTEGER NOT NULL,
    differences     INTEGER NOT NULL,
    report          BLOB NOT NULL
) STRICT;

CREATE INDEX verifications_by_subscription ON verifications (subscription, id);
