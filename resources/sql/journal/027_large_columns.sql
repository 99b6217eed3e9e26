-- SPDX-License-Identifier: GPL-3.0-or-later
-- Columns of a dataset whose values do not come with their rows, "table.column" (DatasetConfig::largeColumns).

ALTER TABLE datasets ADD COLUMN large_columns TEXT NOT NULL DEFAULT '';
