// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/row_query.h"
#include "engine/db/sqlite/sqlite_database.h"

#include <stop_token>

namespace busheng {

/// Reads the rows of one snapshot, one in memory at a time. The query stands as a part of a SELECT and is the whole of
/// what is run: what is no SELECT, or more than one, is refused. Blocks; thread: the caller's. Fails: as
/// SqliteDatabase; Config for more than one statement; Storage when the file is not there; Cancelled; and what
/// `receiver` returns.
Result<> readSqliteRows(const QString& path, const QString& name, const RowQuery& wanted, RowReceiver& receiver,
                        const std::stop_token& stop);

} // namespace busheng
