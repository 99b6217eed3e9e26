// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_preflight.h"

#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_key_sql.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/pg_log_capturer.h"
#include "engine/pipeline/capture/pg_publication.h"
#include "engine/pipeline/capture/pg_rights_sql.h"
#include "engine/pipeline/capture/source_error.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kOldestServer = 140000;       ///< protocol 2 streams transactions that still run
constexpr std::int64_t kManyRows = 100'000; ///< sorting more than this for each part that is read is felt

/// What holds rows: the table, or the leaves of a partitioned one.
const QString kLeavesSql = QStringLiteral(
    "SELECT c.oid::regclass::text, c.relreplident, "
    "EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary), "
    "EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisreplident) "
    "FROM pg_class c WHERE c.relkind = 'r' AND (c.oid = %1 OR c.oid IN (SELECT relid FROM pg_partition_tree(%1))) "
    "ORDER BY 1");

/// The oid of a table, without asking for the right to look into its schema as to_regclass() does.
QString relation(const QString& name)
{
    return QStringLiteral("(SELECT r.oid FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace WHERE "
                          "n.nspname = ") +
           pgLiteral(name.section(u'.', 0, 0)) + QStringLiteral(" AND r.relname = ") +
           pgLiteral(name.section(u'.', 1)) + u')';
}

/// Gathers the findings of one source.
class PgPreflight {
public:
    PgPreflight(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& nodeCode)
        : m_source(source), m_dataset(dataset), m_name(pgCaptureName(nodeCode, dataset))
    {
    }

    Result<std::vector<Finding>> run()
    {
        ENGINE_TRY(checkList());
        PgConnection::Options options;
        options.conninfo = m_source.location;
        options.name = m_source.name;
        options.purpose = QStringLiteral("preflight ") + m_name;
        auto opened = PgConnection::open(options);
        if (!opened) {
            error(events::SRC_UNAVAILABLE, {opened.error().native});
            return m_findings;
        }
        m_connection = std::move(*opened);
        if (auto checked = checkAll(); !checked) {
            if (checked.error().transient)
                return fail(asSourceError(std::move(checked).error(), m_source.name));
            const Error named = asSourceError(std::move(checked).error(), m_source.name);
            m_findings.push_back({FindingSeverity::Error, named.event, named.args, {}});
        }
        return m_findings;
    }

private:
    void error(const QString& event, const QStringList& args, const QString& subject = {})
    {
        m_findings.push_back({FindingSeverity::Error, event, QStringList{m_source.name} + args, subject});
    }

    void warning(const QString& event, const QStringList& args, const QString& subject = {})
    {
        m_findings.push_back({FindingSeverity::Warning, event, QStringList{m_source.name} + args, subject});
    }

    /// A right that is missing, by the statement that gives it.
    void lacks(const QString& statement, const QString& subject = {})
    {
        error(events::SRC_RIGHTS, {m_role, statement}, subject);
    }

    Result<> checkList() const
    {
        QStringList tables;
        for (const QString& table : m_dataset.tables)
            tables.append(pgQualified(table));
        if (tables.isEmpty())
            return fail(makeEvent(ErrorCode::Config, events::CFG_MISSING_KEY,
                                  {QStringLiteral("dataset"), QStringLiteral("tables")},
                                  QStringLiteral("dataset %1 has no tables").arg(m_dataset.name)));
        if (tables.removeDuplicates() > 0)
            return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                  {QStringLiteral("dataset"), QStringLiteral("tables"), m_dataset.tables.join(u','),
                                   QStringLiteral("at least one table, each once")},
                                  QStringLiteral("dataset %1 names a table twice").arg(m_dataset.name)));
        return {};
    }

    Result<bool> ask(const QString& condition)
    {
        ENGINE_TRY_AS(const QString answer, m_connection->queryText(QStringLiteral("SELECT ") + condition));
        return answer == u"t";
    }

    Result<> checkAll()
    {
        // Names of functions and operators mean the server's own, whatever the database holds beside them.
        ENGINE_TRY(m_connection->execute(QStringLiteral("SET search_path = pg_catalog")));
        if (m_connection->serverVersion() < kOldestServer) {
            ENGINE_TRY_AS(const QString version, m_connection->queryText(QStringLiteral("SHOW server_version")));
            error(events::SRC_VERSION, {version});
            return {};
        }
        ENGINE_TRY_AS(m_role, m_connection->queryText(QStringLiteral("SELECT quote_ident(current_user)")));
        ENGINE_TRY(checkServer());
        ENGINE_TRY(checkSlots());
        for (const QString& table : m_dataset.tables)
            ENGINE_TRY(checkTable(pgQualified(table)));
        if (!m_dataset.largeColumns.isEmpty()) {
            ENGINE_TRY_AS(
                const std::vector<PgCapturedTable> tables,
                readPgCapturedTables(*m_connection, {m_source.name, m_dataset.tables, m_dataset.largeColumns}));
            ENGINE_TRY(requirePgIdentities(*m_connection, m_source.name, tables));
            return checkPublication(tables);
        }
        return checkPublication({});
    }

    Result<> checkServer()
    {
        ENGINE_TRY_AS(const bool standby, ask(QStringLiteral("pg_is_in_recovery()")));
        if (standby)
            error(events::SRC_STANDBY, {});
        ENGINE_TRY_AS(const QString encoding, m_connection->queryText(QStringLiteral("SHOW server_encoding")));
        ENGINE_TRY_AS(const bool convertible,
                      ask(QStringLiteral("getdatabaseencoding() = 'UTF8' OR EXISTS (SELECT 1 FROM pg_conversion c "
                                         "JOIN pg_database d ON d.encoding = c.conforencoding WHERE d.datname = "
                                         "current_database() AND pg_encoding_to_char(c.contoencoding) = 'UTF8')")));
        // What every text is really in was said.
        const bool isRead = encoding == u"SQL_ASCII" && std::ranges::any_of(m_dataset.readAs, [](const QString& entry) {
                                return entry.section(u'=', 0, -2).trimmed() == u"*";
                            });
        if (!convertible && !isRead)
            error(events::SRC_ENCODING, {encoding});
        ENGINE_TRY_AS(const QString level, m_connection->queryText(QStringLiteral("SHOW wal_level")));
        if (level != u"logical")
            error(events::SRC_WAL_LEVEL, {level});
        for (const QString& setting : {QStringLiteral("fsync"), QStringLiteral("full_page_writes")}) {
            ENGINE_TRY_AS(const QString value, m_connection->queryText(QStringLiteral("SHOW ") + setting));
            if (value == u"off")
                warning(events::SRC_UNSAFE_SETTING, {setting});
        }
        ENGINE_TRY_AS(const QString limit, m_connection->queryText(QStringLiteral("SHOW max_slot_wal_keep_size")));
        if (limit == u"-1")
            warning(events::SRC_LOG_UNLIMITED, {});
        ENGINE_TRY_AS(const bool replicates,
                      ask(QStringLiteral("rolreplication OR rolsuper FROM pg_roles WHERE rolname "
                                         "= current_user")));
        if (!replicates)
            lacks(QStringLiteral("ALTER ROLE ") + m_role + QStringLiteral(" REPLICATION"));
        return {};
    }

    /// A slot of our own is one that is there already; so is its sender while it is read.
    Result<> checkSlots()
    {
        const QString slot = pgLiteral(m_name);
        ENGINE_TRY_AS(const PgResult found,
                      m_connection->query(QStringLiteral("SELECT count(*), coalesce(bool_or(slot_name = ") + slot +
                                          QStringLiteral("), false), coalesce(bool_or(slot_name = ") + slot +
                                          QStringLiteral(" AND active), false), "
                                                         "current_setting('max_replication_slots')::int, "
                                                         "(SELECT count(*) FROM pg_stat_replication), "
                                                         "current_setting('max_wal_senders')::int "
                                                         "FROM pg_replication_slots")));
        if (!found.boolean(0, 1) && found.integer(0, 0) >= found.integer(0, 3))
            error(events::SRC_SLOTS_FULL, {QStringLiteral("max_replication_slots"), found.text(0, 3)});
        if (!found.boolean(0, 2) && found.integer(0, 4) >= found.integer(0, 5))
            error(events::SRC_SLOTS_FULL, {QStringLiteral("max_wal_senders"), found.text(0, 5)});
        return {};
    }

    Result<> checkTable(const QString& name)
    {
        PgTableFacts facts;
        const auto table = readPgTable(*m_connection, name, &facts);
        if (!table) {
            if (table.error().code != ErrorCode::Schema)
                return fail(table.error());
            m_findings.push_back({FindingSeverity::Error, table.error().event, table.error().args, name});
            m_allThere = false;
            return {};
        }
        for (const QString& column : facts.unsupported)
            error(events::SRC_COLUMN_UNSUPPORTED, {name, column}, name);
        ENGINE_TRY(checkIdentity(*table));
        ENGINE_TRY_AS(const bool usable, checkTableRights(name));
        if (usable)
            ENGINE_TRY(checkKeyOrder(*table, facts));
        ENGINE_TRY(checkIndexes(name));
        for (const ForeignKey& key : table->foreignKeys) {
            const auto isIt = [&key](const QString& other) { return pgQualified(other) == key.referencedTable; };
            if (std::ranges::none_of(m_dataset.tables, isIt))
                warning(events::SRC_PARENT_OUTSIDE, {name, key.referencedTable}, name);
        }
        return {};
    }

    /// Publishing a table whose rows the log does not tell apart would make the source's own updates fail.
    Result<> checkIdentity(const TableSchema& table)
    {
        ENGINE_TRY_AS(const PgResult leaves, m_connection->query(kLeavesSql.arg(relation(table.name))));
        QStringList toFull;
        QStringList toDefault;
        for (int row = 0; row < leaves.rows(); ++row) {
            const QString identity = leaves.text(row, 1);
            const QString alter =
                QStringLiteral("ALTER TABLE ") + leaves.text(row, 0) + QStringLiteral(" REPLICA IDENTITY ");
            const bool otherIndex = identity == u"i" && leaves.boolean(row, 2) && !leaves.boolean(row, 3);
            if (table.keyColumns.empty() && identity != u"f")
                toFull.append(alter + QStringLiteral("FULL"));
            else if (!table.keyColumns.empty() && (identity == u"n" || otherIndex))
                toDefault.append(alter + QStringLiteral("DEFAULT"));
        }
        if (!toFull.isEmpty())
            error(events::SRC_KEYLESS_IDENTITY, {table.name, toFull.join(QStringLiteral("; "))}, table.name);
        else if (table.keyColumns.empty())
            warning(events::SRC_KEYLESS, {table.name}, table.name);
        if (!toDefault.isEmpty())
            error(events::SRC_IDENTITY, {table.name, toDefault.join(QStringLiteral("; "))}, table.name);
        return {};
    }

    /// Whether the schema may be looked into at all.
    Result<bool> checkTableRights(const QString& name)
    {
        const QString quoted = pgQuotedTable(name);
        const QString schema = pgQuoted(name.section(u'.', 0, 0));
        ENGINE_TRY_AS(
            const bool usable,
            ask(QStringLiteral("has_schema_privilege(%1, 'USAGE')").arg(pgLiteral(name.section(u'.', 0, 0)))));
        if (!usable && !m_schemasAsked.contains(schema))
            lacks(QStringLiteral("GRANT USAGE ON SCHEMA ") + schema + QStringLiteral(" TO ") + m_role, name);
        m_schemasAsked.append(schema);
        const QString table = relation(name);
        ENGINE_TRY_AS(const bool readable,
                      ask(QStringLiteral("has_table_privilege(%1, 'SELECT') OR NOT EXISTS (SELECT 1 FROM pg_attribute "
                                         "WHERE attrelid = %1 AND attnum > 0 AND NOT attisdropped AND NOT "
                                         "has_column_privilege(attrelid, attnum, 'SELECT'))")
                              .arg(table)));
        if (!readable)
            lacks(QStringLiteral("GRANT SELECT ON TABLE ") + quoted + QStringLiteral(" TO ") + m_role, name);
        ENGINE_TRY_AS(const bool hidden, ask(QStringLiteral("row_security_active(") + table + u')'));
        if (hidden)
            lacks(QStringLiteral("ALTER ROLE ") + m_role + QStringLiteral(" BYPASSRLS"), name);
        ENGINE_TRY_AS(const bool owned,
                      ask(QStringLiteral("pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = ") + table));
        m_ownsAll = m_ownsAll && owned;
        return usable;
    }

    /// Keys are read in one order everywhere; where no index has it, each part that is read is sorted out of the whole.
    Result<> checkKeyOrder(const TableSchema& table, const PgTableFacts& facts)
    {
        if (table.keyColumns.empty() || facts.estimatedRows < kManyRows)
            return {};
        ENGINE_TRY_AS(const PgKeySql sql, PgKeySql::of(*m_connection, table));
        if (!sql.order().contains(QStringLiteral(" COLLATE \"C\"")))
            return {};
        QString columns = sql.order().mid(QStringLiteral(" ORDER BY ").size());
        columns.replace(QStringLiteral("t.\""), QStringLiteral("\""));
        if (columns.contains(QStringLiteral("::text")))
            return {}; // no index over it is possible
        ENGINE_TRY_AS(
            const bool served,
            ask(QStringLiteral("EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = "
                               "i.indrelid AND a.attnum = i.indkey[0] WHERE i.indrelid = ") +
                relation(table.name) + QStringLiteral(" AND a.attname = ") +
                pgLiteral(table.columns.at(table.keyColumns.front()).name) +
                QStringLiteral(" AND i.indcollation[0] IN (0, '\"C\"'::regcollation) AND NOT i.indisprimary)")));
        if (!served)
            warning(events::SRC_KEY_ORDER,
                    {table.name, QStringLiteral("CREATE INDEX ON ") + pgQuotedTable(table.name) + QStringLiteral(" (") +
                                     columns + u')'},
                    table.name);
        return {};
    }

    Result<> checkIndexes(const QString& name)
    {
        ENGINE_TRY_AS(
            const PgResult skipped,
            m_connection->query(
                QStringLiteral("SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN "
                               "pg_am m ON m.oid = c.relam WHERE i.indrelid = ") +
                relation(name) +
                QStringLiteral(" AND (m.amname <> 'btree' OR i.indpred IS NOT NULL OR i.indexprs IS NOT "
                               "NULL) ORDER BY 1")));
        for (int row = 0; row < skipped.rows(); ++row)
            warning(events::SRC_INDEX_SKIPPED, {name, skipped.text(row, 0)}, name);
        return {};
    }

    /// There and right, or possible to make: else it takes the owner of the tables. Its structure is kept in its
    /// comment, which only the publication's own owner may write.
    Result<> checkPublication(const std::vector<PgCapturedTable>& wanted)
    {
        if (!m_allThere)
            return {};
        ENGINE_TRY_AS(const PgPublicationState state,
                      readPgPublication(*m_connection, m_name, m_dataset.tables, wanted));
        ENGINE_TRY_AS(const bool owned,
                      ask(QStringLiteral("coalesce((SELECT pg_has_role(pubowner, 'USAGE') FROM pg_publication WHERE "
                                         "pubname = %1), true)")
                              .arg(pgLiteral(m_name))));
        const QString giveAway =
            QStringLiteral("ALTER PUBLICATION ") + pgQuoted(m_name) + QStringLiteral(" OWNER TO ") + m_role;
        if (state.exists && state.fault.isEmpty()) {
            if (!owned && !state.captured)
                lacks(giveAway);
            return {};
        }
        ENGINE_TRY_AS(const bool mayCreate,
                      ask(QStringLiteral("has_database_privilege(current_database(), 'CREATE')")));
        if (m_ownsAll && (mayCreate || state.isOnlyShort()) && owned)
            return {};
        if (state.isOnlyShort()) { // it may be read through this moment: it is not made anew
            lacks(QStringLiteral("ALTER PUBLICATION %1 ADD TABLE %2")
                      .arg(pgQuoted(m_name), state.missing.join(QStringLiteral(", "))));
            return {};
        }
        const QString drop = state.exists ? QStringLiteral("DROP PUBLICATION %1; ").arg(pgQuoted(m_name)) : QString();
        lacks(drop + pgPublicationSql(m_dataset.tables, m_name) + QStringLiteral("; ") + giveAway);
        return {};
    }

    const DatabaseConfig& m_source;
    const DatasetConfig& m_dataset;
    const QString m_name; ///< of slot and publication
    std::unique_ptr<PgConnection> m_connection;
    QString m_role; ///< quoted
    QStringList m_schemasAsked;
    bool m_allThere = true;
    bool m_ownsAll = true;
    std::vector<Finding> m_findings;
};

} // namespace

Result<std::vector<Finding>> preflightPgDataset(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                const QString& nodeCode)
{
    return sourced(PgPreflight(source, dataset, nodeCode).run(), source.name);
}

} // namespace busheng
