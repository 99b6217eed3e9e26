-- SPDX-License-Identifier: GPL-3.0-or-later
-- Offline starts and quality gates (docs/offline-start.md): what a subscription wants of its start, how far a package is
-- written (out) or read (in), and what each gate found and a person said to it.

ALTER TABLE subscriptions ADD COLUMN offline_start INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN gate TEXT NOT NULL DEFAULT 'off';
ALTER TABLE subscriptions ADD COLUMN gate_rules TEXT NOT NULL DEFAULT '[]';

-- last_packet: of the newest whole part, by which an export that was cut short finds its place.
CREATE TABLE offline_exports (
    peer_code   TEXT NOT NULL,
    number      INTEGER NOT NULL,
    state       TEXT NOT NULL,
    detail      TEXT NOT NULL,
    last_packet BLOB NOT NULL,
    PRIMARY KEY (peer_code, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE offline_imports (
    number INTEGER PRIMARY KEY NOT NULL,
    state  TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE TABLE gate_reports (
    stream     TEXT NOT NULL,
    generation INTEGER NOT NULL,
    report     TEXT NOT NULL,
    PRIMARY KEY (stream, generation)
) STRICT, WITHOUT ROWID;
