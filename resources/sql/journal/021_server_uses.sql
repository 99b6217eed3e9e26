-- SPDX-License-Identifier: GPL-3.0-or-later
-- Databases with several addresses: which one was used last, and what the server there said it is. By it a former primary
-- that comes back, or another database, is told apart after a restart too.

CREATE TABLE server_uses (
    name      TEXT NOT NULL,
    addresses TEXT NOT NULL,
    identity  TEXT NOT NULL,
    used      INTEGER NOT NULL,
    PRIMARY KEY (name, addresses)
) STRICT, WITHOUT ROWID;
