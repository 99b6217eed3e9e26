// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_catalog.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_errors.h"
#include "engine/pipeline/apply/my_target_structure.h"
#include "engine/pipeline/apply/target_check.h"

#include <array>

namespace busheng {
namespace {

constexpr int kRowsCounted = 1000; ///< how many there are beyond that says nothing more

/// Gathers the findings of one database.
class MyTargetCheck {
public:
    MyTargetCheck(const MyTarget& target, const TargetWish& wish) : m_target(target), m_wish(wish) {}

    Result<std::vector<Finding>> run()
    {
        ENGINE_TRY_AS(const MyLocation location, parseMyLocation(m_target.target.location));
        m_database = location.database;
        auto opened = MyConnection::open(m_target.connection(QStringLiteral("check")));
        if (!opened) {
            add(FindingSeverity::Error, events::TGT_UNAVAILABLE, {opened.error().native});
            return m_findings;
        }
        m_connection = std::move(*opened);
        ENGINE_TRY_AS(const QString why, whyNoMyTarget(*m_connection));
        if (!why.isEmpty()) {
            add(FindingSeverity::Error, events::TGT_UNAVAILABLE, {why});
            return m_findings;
        }
        ENGINE_TRY(checkServer());
        for (const QString& table : m_wish.tables)
            ENGINE_TRY(checkTable(myQualified(table, m_database)));
        return m_findings;
    }

private:
    void add(FindingSeverity severity, const QString& event, const QStringList& args, const QString& subject = {})
    {
        m_findings.push_back({severity, event, QStringList{m_target.target.name} + args, subject});
    }

    Result<> checkServer()
    {
        ENGINE_TRY_AS(const std::int64_t readOnly,
                      m_connection->queryInteger(QStringLiteral("SELECT @@global.read_only")));
        if (readOnly != 0)
            add(FindingSeverity::Error, events::TGT_STANDBY, {});
        ENGINE_TRY_AS(const QString durable,
                      m_connection->queryText(QStringLiteral("SELECT @@global.innodb_flush_log_at_trx_commit")));
        if (durable != u"1")
            add(FindingSeverity::Warning, events::TGT_UNSAFE_SETTING,
                {QStringLiteral("innodb_flush_log_at_trx_commit")});
        return {};
    }

    Result<> checkTable(const QString& name)
    {
        auto found = findMyTable(*m_connection, name);
        if (!found && found.error().code == ErrorCode::Schema) {
            add(FindingSeverity::Error, events::TGT_STRUCTURE, {name, found.error().args.value(2)}, name);
            return {};
        }
        if (!found)
            return fail(std::move(found).error());
        if (!*found) {
            if (!m_wish.makesTables)
                add(FindingSeverity::Error, events::TGT_STRUCTURE, {name, QStringLiteral("it is not there")}, name);
            return {};
        }
        ENGINE_TRY_AS(const std::int64_t rows,
                      m_connection->queryInteger(QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM %1 LIMIT %2) AS t")
                                                     .arg(myQuotedTable(name))
                                                     .arg(kRowsCounted)));
        if (rows > 0)
            add(FindingSeverity::Warning, events::TGT_NOT_EMPTY,
                {name, rows < kRowsCounted ? QString::number(rows) : QStringLiteral("≥ %1").arg(kRowsCounted)}, name);
        return {};
    }

    const MyTarget& m_target;
    const TargetWish& m_wish;
    QString m_database;
    std::unique_ptr<MyConnection> m_connection;
    std::vector<Finding> m_findings;
};

} // namespace

Result<std::vector<Finding>> checkMyTarget(const MyTarget& target, const TargetWish& wish)
{
    auto findings = MyTargetCheck(target, wish).run();
    if (!findings)
        return myTargetFailure(std::move(findings).error(), target.target.name);
    return findings;
}

} // namespace busheng
