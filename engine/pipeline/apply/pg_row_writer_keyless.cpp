// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_row_writer.h"

namespace busheng {

/// "o is byte for byte the row in the parameters": found by hash, told by its image (an equality that every type has,
/// and by which 1.0 is not 1.00). docs/row-map.md
QString PgRowWriter::like(std::size_t firstParameter) const
{
    const PgTargetTable& table = *m_table;
    const auto parameter = [&](std::uint32_t column) { return QStringLiteral("$%1").arg(firstParameter + column); };
    QStringList values;
    for (const std::uint32_t column : table.all())
        values.append(parameter(column));
    QString where = QStringLiteral("pg_catalog.record_image_eq(ROW(%1), ROW(%2))")
                        .arg(table.list(table.all(), QStringLiteral("o.")), values.join(QStringLiteral(", ")));
    if (const QString hash = table.rowHash(parameter); !hash.isEmpty())
        where.prepend(table.rowHashOf(QStringLiteral("o.")) + QStringLiteral(" = ") + hash + QStringLiteral(" AND "));
    return where;
}

/// One of several such rows.
QString PgRowWriter::oneLike(std::size_t firstParameter) const
{
    const PgTargetTable& table = *m_table;
    const QString place = table.isPartitioned ? QStringLiteral("o.tableoid, o.ctid") : QStringLiteral("o.ctid");
    const QString find =
        QStringLiteral("SELECT %1 FROM %2 o WHERE %3 LIMIT 1").arg(place, table.name, like(firstParameter));
    return table.isPartitioned ? QStringLiteral("(tableoid, ctid) = (%1)").arg(find)
                               : QStringLiteral("ctid = (%1)").arg(find);
}

Result<> PgRowWriter::updateKeyless(const RowChange& change, Expect expect)
{
    m_sets.assign(m_table->columns.size(), 0);
    std::vector<std::uint32_t> types;
    QStringList values;
    m_parameters.clear();
    for (std::uint32_t i = 0; i < m_sets.size(); ++i) {
        const PgTargetColumn& column = m_table->columns[i];
        if (m_after.cell(i).kind == CellKind::Unchanged || column.identityAlways)
            continue;
        m_sets[i] = 1;
        types.push_back(column.type);
        values.append(column.name + QStringLiteral(" = $%1").arg(types.size()));
        m_parameters.add(m_after.cell(i));
    }
    bindKey();
    auto known = m_own->updates.find(m_sets);
    if (known == m_own->updates.end()) {
        const std::size_t first = types.size() + 1;
        for (const std::uint32_t type : m_table->types(m_table->all()))
            types.push_back(type);
        const QString where = QStringLiteral(" WHERE ") + oneLike(first);
        QString sql = QStringLiteral("SELECT FROM ") + m_table->name + where;
        if (!values.isEmpty())
            sql = QStringLiteral("UPDATE %1 SET %2").arg(m_table->name, values.join(QStringLiteral(", "))) + where;
        known = m_own->updates.emplace(m_sets, PgStatement(sql, std::move(types))).first;
    }
    return send(known->second, change, expect);
}

/// A repair: all such rows go, and as many as the source has come behind it.
Result<> PgRowWriter::removeAllLike(const RowChange& change)
{
    if (!m_own->removeAll)
        m_own->removeAll.emplace(QStringLiteral("DELETE FROM %1 AS o WHERE %2").arg(m_table->name, like(1)),
                                 m_table->types(m_table->all()));
    m_parameters.clear();
    bindKey();
    return send(*m_own->removeAll, change, Expect::Any);
}

Result<> PgRowWriter::insertIfNone(const RowChange& change)
{
    if (!m_own->insertIfNone) {
        QStringList values;
        for (const std::uint32_t column : m_table->all())
            values.append(QStringLiteral("$%1").arg(column + 1));
        m_own->insertIfNone.emplace(m_table->insertHead() +
                                        QStringLiteral("SELECT %1 WHERE NOT EXISTS (SELECT FROM %2 WHERE %3)")
                                            .arg(values.join(QStringLiteral(", ")), m_table->name, oneLike(1)),
                                    m_table->types(m_table->all()));
    }
    m_parameters.clear();
    bindRow();
    return send(*m_own->insertIfNone, change, Expect::Any);
}

} // namespace busheng
