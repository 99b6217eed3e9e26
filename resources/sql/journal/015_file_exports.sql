-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tasks whose files are made of a database's rows, parts that the receiver joins, and cleaning by space.

ALTER TABLE file_tasks ADD COLUMN export_source TEXT NOT NULL DEFAULT '';
ALTER TABLE file_tasks ADD COLUMN export_table TEXT NOT NULL DEFAULT '';
ALTER TABLE file_tasks ADD COLUMN export_query TEXT NOT NULL DEFAULT '';
ALTER TABLE file_tasks ADD COLUMN export_format TEXT NOT NULL DEFAULT 'csv';
ALTER TABLE file_tasks ADD COLUMN export_no_formulas INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_tasks ADD COLUMN export_large_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_tasks ADD COLUMN join_parts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_tasks ADD COLUMN clean_above_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_tasks ADD COLUMN clean_free_bytes INTEGER NOT NULL DEFAULT 0;
