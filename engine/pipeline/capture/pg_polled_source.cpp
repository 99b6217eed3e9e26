// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_catalog.h"
#include "engine/db/postgres/pg_snapshot.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/change_trigger_sql.h"
#include "engine/pipeline/capture/polled_source.h"
#include "engine/pipeline/capture/source_error.h"

namespace busheng {
namespace {

bool isOneOf(const QString& type, std::initializer_list<const char*> words)
{
    return std::ranges::any_of(words, [&type](const char* word) { return type == QLatin1String(word); });
}

/// "timestamp(6) without time zone" -> "timestamp without time zone"
QString bareType(const ColumnSchema& column)
{
    QString type = column.declaredType;
    const qsizetype open = type.indexOf(u'(');
    if (open >= 0)
        type.remove(open, type.indexOf(u')') - open + 1);
    return type;
}

class PgPolledSource final : public PolledSource {
public:
    PgPolledSource(DatabaseConfig source, const DatasetConfig& dataset, std::stop_token stop)
        : m_source(std::move(source)), m_dataset(dataset.name), m_tables(dataset.tables), m_stop(std::move(stop)),
          m_rawTexts(!dataset.readAs.isEmpty())
    {
    }

    void setTables(const QStringList& tables) override { m_tables = tables; }

    Result<DatasetSchema> readSchema() override
    {
        ENGINE_TRY_AS(const auto connection, sourced(PgConnection::open(options()), m_source.name));
        std::vector<PgTableFacts> facts;
        ENGINE_TRY_AS(DatasetSchema schema, sourced(readPgSchema(*connection, m_tables, &facts), m_source.name));
        for (std::size_t i = 0; i < facts.size() && i < schema.tables.size(); ++i) {
            if (facts[i].unsupported.isEmpty())
                continue;
            const QString& why = facts[i].unsupported.front();
            return fail(makeEvent(ErrorCode::Schema, events::SRC_COLUMN_UNSUPPORTED,
                                  {m_source.name, schema.tables[i].name, why}, why));
        }
        return schema;
    }

    Result<PolledMoment> openMoment() override
    {
        ENGINE_TRY_AS(auto snapshot, sourced(PgSnapshot::open(options()), m_source.name));
        PgConnection& connection = snapshot->connection();
        return PolledMoment{std::move(snapshot),
                            [&connection](const QString& sql) { return connection.queryText(sql); }};
    }

    std::optional<StampKind> stampKind(const ColumnSchema& column) const override
    {
        const QString type = bareType(column);
        if (isOneOf(type, {"timestamp without time zone", "timestamp with time zone", "date"}))
            return StampKind::Time;
        if (isOneOf(type, {"bigint", "integer", "smallint"}))
            return StampKind::Number;
        return std::nullopt;
    }

    QString quotedTable(const QString& table) const override { return pgQuotedTable(pgQualified(table)); }
    QString quoted(const QString& column) const override { return pgQuoted(column); }

    QString newestSql(const QString& table, const ColumnSchema& column, StampKind kind) const override
    {
        const QString from = QStringLiteral(" FROM ") + quotedTable(table) + QStringLiteral(" AS t");
        if (kind == StampKind::Number)
            return QStringLiteral("SELECT max(%1)::text").arg(ofRow(column)) + from;
        // Our session's zone is UTC; a stamp without a zone is what the server's wall shows.
        const QString now = bareType(column) == u"timestamp with time zone"
                                ? QStringLiteral("now()")
                                : QStringLiteral("(now() AT TIME ZONE current_setting('log_timezone'))");
        return QStringLiteral("SELECT least(max(%1), %2::%3)::text").arg(ofRow(column), now, bareType(column)) + from;
    }

    QString sinceSql(const ColumnSchema& column, StampKind kind, const QString& one, const QString& other,
                     qint64 overlap) const override
    {
        if (kind == StampKind::Number)
            return sinceNumberSql(column, one, other, overlap);
        const QString type = bareType(column);
        return QStringLiteral("%1 >= least(%2::%4, %3::%4) - %5 * interval '1 second'")
            .arg(ofRow(column), pgLiteral(one), pgLiteral(other), type, QString::number(overlap));
    }

    std::optional<QString> deletedSql(const ColumnSchema& column) const override
    {
        const QString type = bareType(column);
        if (type == u"boolean")
            return deletedIfTrue(column);
        if (isOneOf(type, {"bigint", "integer", "smallint", "numeric"}))
            return deletedIfNotZero(column);
        if (isOneOf(type, {"text", "character varying", "character"}))
            return deletedIfText(column);
        return stampKind(column) == StampKind::Time ? std::optional(deletedIfThere(column)) : std::nullopt;
    }

    QString changeTable(const QString& table) const override
    {
        return QStringLiteral("busheng.changed_") + changeSuffix(m_dataset, pgQualified(table));
    }

    QStringList installSql(const TableSchema& table) const override
    {
        const QString changes = pgQuotedTable(changeTable(table.name));
        return pgChangeTriggerSql(table, changes);
    }

    QStringList uninstallSql(const TableSchema& table) const override
    {
        const QString changes = pgQuotedTable(changeTable(table.name));
        // The triggers first, which go with their function: what they write to must be there as long as they are.
        return {QStringLiteral("DROP FUNCTION IF EXISTS %1() CASCADE").arg(changes),
                QStringLiteral("DROP TABLE IF EXISTS ") + changes};
    }

    QString mayTriggerSql(const TableSchema& table) const override
    {
        return QStringLiteral("SELECT has_table_privilege(%1, 'TRIGGER')::int").arg(pgLiteral(quotedTable(table.name)));
    }

    QString grantTriggerSql(const TableSchema& table, const QString& user) const override
    {
        return QStringLiteral("GRANT TRIGGER ON TABLE %1 TO %2").arg(quotedTable(table.name), quoted(user));
    }

    Result<QString> missingTrigger(const TableSchema& table) override
    {
        ENGINE_TRY_AS(const auto connection, sourced(PgConnection::open(options()), m_source.name));
        const QString changes = pgQuotedTable(changeTable(table.name));
        ENGINE_TRY_AS(
            const std::int64_t triggers,
            sourced(connection->queryInteger(
                        QStringLiteral("SELECT count(*) FROM pg_catalog.pg_trigger WHERE tgrelid = "
                                       "pg_catalog.to_regclass(%1) AND tgfoid = pg_catalog.to_regproc(%2) AND "
                                       "tgenabled IN ('O', 'A')")
                            .arg(pgLiteral(quotedTable(table.name)), pgLiteral(changes))),
                    m_source.name));
        constexpr int kTriggers = 2; // of rows, and of TRUNCATE
        ENGINE_TRY_AS(
            const QString isThere,
            sourced(connection->queryText(
                        QStringLiteral("SELECT pg_catalog.to_regclass(%1) IS NOT NULL").arg(pgLiteral(changes))),
                    m_source.name));
        return triggers == kTriggers && isThere == u"t" ? QString() : changeTable(table.name);
    }

    Result<std::int64_t> change(const QString& sql) override
    {
        ENGINE_TRY_AS(const auto connection, sourced(PgConnection::open(options()), m_source.name));
        ENGINE_TRY_AS(const PgResult changed, sourced(connection->query(sql), m_source.name));
        return changed.affectedRows();
    }

    Result<> alter(const QString& sql) override
    {
        ENGINE_TRY_AS(const auto connection, sourced(PgConnection::open(options()), m_source.name));
        ENGINE_TRY(sourced(connection->execute(QStringLiteral("SET lock_timeout = '%1s'").arg(kTableLockSeconds)),
                           m_source.name));
        return sourced(connection->execute(sql), m_source.name);
    }

    bool holdsBatches(const ColumnSchema& column) const override
    {
        return isOneOf(bareType(column), {"bigint", "integer"});
    }

    QString grantSql(const QString& table, const QString& column, const QString& user) const override
    {
        return QStringLiteral("GRANT UPDATE (%1) ON TABLE %2 TO %3")
            .arg(quoted(column), quotedTable(table), quoted(user));
    }

private:
    PgConnection::Options options() const
    {
        return {m_source.location, m_source.name, false, QStringLiteral("look"), m_stop, m_rawTexts};
    }

    DatabaseConfig m_source;
    QString m_dataset;
    QStringList m_tables;
    std::stop_token m_stop;
    bool m_rawTexts;
};

} // namespace

Result<std::unique_ptr<PolledSource>> openPgPolledSource(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                         std::stop_token stop)
{
    return std::unique_ptr<PolledSource>(std::make_unique<PgPolledSource>(source, dataset, std::move(stop)));
}

} // namespace busheng
