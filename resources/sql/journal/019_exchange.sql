-- SPDX-License-Identifier: GPL-3.0-or-later
-- Exchange (docs/exchange.md): what datasets are offered as, what peers offer, and the agreements about them with every
-- step and its signed paper. A dataset of before is for those that it is granted to, as it was.

ALTER TABLE datasets ADD COLUMN on_application INTEGER NOT NULL DEFAULT 0;
ALTER TABLE datasets ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN refresh TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN sensitive TEXT NOT NULL DEFAULT '[]';

-- of this node too; content: JSON
CREATE TABLE exchange_offers (
    provider TEXT NOT NULL,
    dataset  TEXT NOT NULL,
    content  BLOB NOT NULL,
    PRIMARY KEY (provider, dataset)
) STRICT, WITHOUT ROWID;

CREATE TABLE exchange_agreements (
    id             TEXT NOT NULL PRIMARY KEY,
    is_provider    INTEGER NOT NULL,
    peer_code      TEXT NOT NULL,
    dataset        TEXT NOT NULL,
    state          TEXT NOT NULL,
    asked          BLOB NOT NULL,
    approved       BLOB NOT NULL,
    purpose        TEXT NOT NULL,
    legal_basis    TEXT NOT NULL,
    reason         TEXT NOT NULL,
    valid_until    INTEGER NOT NULL,
    by_person      TEXT NOT NULL,
    changed_utc_ms INTEGER NOT NULL,
    newest         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE exchange_events (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    agreement TEXT NOT NULL,
    kind      TEXT NOT NULL,
    node      TEXT NOT NULL,
    by_person TEXT NOT NULL,
    utc_ms    INTEGER NOT NULL,
    reason    TEXT NOT NULL,
    way       TEXT NOT NULL,
    digest    TEXT NOT NULL,
    state     TEXT NOT NULL,
    delivery  TEXT NOT NULL,
    event     TEXT NOT NULL DEFAULT '',
    args      TEXT NOT NULL DEFAULT '',
    paper     BLOB NOT NULL
) STRICT;
CREATE INDEX exchange_events_agreement ON exchange_events (agreement, id);
CREATE UNIQUE INDEX exchange_events_digest ON exchange_events (digest) WHERE digest <> '';
CREATE INDEX exchange_events_waiting ON exchange_events (id) WHERE delivery = 'waiting';
