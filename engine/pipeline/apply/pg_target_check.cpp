// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_connection.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/pg_errors.h"
#include "engine/pipeline/apply/target_check.h"

namespace busheng {
namespace {

constexpr int kTriedServer = 140000;
constexpr int kRowsCounted = 1000; ///< how many there are beyond that says nothing more

/// Gathers the findings of one target.
class PgTargetCheck {
public:
    PgTargetCheck(const PgTarget& target, const TargetWish& wish) : m_target(target), m_wish(wish) {}

    Result<std::vector<Finding>> run()
    {
        QStringList tables;
        for (const QString& table : m_wish.tables)
            tables.append(pgQualified(table));
        if (tables.removeDuplicates() > 0)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                  {m_target.target.name, QStringLiteral("tables"), m_wish.tables.join(u','),
                                   QStringLiteral("at least one table, each once")},
                                  QStringLiteral("a table is named twice")));
        auto opened = PgConnection::open(
            {m_target.target.location, m_target.target.name, false, QStringLiteral("target check"), m_target.stop});
        if (!opened) {
            error(events::TGT_UNAVAILABLE, {opened.error().native});
            return m_findings;
        }
        m_connection = std::move(*opened);
        if (auto checked = checkAll(tables); !checked)
            return pgTargetFailure(std::move(checked).error(), m_target.target.name);
        return m_findings;
    }

private:
    void add(FindingSeverity severity, const QString& event, const QStringList& args, const QString& subject)
    {
        m_findings.push_back({severity, event, QStringList{m_target.target.name} + args, subject});
    }
    void error(const QString& event, const QStringList& args, const QString& subject = {})
    {
        add(FindingSeverity::Error, event, args, subject);
    }
    void warning(const QString& event, const QStringList& args, const QString& subject = {})
    {
        add(FindingSeverity::Warning, event, args, subject);
    }
    /// A right that is missing, by the statement that gives it.
    void lacks(const QString& statement, const QString& subject = {})
    {
        error(events::TGT_RIGHTS, {m_role, statement}, subject);
    }
    /// One statement helps several tables of a schema.
    void lacksOnce(const QString& statement, const QString& subject)
    {
        if (!m_asked.contains(statement))
            lacks(statement, subject);
        m_asked.append(statement);
    }
    Result<bool> ask(const QString& condition)
    {
        ENGINE_TRY_AS(const QString answer, m_connection->queryText(QStringLiteral("SELECT ") + condition));
        return answer == u"t";
    }

    Result<> checkAll(const QStringList& tables)
    {
        // Names of functions and operators mean the server's own, whatever the database holds beside them.
        ENGINE_TRY(m_connection->execute(QStringLiteral("SET search_path = pg_catalog")));
        ENGINE_TRY_AS(m_role, m_connection->queryText(QStringLiteral("SELECT quote_ident(current_user)")));
        ENGINE_TRY(checkServer());
        ENGINE_TRY(checkSchema(QStringLiteral("busheng"), true, {}));
        for (const QString& table : tables)
            ENGINE_TRY(checkTable(table));
        return {};
    }

    Result<> checkServer()
    {
        if (m_connection->serverVersion() < kTriedServer) {
            ENGINE_TRY_AS(const QString version, m_connection->queryText(QStringLiteral("SHOW server_version")));
            warning(events::TGT_VERSION, {version});
        }
        ENGINE_TRY_AS(const bool standby, ask(QStringLiteral("pg_is_in_recovery()")));
        if (standby)
            error(events::TGT_STANDBY, {});
        ENGINE_TRY_AS(const QString encoding, m_connection->queryText(QStringLiteral("SHOW server_encoding")));
        if (encoding != u"UTF8")
            warning(events::TGT_ENCODING, {encoding});
        for (const QString& setting : {QStringLiteral("fsync"), QStringLiteral("full_page_writes")}) {
            ENGINE_TRY_AS(const QString value, m_connection->queryText(QStringLiteral("SHOW ") + setting));
            if (value == u"off")
                warning(events::TGT_UNSAFE_SETTING, {setting});
        }
        const auto set = m_connection->execute(QStringLiteral("SET session_replication_role = replica"));
        if (!set && !isPgRightsError(set.error()))
            return set;
        if (!set)
            warning(events::TGT_TRIGGERS_FIRE,
                    {m_role, QStringLiteral("GRANT SET ON PARAMETER session_replication_role TO ") + m_role});
        return {};
    }

    /// `making`: things are to be made in it. True when it is there and may be looked into.
    Result<bool> checkSchema(const QString& schema, bool making, const QString& subject)
    {
        const QString quoted = pgQuoted(schema);
        const QString literal = pgLiteral(schema);
        ENGINE_TRY_AS(const bool exists,
                      ask(QStringLiteral("EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = %1)").arg(literal)));
        if (!exists) {
            ENGINE_TRY_AS(const bool mayMake,
                          ask(QStringLiteral("has_database_privilege(current_database(), 'CREATE')")));
            if (making && !mayMake)
                lacksOnce(QStringLiteral("CREATE SCHEMA %1 AUTHORIZATION %2").arg(quoted, m_role), subject);
            return false;
        }
        ENGINE_TRY_AS(const bool usable, ask(QStringLiteral("has_schema_privilege(%1, 'USAGE')").arg(literal)));
        ENGINE_TRY_AS(const bool open, ask(QStringLiteral("has_schema_privilege(%1, 'CREATE')").arg(literal)));
        if (making && !open)
            lacksOnce(QStringLiteral("GRANT USAGE, CREATE ON SCHEMA %1 TO %2").arg(quoted, m_role), subject);
        else if (!usable)
            lacksOnce(QStringLiteral("GRANT USAGE ON SCHEMA %1 TO %2").arg(quoted, m_role), subject);
        return usable;
    }

    Result<> checkTable(const QString& name)
    {
        const QString schema = name.section(u'.', 0, 0);
        ENGINE_TRY_AS(
            const PgResult found,
            m_connection->query(
                QStringLiteral("SELECT c.oid, c.relkind IN ('r', 'p'), pg_has_role(c.relowner, 'USAGE') FROM pg_class "
                               "c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %1 AND c.relname "
                               "= %2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')")
                    .arg(pgLiteral(schema), pgLiteral(name.section(u'.', 1)))));
        const bool exists = found.rows() > 0;
        if (exists && !found.boolean(0, 1)) {
            error(events::TGT_STRUCTURE, {name, QStringLiteral("it is a view or a table of another server")}, name);
            return {};
        }
        ENGINE_TRY_AS(const bool usable, checkSchema(schema, m_wish.makesTables && !exists, name));
        if (!exists) {
            if (!m_wish.makesTables)
                error(events::TGT_STRUCTURE, {name, QStringLiteral("it is not there")}, name);
            return {};
        }
        return usable ? checkRows(name, found.text(0, 0)) : Result<>();
    }

    Result<> checkRows(const QString& name, const QString& oid)
    {
        QStringList missing;
        for (const QString& right : {QStringLiteral("SELECT"), QStringLiteral("INSERT"), QStringLiteral("UPDATE"),
                                     QStringLiteral("DELETE"), QStringLiteral("TRUNCATE")}) {
            ENGINE_TRY_AS(const bool given, ask(QStringLiteral("has_table_privilege(%1::oid, '%2')").arg(oid, right)));
            if (!given)
                missing.append(right);
        }
        const QString table = pgQuotedTable(name);
        if (!missing.isEmpty())
            lacks(QStringLiteral("GRANT %1 ON TABLE %2 TO %3").arg(missing.join(QStringLiteral(", ")), table, m_role),
                  name);
        ENGINE_TRY_AS(const bool hidden, ask(QStringLiteral("row_security_active(%1::oid)").arg(oid)));
        if (hidden)
            lacks(QStringLiteral("ALTER ROLE %1 BYPASSRLS").arg(m_role), name);
        if (missing.contains(QStringLiteral("SELECT")))
            return {};
        ENGINE_TRY_AS(
            const qint64 rows,
            m_connection->queryInteger(
                QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM %1 LIMIT %2) t").arg(table).arg(kRowsCounted)));
        if (rows > 0)
            warning(events::TGT_NOT_EMPTY,
                    {name, rows < kRowsCounted ? QString::number(rows) : QStringLiteral("≥ %1").arg(kRowsCounted)},
                    name);
        return {};
    }

    const PgTarget& m_target;
    const TargetWish& m_wish;
    std::unique_ptr<PgConnection> m_connection;
    QString m_role;      ///< quoted
    QStringList m_asked; ///< for statements about schemas
    std::vector<Finding> m_findings;
};

} // namespace

Result<std::vector<Finding>> checkPgTarget(const PgTarget& target, const TargetWish& wish)
{
    return PgTargetCheck(target, wish).run();
}

} // namespace busheng
