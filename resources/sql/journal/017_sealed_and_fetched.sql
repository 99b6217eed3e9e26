-- SPDX-License-Identifier: GPL-3.0-or-later
-- How files lie at both ends, whether somebody has fetched what arrived, and how fast a task may go.

ALTER TABLE file_tasks ADD COLUMN clean_fetched INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_tasks ADD COLUMN at_rest TEXT NOT NULL DEFAULT 'clear';
ALTER TABLE file_tasks ADD COLUMN rate_kib INTEGER NOT NULL DEFAULT 0;

-- Of files that arrived here: sealed, they lie in the form of docs/formats/sealed-file.md; fetched, 0: not yet.
ALTER TABLE file_transfers ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_transfers ADD COLUMN fetched_utc_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_transfers ADD COLUMN fetched_by TEXT NOT NULL DEFAULT '';
CREATE INDEX fetched_file_transfers ON file_transfers (id) WHERE fetched_utc_ms > 0;
