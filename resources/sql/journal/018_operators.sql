-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who may work at this node, and what one person wants changed and another has to confirm (docs/operators.md).

CREATE TABLE operators (
    name                TEXT PRIMARY KEY,
    person              TEXT NOT NULL,
    role                TEXT NOT NULL,
    enabled             INTEGER NOT NULL,
    salt                BLOB NOT NULL,
    iterations          INTEGER NOT NULL,
    digest              BLOB NOT NULL,
    must_change         INTEGER NOT NULL,
    password_utc_ms     INTEGER NOT NULL,
    failures            INTEGER NOT NULL DEFAULT 0,
    blocked_until_utc_ms INTEGER NOT NULL DEFAULT 0,
    last_sign_in_utc_ms INTEGER NOT NULL DEFAULT 0,
    made_by             TEXT NOT NULL,
    made_utc_ms         INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE governance (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE reviewed_changes (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    method          TEXT NOT NULL,
    params          TEXT NOT NULL,
    subject         TEXT NOT NULL,
    before          TEXT NOT NULL,
    after           TEXT NOT NULL,
    base            TEXT NOT NULL,
    state           TEXT NOT NULL,
    proposer        TEXT NOT NULL,
    reason          TEXT NOT NULL,
    proposed_utc_ms INTEGER NOT NULL,
    expires_utc_ms  INTEGER NOT NULL,
    reviewer        TEXT NOT NULL DEFAULT '',
    comment         TEXT NOT NULL DEFAULT '',
    decided_utc_ms  INTEGER NOT NULL DEFAULT 0,
    event           TEXT NOT NULL DEFAULT '',
    args            TEXT NOT NULL DEFAULT ''
);
CREATE INDEX reviewed_changes_by_state ON reviewed_changes (state, id);
