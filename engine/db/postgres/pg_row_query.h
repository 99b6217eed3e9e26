// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/db/row_query.h"

namespace busheng {

/// Reads the rows of one snapshot, one in memory at a time. The query is declared as a cursor in a read-only
/// transaction and sent as one statement: what is no SELECT, or more than one, is refused by the server. Blocks;
/// thread: the caller's. Fails: as PgConnection, and what `receiver` returns.
Result<> readPgRows(const PgConnection::Options& options, const RowQuery& wanted, RowReceiver& receiver);

} // namespace busheng
