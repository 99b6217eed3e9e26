-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a subscription does with rows and tables that its target does not take (engine/model/fault_policy.h).

ALTER TABLE subscriptions ADD COLUMN on_row_error TEXT NOT NULL DEFAULT 'stop';
ALTER TABLE subscriptions ADD COLUMN on_conflict TEXT NOT NULL DEFAULT 'stop';
ALTER TABLE subscriptions ADD COLUMN on_structure TEXT NOT NULL DEFAULT 'park';
