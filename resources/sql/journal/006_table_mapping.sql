-- SPDX-License-Identifier: GPL-3.0-or-later
-- A subscription may take its tables in part and under other names, has a policy of three for new columns, and may wait
-- for a person before it changes the target's structure. mappings and shape: docs/formats/mapping.md; approved_structure:
-- what a person has approved last, see StructureReview.

ALTER TABLE subscriptions ADD COLUMN new_columns TEXT NOT NULL DEFAULT 'wait';
UPDATE subscriptions SET new_columns = 'add' WHERE add_columns <> 0;
ALTER TABLE subscriptions DROP COLUMN add_columns;
ALTER TABLE subscriptions ADD COLUMN target_schema TEXT NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN mappings BLOB NOT NULL DEFAULT x'';
ALTER TABLE subscriptions ADD COLUMN review_structure INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN approved_structure TEXT NOT NULL DEFAULT '';

ALTER TABLE out_streams ADD COLUMN shape BLOB NOT NULL DEFAULT x'';

-- Of streams that carry a part of their dataset: the whole structure behind each version that is on its way.
CREATE TABLE stream_structures (
    peer_code TEXT NOT NULL,
    number    INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    structure BLOB NOT NULL,
    PRIMARY KEY (peer_code, number, version)
) STRICT, WITHOUT ROWID;
