// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/db/table_snapshot.h"

namespace busheng {

// Large values of one table, read in a transaction that is open already, and in pieces: the node holds one of them.
// What the server takes for it is its own matter: of a column that is stored without compression (ALTER COLUMN ... SET
// STORAGE EXTERNAL) also only pieces, of another one the value a few times. `rest`: what stands behind FROM ... AS t.
// Thread: the connection's. Fails: as PgConnection.

/// Length and digest of each of `columns` in each row, a row's one behind the other. The server reads the values.
Result<std::vector<LargeValue>> describePgValues(PgConnection& connection, const QString& table,
                                                 const std::vector<LargeColumn>& columns, const QString& rest);

/// The bytes of a value, a text's in UTF-8, of the one row that `rest` names. Fails: also what `sink` returns; the
/// connection is of no further use then.
Result<> readPgValue(PgConnection& connection, const QString& table, const LargeColumn& column, const QString& rest,
                     const TableSnapshot::PieceSink& sink);

} // namespace busheng
