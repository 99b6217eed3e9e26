// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/log.h"
#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/db/sqlite/sqlite_snapshot.h"
#include "engine/pipeline/capture/polled_source.h"
#include "engine/pipeline/capture/source_error.h"

namespace busheng {
namespace {

QString literal(QString text)
{
    return u'\'' + text.replace(u'\'', QStringLiteral("''")) + u'\'';
}

bool says(const ColumnSchema& column, const char* word)
{
    return column.declaredType.contains(QLatin1String(word), Qt::CaseInsensitive);
}

/// SQLite has no type for times: they are texts as its own functions write them, "2026-11-27 10:00:00.000".
class SqlitePolledSource final : public PolledSource {
public:
    SqlitePolledSource(DatabaseConfig source, QStringList tables)
        : m_source(std::move(source)), m_tables(std::move(tables))
    {
    }

    /// Persistent, as the trigger route does: without it a snapshot keeps writers from committing.
    Result<> prepare() override
    {
        ENGINE_TRY_AS(
            const auto database,
            sourced(SqliteDatabase::open(m_source.location, SqliteDatabase::OpenMode::ReadWrite, m_source.name),
                    m_source.name));
        const auto mode = database->queryText(QStringLiteral("PRAGMA journal_mode = WAL"));
        if (!mode || *mode != QStringLiteral("wal"))
            qCWarning(logCapture) << "source" << m_source.name
                                  << "stays out of WAL mode: snapshots will keep writers waiting";
        return {};
    }

    void setTables(const QStringList& tables) override { m_tables = tables; }

    Result<DatasetSchema> readSchema() override
    {
        ENGINE_TRY_AS(
            const auto database,
            sourced(SqliteDatabase::open(m_source.location, SqliteDatabase::OpenMode::ReadOnly, m_source.name),
                    m_source.name));
        return sourced(readSqliteSchema(*database, m_tables), m_source.name);
    }

    Result<PolledMoment> openMoment() override
    {
        ENGINE_TRY_AS(auto snapshot, sourced(SqliteSnapshot::open(m_source.location, m_source.name), m_source.name));
        SqliteDatabase& database = snapshot->database();
        return PolledMoment{std::move(snapshot), [&database](const QString& sql) { return database.queryText(sql); }};
    }

    std::optional<StampKind> stampKind(const ColumnSchema& column) const override
    {
        if (says(column, "INT"))
            return StampKind::Number;
        if (says(column, "DATE") || says(column, "TIME") || says(column, "TEXT") || says(column, "CHAR"))
            return StampKind::Time;
        return std::nullopt;
    }

    QString quotedTable(const QString& table) const override { return sqliteQuoted(table); }
    QString quoted(const QString& column) const override { return sqliteQuoted(column); }

    QString newestSql(const QString& table, const ColumnSchema& column, StampKind kind) const override
    {
        const QString from = QStringLiteral(" FROM ") + quotedTable(table) + QStringLiteral(" AS t");
        if (kind == StampKind::Number)
            return QStringLiteral("SELECT max(%1)").arg(ofRow(column)) + from;
        // Where stamps are in UTC, west of Greenwich looks only go back further than they must.
        const QString now = QStringLiteral("strftime('%Y-%m-%d %H:%M:%f', 'now', 'localtime')");
        return QStringLiteral("SELECT min(coalesce(max(") + ofRow(column) + QStringLiteral("), ") + now +
               QStringLiteral("), ") + now + u')' + from;
    }

    QString sinceSql(const ColumnSchema& column, StampKind kind, const QString& one, const QString& other,
                     qint64 overlap) const override
    {
        if (kind == StampKind::Number)
            return sinceNumberSql(column, one, other, overlap);
        return ofRow(column) + QStringLiteral(" >= strftime('%Y-%m-%d %H:%M:%S', min(") + literal(one) +
               QStringLiteral(", ") + literal(other) + QStringLiteral("), '-") + QString::number(overlap) +
               QStringLiteral(" seconds')");
    }

    std::optional<QString> deletedSql(const ColumnSchema& column) const override
    {
        if (says(column, "BOOL"))
            return deletedIfTrue(column);
        if (says(column, "DATE") || says(column, "TIME"))
            return deletedIfThere(column);
        if (says(column, "INT") || says(column, "NUM") || says(column, "DEC"))
            return deletedIfNotZero(column);
        return says(column, "TEXT") || says(column, "CHAR") ? std::optional(deletedIfText(column)) : std::nullopt;
    }

    Result<std::int64_t> change(const QString& sql) override
    {
        ENGINE_TRY_AS(
            const auto database,
            sourced(SqliteDatabase::open(m_source.location, SqliteDatabase::OpenMode::ReadWrite, m_source.name),
                    m_source.name));
        ENGINE_TRY(sourced(database->execute(sql), m_source.name));
        return database->changes();
    }

    bool holdsBatches(const ColumnSchema& column) const override { return says(column, "INT"); }

    /// There are no users: who may write the file may write the column.
    QString grantSql(const QString&, const QString&, const QString&) const override { return {}; }

private:
    DatabaseConfig m_source;
    QStringList m_tables;
};

} // namespace

Result<std::unique_ptr<PolledSource>> openSqlitePolledSource(const DatabaseConfig& source, const DatasetConfig& dataset)
{
    return std::unique_ptr<PolledSource>(std::make_unique<SqlitePolledSource>(source, dataset.tables));
}

} // namespace busheng
