// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"
#include "engine/pipeline/capture/my_binlog_stream.h"
#include "engine/pipeline/capture/my_log_cursor.h"

#include <stop_token>

namespace busheng {

/// Looks ahead in a binary log that names no columns (MySQL's), behind `from` up to `upTo`: whether its rows of the
/// tables all are of the structure that the tables have at `upTo`. False: there are rows, and behind them a statement
/// that altered their table, or gave its name to another. A stream of its own, by `options`, which begins at or before
/// `from` and ends with the call. Fails: Sql, Protocol, Cancelled.
Result<bool> isAlteredNoMore(const MyBinlogStream::Options& options, Position from, Position upTo,
                             const DatasetSchema& tables, Qt::CaseSensitivity byCase, const std::stop_token& stop);

} // namespace busheng
