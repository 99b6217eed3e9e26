-- SPDX-License-Identifier: GPL-3.0-or-later
-- Columns whose bytes are in another encoding than their database says (docs/encodings.md).

ALTER TABLE datasets ADD COLUMN read_as TEXT NOT NULL DEFAULT '';
