// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/odbc/odbc_connection.h"
#include "engine/db/row_query.h"

namespace busheng {

/// Reads the rows of a table in one snapshot, one block of them in memory at a time; columns have neutral types, and
/// values are exact, as in a stream. Blocks; thread: the caller's. Fails: as OdbcSnapshot; Config NOT_YET for a query,
/// whose columns the dialect knows nothing of; Cancelled; and what `receiver` returns.
Result<> readOdbcRows(const OdbcConnection::Options& options, const RowQuery& wanted, RowReceiver& receiver);

} // namespace busheng
