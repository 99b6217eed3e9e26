-- SPDX-License-Identifier: GPL-3.0-or-later
-- The life of the link keys (engine/model/link_key_record.h), and a ledger whose lines are chained and signed
-- (docs/formats/ledger.md). Lines from before have no chain: the first new one begins it.

CREATE TABLE link_keys (
    peer_code      TEXT NOT NULL,
    direction      TEXT NOT NULL,
    epoch          INTEGER NOT NULL,
    suite          TEXT NOT NULL,
    fingerprint    TEXT NOT NULL,
    state          TEXT NOT NULL,
    why            TEXT NOT NULL,
    by_whom        TEXT NOT NULL,
    packets        INTEGER NOT NULL,
    sealed_bytes   INTEGER NOT NULL,
    made_utc_ms    INTEGER NOT NULL,
    active_utc_ms  INTEGER NOT NULL,
    retired_utc_ms INTEGER NOT NULL,
    wiped_utc_ms   INTEGER NOT NULL,
    PRIMARY KEY (peer_code, direction, epoch)
) STRICT, WITHOUT ROWID;

ALTER TABLE ledger ADD COLUMN kind TEXT NOT NULL DEFAULT 'packet';
ALTER TABLE ledger ADD COLUMN peer TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN from_position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN up_to_position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN suite TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN by_whom TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN signer TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN signature BLOB NOT NULL DEFAULT x'';
ALTER TABLE ledger ADD COLUMN chain BLOB NOT NULL DEFAULT x'';

-- Public keys by which signatures in the ledger are checked; the fingerprint is what a signed line calls its signer.
CREATE TABLE evidence_keys (
    fingerprint  TEXT PRIMARY KEY NOT NULL,
    node         TEXT NOT NULL,
    suite        TEXT NOT NULL,
    pem          BLOB NOT NULL,
    since_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
