// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/polled_source.h"

#include <algorithm>
#include <limits>

namespace busheng {
namespace {

/// Of a stamp's digits; those that are beyond 2^63 - 1 are taken for that, which only makes a look go back further.
qint64 numberOf(const QString& digits)
{
    bool isNumber = false;
    const qint64 number = digits.toLongLong(&isNumber);
    return isNumber ? number : std::numeric_limits<qint64>::max();
}

} // namespace

QString noStampYet()
{
    return QString::number(std::numeric_limits<qint64>::min());
}

Result<> PolledSource::alter(const QString& sql)
{
    ENGINE_TRY(change(sql));
    return {};
}

QString PolledSource::indexSql(const QString& table, const QString& column) const
{
    const QString name = table.section(u'.', -1) + u'_' + column;
    return QStringLiteral("CREATE INDEX %1 ON %2 (%3)").arg(quoted(name), quotedTable(table), quoted(column));
}

QString PolledSource::markSql(const TableSchema& table, const ColumnSchema& column, qint64 mark, int limit) const
{
    QStringList key;
    for (const std::uint32_t index : table.keyColumns)
        key.append(quoted(table.columns.at(index).name));
    const QString waits = QStringLiteral("(%1 = 0 OR %1 IS NULL)").arg(quoted(column.name));
    const QString keys =
        QStringLiteral("SELECT %1 FROM %2 WHERE %3 LIMIT %4")
            .arg(key.join(QStringLiteral(", ")), quotedTable(table.name), waits, QString::number(limit));
    return QStringLiteral("UPDATE %1 SET %2 = %3 WHERE %4 AND (%5) IN (%6)")
        .arg(quotedTable(table.name), quoted(column.name), QString::number(mark), waits, key.join(QStringLiteral(", ")),
             keys);
}

QString PolledSource::sinceNumberSql(const ColumnSchema& column, const QString& one, const QString& other,
                                     qint64 overlap) const
{
    constexpr qint64 kLowest = std::numeric_limits<qint64>::min();
    const qint64 earlier = std::min(numberOf(one), numberOf(other));
    if (earlier < kLowest + overlap)
        return ofRow(column) + QStringLiteral(" IS NOT NULL");
    return ofRow(column) + QStringLiteral(" >= ") + QString::number(earlier - overlap);
}

QString PolledSource::deletedIfTrue(const ColumnSchema& column) const
{
    return QStringLiteral("COALESCE(%1, FALSE)").arg(ofRow(column));
}

QString PolledSource::deletedIfNotZero(const ColumnSchema& column) const
{
    return QStringLiteral("COALESCE(%1 <> 0, FALSE)").arg(ofRow(column));
}

QString PolledSource::deletedIfText(const ColumnSchema& column) const
{
    return QStringLiteral("COALESCE(LOWER(TRIM(%1)) NOT IN ('', '0', 'n', 'no', 'f', 'false'), FALSE)")
        .arg(ofRow(column));
}

QString PolledSource::deletedIfThere(const ColumnSchema& column) const
{
    return QStringLiteral("(%1 IS NOT NULL)").arg(ofRow(column));
}

} // namespace busheng
