// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/verify/digest_comparison.h"

namespace busheng {

Result<DigestComparison> compareDigest(TableSnapshot& target, const TableSchema& table, const ChunkDigest& source)
{
    if (source.tableId != table.id)
        return fail(
            ErrorCode::Protocol,
            QStringLiteral("a digest of table %1 where table %2 is compared").arg(source.tableId).arg(table.id));
    DigestComparison comparison;
    ENGINE_TRY_AS(comparison.target, digestRange(target, table, source.range));
    comparison.equal = comparison.target.sameContent(source);
    return comparison;
}

} // namespace busheng
