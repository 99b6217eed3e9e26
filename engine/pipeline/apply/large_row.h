// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/target_writer.h"

namespace busheng {

/// What people read of an operation that is too large for a stream (TGT_ROW_LARGE): the row's key, its other values and
/// what was left out, in the source's words. Table and keys at the target are TargetWriter::leaveOut()'s to say. Fails:
/// Protocol when `schema`, the stream's, has no such table.
Result<RefusedOperation> refusalOf(const DatasetSchema& schema, const LeftOutChange& leftOut);

/// By which the row is found: the key of the old row, of the new one where there is none; of a table without a key the
/// whole row, of which values may be missing. Empty when it is malformed.
Bytes keyOfLargeRow(const TableSchema& table, const RowChange& change);

} // namespace busheng
