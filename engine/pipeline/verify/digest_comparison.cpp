// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/verify/digest_comparison.h"

#include "engine/pipeline/verify/table_chunk.h"

namespace busheng {

Result<ChunkDigest> DigestComparer::ownDigest(const TableSchema& table, const KeyRange& range)
{
    if (!table.keyColumns.empty())
        return digestRange(m_target, table, range);
    ENGINE_TRY_AS(const KeylessShare share, KeylessShare::of(table, range));
    if (m_keylessTable != table.id || m_shares.size() != share.count) {
        ENGINE_TRY_AS(m_shares, digestShares(m_target, table, share.count));
        m_keylessTable = table.id;
    }
    return m_shares[share.index];
}

Result<DigestComparison> DigestComparer::compare(const TableSchema& table, const ChunkDigest& source)
{
    if (source.tableId != table.id)
        return fail(
            ErrorCode::Protocol,
            QStringLiteral("a digest of table %1 where table %2 is compared").arg(source.tableId).arg(table.id));
    DigestComparison comparison;
    ENGINE_TRY_AS(comparison.target, ownDigest(table, source.range));
    comparison.equal = comparison.target.sameContent(source);
    return comparison;
}

} // namespace busheng
