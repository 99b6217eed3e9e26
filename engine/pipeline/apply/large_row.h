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

/// Why a large value of a parked table is refused.
inline const QString kParkedValue =
    QStringLiteral("the table is parked, and a large value does not wait with its row; send the row again afterwards");

/// What people read of a large value that its row does not take (TGT_VALUE). `place`: as it is here.
RefusedOperation refusedValue(const TableSchema& table, const ValuePlace& place, const QString& keyText,
                              const QString& why);

} // namespace busheng
