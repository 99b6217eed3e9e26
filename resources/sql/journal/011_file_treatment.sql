-- SPDX-License-Identifier: GPL-3.0-or-later
-- What files are made into before they travel, which names may, and who asked for a run.

ALTER TABLE file_tasks ADD COLUMN names TEXT NOT NULL DEFAULT 'tree';
ALTER TABLE file_tasks ADD COLUMN text_encoding TEXT NOT NULL DEFAULT '';
ALTER TABLE file_tasks ADD COLUMN missed TEXT NOT NULL DEFAULT 'makeUp';

ALTER TABLE file_runs ADD COLUMN by_whom TEXT NOT NULL DEFAULT '';

-- encoding: that of the file as its sender found it; empty: nobody looked. original: SM3 of a text before it became UTF-8.
ALTER TABLE file_catalogue ADD COLUMN encoding TEXT NOT NULL DEFAULT '';
ALTER TABLE file_transfers ADD COLUMN encoding TEXT NOT NULL DEFAULT '';
ALTER TABLE file_transfers ADD COLUMN original BLOB NOT NULL DEFAULT x'';
