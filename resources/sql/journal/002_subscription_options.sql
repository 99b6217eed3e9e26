-- SPDX-License-Identifier: GPL-3.0-or-later
-- A subscription may be applied statement by statement, and its tables may follow the source's columns.

ALTER TABLE subscriptions ADD COLUMN strict INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN add_columns INTEGER NOT NULL DEFAULT 0;
