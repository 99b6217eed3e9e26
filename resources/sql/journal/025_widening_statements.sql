-- SPDX-License-Identifier: GPL-3.0-or-later
-- Statements that surveys of texts have shown for a target: what a person may have run there (docs/encodings.md).

CREATE TABLE widening_statements (
    id        INTEGER PRIMARY KEY,
    target    TEXT NOT NULL,
    statement TEXT NOT NULL,
    UNIQUE (target, statement)
);
