-- SPDX-License-Identifier: GPL-3.0-or-later
-- Routes that look at the tables again and again (docs/routes.md): what a dataset says of them, and how far each table
-- was read. Verifications by timetable may repair what they find.

ALTER TABLE datasets ADD COLUMN route_column TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN deleted_column TEXT NOT NULL DEFAULT '';
ALTER TABLE datasets ADD COLUMN overlap INTEGER NOT NULL DEFAULT 300;
ALTER TABLE datasets ADD COLUMN copy_times TEXT NOT NULL DEFAULT '';

ALTER TABLE subscriptions ADD COLUMN verify_repairs INTEGER NOT NULL DEFAULT 0;

CREATE TABLE route_marks (
    dataset TEXT NOT NULL,
    name    TEXT NOT NULL,
    mark    TEXT NOT NULL,
    PRIMARY KEY (dataset, name)
) STRICT, WITHOUT ROWID;
