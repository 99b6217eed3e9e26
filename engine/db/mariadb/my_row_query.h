// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_connection.h"
#include "engine/db/row_query.h"

namespace busheng {

/// Reads the rows of one snapshot, one in memory at a time. The query stands as a part of a SELECT, in a read-only
/// transaction of a connection that takes one statement at a time; its columns must have different names. Blocks;
/// thread: the caller's. Fails: as MyConnection, and what `receiver` returns.
Result<> readMyRows(const MyConnection::Options& options, const RowQuery& wanted, RowReceiver& receiver);

} // namespace busheng
