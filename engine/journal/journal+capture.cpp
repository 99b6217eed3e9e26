// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_impl.h"

namespace busheng {

Result<std::vector<TableLoadRecord>> Journal::tableLoads(const QString& dataset)
{
    SqlStatement query = m_impl->statement(QStringLiteral(
        "SELECT table_id, empties, after_key, rows FROM table_loads WHERE dataset = ? ORDER BY table_id"));
    ENGINE_TRY(query.bind(dataset).run());
    std::vector<TableLoadRecord> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all.push_back({static_cast<quint32>(query.integer(0)), query.flag(1), query.bytes(2), query.natural(3)});
    }
}

Result<> Journal::saveTableLoad(const QString& dataset, const TableLoadRecord& load)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(QStringLiteral(
            "INSERT INTO table_loads (dataset, table_id, empties, after_key, rows) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
            "(dataset, table_id) DO UPDATE SET empties = excluded.empties, after_key = excluded.after_key, rows = "
            "excluded.rows"));
        const QByteArray after = load.after.isNull() ? QByteArray("") : load.after;
        return insert.bind(dataset).bind(load.tableId).bind(load.empties).bind(after).bind(load.rows).run();
    });
}

Result<QString> Journal::sourceOrigin(const QString& dataset)
{
    SqlStatement query = m_impl->statement(QStringLiteral("SELECT origin FROM source_origins WHERE dataset = ?"));
    ENGINE_TRY(query.bind(dataset).run());
    ENGINE_TRY_AS(const bool found, query.next());
    return found ? query.text(0) : QString();
}

Result<> Journal::saveSourceOrigin(const QString& dataset, const QString& origin)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement insert = m_impl->statement(
            QStringLiteral("INSERT INTO source_origins (dataset, origin) VALUES (?, ?) ON CONFLICT (dataset) DO UPDATE "
                           "SET origin = excluded.origin"));
        return insert.bind(dataset).bind(origin).run();
    });
}

Result<std::map<QString, QString>> Journal::routeMarks(const QString& dataset)
{
    SqlStatement query = m_impl->statement(QStringLiteral("SELECT name, mark FROM route_marks WHERE dataset = ?"));
    ENGINE_TRY(query.bind(dataset).run());
    std::map<QString, QString> all;
    for (;;) {
        ENGINE_TRY_AS(const bool more, query.next());
        if (!more)
            return all;
        all[query.text(0)] = query.text(1);
    }
}

Result<> Journal::saveRouteMarks(const QString& dataset, const std::map<QString, QString>& marks)
{
    return m_impl->change(Durability::Full, [&]() -> Result<> {
        for (const auto& [name, mark] : marks) {
            SqlStatement insert = m_impl->statement(QStringLiteral(
                "INSERT INTO route_marks (dataset, name, mark) VALUES (?, ?, ?) ON CONFLICT (dataset, name) DO UPDATE "
                "SET mark = excluded.mark"));
            ENGINE_TRY(insert.bind(dataset).bind(name).bind(mark.isNull() ? QStringLiteral("") : mark).run());
        }
        return {};
    });
}

Result<> Journal::forgetCapture(const QString& dataset)
{
    return m_impl->change(Durability::Full, [&]() -> Result<> {
        for (const QString& table :
             {QStringLiteral("route_marks"), QStringLiteral("table_loads"), QStringLiteral("source_origins")}) {
            SqlStatement removal = m_impl->statement(QStringLiteral("DELETE FROM %1 WHERE dataset = ?").arg(table));
            ENGINE_TRY(removal.bind(dataset).run());
        }
        return {};
    });
}

Result<> Journal::removeTableLoad(const QString& dataset, quint32 tableId)
{
    return m_impl->change(Durability::Full, [&] {
        SqlStatement removal =
            m_impl->statement(QStringLiteral("DELETE FROM table_loads WHERE dataset = ? AND table_id = ?"));
        return removal.bind(dataset).bind(tableId).run();
    });
}

} // namespace busheng
