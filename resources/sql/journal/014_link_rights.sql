-- SPDX-License-Identifier: GPL-3.0-or-later
-- What may cross a link (engine/model/dataset.h, LinkRight); a link of before has all of it.

ALTER TABLE links ADD COLUMN rights TEXT NOT NULL DEFAULT '["giveTables","takeTables","sendFiles","takeFiles"]';
