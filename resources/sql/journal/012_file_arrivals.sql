-- SPDX-License-Identifier: GPL-3.0-or-later
-- In which order files arrived here. A transfer has its number from when it began, which may be long before: who asks for
-- what came behind a number must not miss one that took longer, or failed first.
CREATE TABLE file_arrivals (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    transfer INTEGER NOT NULL UNIQUE
) STRICT;

INSERT INTO file_arrivals (transfer) SELECT t.id FROM file_transfers t JOIN file_runs r ON r.id = t.run
    WHERE t.state = 'arrived' AND r.direction = 'in' ORDER BY t.id;
