-- SPDX-License-Identifier: GPL-3.0-or-later
-- A subscription may be applied statement by statement.

ALTER TABLE subscriptions ADD COLUMN strict INTEGER NOT NULL DEFAULT 0;
