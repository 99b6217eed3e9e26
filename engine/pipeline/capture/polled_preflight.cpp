// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/polled_preflight.h"

#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

/// Gathers the findings of one dataset.
class PolledPreflight {
public:
    PolledPreflight(PolledSource& source, PolledRoute& route, QString name, const DatasetConfig& dataset)
        : m_source(source), m_route(route), m_name(std::move(name)), m_dataset(dataset)
    {
    }

    Result<std::vector<Finding>> run()
    {
        auto found = m_source.findings();
        if (!found)
            return ended(found.error());
        m_findings = std::move(*found);
        auto schema = m_source.readSchema();
        if (!schema)
            return ended(schema.error());
        bool isFit = true;
        for (const TableSchema& table : schema->tables) {
            if (auto checked = m_route.check(m_source, DatasetSchema{schema->version, {table}}); !checked) {
                add(FindingSeverity::Error, checked.error(), table.name);
                isFit = false;
            }
            for (const ForeignKey& key : table.foreignKeys) {
                if (schema->table(key.referencedTable) == nullptr)
                    m_findings.push_back({FindingSeverity::Warning,
                                          events::SRC_PARENT_OUTSIDE,
                                          {m_name, table.name, key.referencedTable},
                                          table.name});
            }
        }
        if (!isFit || (m_dataset.routeColumn.isEmpty() && m_dataset.route != Route::Trigger))
            return m_findings;
        auto moment = m_source.openMoment();
        if (!moment)
            return ended(moment.error());
        for (const TableSchema& table : schema->tables) {
            auto looked = checkTable(*moment, table);
            if (!looked)
                return ended(looked.error());
        }
        return m_findings;
    }

private:
    void add(FindingSeverity severity, const Error& what, const QString& table)
    {
        m_findings.push_back({severity, what.event, what.args, table});
    }

    /// What keeps the check from going on is itself a finding, unless it is no matter of the source.
    Result<std::vector<Finding>> ended(const Error& why)
    {
        if (why.event.isEmpty() || why.code == ErrorCode::Config)
            return fail(why);
        add(FindingSeverity::Error, why, QString());
        return m_findings;
    }

    Result<> checkTable(const PolledMoment& moment, const TableSchema& table)
    {
        if (m_dataset.route == Route::Trigger)
            return checkTriggerRight(moment, table);
        checkIndex(table);
        return m_dataset.route == Route::Flag ? checkRights(moment, table) : checkStamps(moment, table);
    }

    Result<> checkTriggerRight(const PolledMoment& moment, const TableSchema& table)
    {
        if (const QStringList setting = m_source.triggerSetting(); !setting.isEmpty()) {
            ENGINE_TRY_AS(const QString isFit, moment.value(setting.at(1)));
            if (isFit != u"1")
                m_findings.push_back({FindingSeverity::Error,
                                      events::SRC_SETTING,
                                      {m_name, setting.at(0), QStringLiteral("OFF"), setting.at(2)},
                                      table.name});
        }
        const QString maySql = m_source.mayTriggerSql(table);
        if (maySql.isEmpty())
            return {};
        ENGINE_TRY_AS(const QString may, moment.value(maySql));
        if (may == u"1")
            return {};
        ENGINE_TRY_AS(const QString user, moment.value(m_source.userSql()));
        m_findings.push_back({FindingSeverity::Error,
                              events::SRC_RIGHTS,
                              {m_name, user, m_source.grantTriggerSql(table, user)},
                              table.name});
        return {};
    }

    Result<> checkStamps(const PolledMoment& moment, const TableSchema& table)
    {
        ENGINE_TRY_AS(const ColumnSchema* const stamp, routeColumn(m_name, table, m_dataset.routeColumn));
        if (!stamp->notNull) {
            ENGINE_TRY_AS(const QString found,
                          moment.value(QStringLiteral("SELECT MAX(1) FROM %1 t WHERE t.%2 IS NULL")
                                           .arg(m_source.quotedTable(table.name), m_source.quoted(stamp->name))));
            if (found.isEmpty())
                add(FindingSeverity::Warning,
                    badRouteColumn(m_name, table.name, stamp->name,
                                   QStringLiteral("it may be NULL, and a row without a stamp is never seen")),
                    table.name);
            else
                add(FindingSeverity::Error,
                    badRouteColumn(m_name, table.name, stamp->name,
                                   QStringLiteral("rows have NULL there: they would never be seen")),
                    table.name);
        }
        return {};
    }

    /// The only thing that is written at a source.
    Result<> checkRights(const PolledMoment& moment, const TableSchema& table)
    {
        const QString column = m_source.quoted(m_dataset.routeColumn);
        if (m_source.grantSql(table.name, m_dataset.routeColumn, QStringLiteral("...")).isEmpty())
            return {}; // there are no users
        if (m_source.change(
                QStringLiteral("UPDATE %1 SET %2 = %2 WHERE 1 = 0").arg(m_source.quotedTable(table.name), column)))
            return {};
        ENGINE_TRY_AS(const QString user, moment.value(m_source.userSql()));
        m_findings.push_back({FindingSeverity::Error,
                              events::SRC_RIGHTS,
                              {m_name, user, m_source.grantSql(table.name, m_dataset.routeColumn, user)},
                              table.name});
        return {};
    }

    void checkIndex(const TableSchema& table)
    {
        const QString& column = m_dataset.routeColumn;
        const bool hasIndex = table.columns.at(table.keyColumns.front()).name == column ||
                              std::ranges::any_of(table.indexes, [&](const UniqueIndex& index) {
                                  return !index.columns.isEmpty() && index.columns.front() == column;
                              });
        if (!hasIndex)
            m_findings.push_back({FindingSeverity::Warning,
                                  events::SRC_ROUTE_SLOW,
                                  {m_name, table.name, m_source.indexSql(table.name, column)},
                                  table.name});
    }

    PolledSource& m_source;
    PolledRoute& m_route;
    const QString m_name;
    const DatasetConfig& m_dataset;
    std::vector<Finding> m_findings;
};

} // namespace

Result<std::vector<Finding>> preflightPolledDataset(PolledSource& source, PolledRoute& route, const QString& name,
                                                    const DatasetConfig& dataset)
{
    return PolledPreflight(source, route, name, dataset).run();
}

} // namespace busheng
