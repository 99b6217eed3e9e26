// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/preflight.h"

#include "engine/db/sqlite/sqlite_catalog.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/source_error.h"
#include "engine/pipeline/capture/sqlite_trigger_sql.h"

#include <QFileInfo>

namespace busheng {
namespace {

/// Gathers the findings of one source.
class SqlitePreflight {
public:
    SqlitePreflight(const DatabaseConfig& source, const DatasetConfig& dataset) : m_source(source), m_dataset(dataset)
    {
    }

    Result<std::vector<Finding>> run()
    {
        if (!checkFile())
            return m_findings;
        auto opened = SqliteDatabase::open(m_source.location, SqliteDatabase::OpenMode::ReadOnly, m_source.name);
        if (!opened)
            return ended(opened.error());
        m_database = std::move(*opened);
        auto checked = checkDatabase();
        return checked ? Result<std::vector<Finding>>(m_findings) : ended(checked.error());
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

    /// What keeps the check from going on is itself a finding, unless it passes by itself or is no matter of the
    /// source.
    Result<std::vector<Finding>> ended(const Error& why)
    {
        if (why.transient || why.code == ErrorCode::Config)
            return fail(why);
        const Error named = asSourceError(why, m_source.name);
        m_findings.push_back({FindingSeverity::Error, named.event, named.args, {}});
        return m_findings;
    }

    bool checkFile()
    {
        const QFileInfo file(m_source.location);
        QString why;
        if (!file.exists())
            why = QStringLiteral("%1 does not exist").arg(m_source.location);
        else if (!file.isFile())
            why = QStringLiteral("%1 is not a file").arg(m_source.location);
        else if (!file.isReadable() || !file.isWritable())
            why = QStringLiteral("%1 may not be read and written").arg(m_source.location);
        else if (!QFileInfo(file.absolutePath()).isWritable())
            why = QStringLiteral("%1 may not be written to").arg(file.absolutePath());
        if (!why.isEmpty())
            error(events::SRC_UNAVAILABLE, {why});
        return why.isEmpty();
    }

    Result<> checkDatabase()
    {
        ENGINE_TRY_AS(const QString encoding, m_database->queryText(QStringLiteral("PRAGMA encoding")));
        if (encoding != QStringLiteral("UTF-8"))
            error(events::SRC_ENCODING, {encoding});
        ENGINE_TRY_AS(const QString mode, m_database->queryText(QStringLiteral("PRAGMA journal_mode")));
        if (mode != QStringLiteral("wal"))
            warning(events::SRC_NOT_WAL, {mode});
        if (m_dataset.tables.isEmpty())
            return fail(makeEvent(ErrorCode::Config, events::CFG_MISSING_KEY,
                                  {QStringLiteral("dataset"), QStringLiteral("tables")},
                                  QStringLiteral("dataset %1 has no tables").arg(m_dataset.name)));
        for (const QString& table : m_dataset.tables)
            ENGINE_TRY(checkTable(table));
        return {};
    }

    Result<> checkTable(const QString& name)
    {
        std::vector<SkippedIndex> skipped;
        const auto table = readSqliteTable(*m_database, name, &skipped);
        if (!table) {
            if (table.error().code != ErrorCode::Schema)
                return fail(table.error());
            m_findings.push_back({FindingSeverity::Error, table.error().event, table.error().args, name});
            return {};
        }
        if (table->keyColumns.empty()) {
            error(events::SRC_TABLE_KEYLESS, {name}, name);
            return {};
        }
        if (sqliteChangeWidth(*table) > kSqliteMostChangeColumns)
            error(events::SRC_TABLE_REFUSED, {name, QStringLiteral("it has more columns than a change can hold")},
                  name);
        ENGINE_TRY(checkKey(*table));
        ENGINE_TRY(checkOwnTriggers(*table));
        for (const UniqueIndex& index : table->indexes) {
            if (index.unique)
                warning(events::SRC_UNIQUE_INDEX, {name, index.name}, name);
        }
        for (const SkippedIndex& index : skipped)
            warning(events::SRC_INDEX_SKIPPED, {name, index.index}, name);
        for (const ForeignKey& key : table->foreignKeys) {
            if (!m_dataset.tables.contains(key.referencedTable, Qt::CaseInsensitive))
                warning(events::SRC_PARENT_OUTSIDE, {name, key.referencedTable}, name);
        }
        return {};
    }

    Result<> checkKey(const TableSchema& table)
    {
        QStringList nulls;
        for (const std::uint32_t column : table.keyColumns) {
            const QString& name = table.columns.at(column).name;
            nulls.append(QStringLiteral("t.%1 IS NULL").arg(sqliteQuoted(name)));
            ENGINE_TRY_AS(const QString collation, m_database->columnCollation(table.name, name));
            if (collation.compare(QStringLiteral("BINARY"), Qt::CaseInsensitive) != 0)
                warning(events::SRC_KEY_COLLATION, {table.name, name}, table.name);
        }
        ENGINE_TRY_AS(const std::int64_t found,
                      m_database->queryInteger(QStringLiteral("SELECT EXISTS (SELECT 1 FROM ") +
                                               sqliteQuoted(table.name) + QStringLiteral(" AS t WHERE ") +
                                               nulls.join(QStringLiteral(" OR ")) + u')'));
        if (found != 0)
            error(events::SRC_TABLE_REFUSED, {table.name, QStringLiteral("a row has NULL in its key")}, table.name);
        return {};
    }

    Result<> checkOwnTriggers(const TableSchema& table)
    {
        ENGINE_TRY_AS(SqliteStatement statement,
                      m_database->prepare(QStringLiteral(
                          "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE "
                          "AND name NOT LIKE 'busheng!_%' ESCAPE '!' ORDER BY name")));
        ENGINE_TRY(statement.bindText(1, table.name));
        for (;;) {
            ENGINE_TRY_AS(const bool row, statement.step());
            if (!row)
                return {};
            warning(events::SRC_OWN_TRIGGER, {table.name, statement.text(0)}, table.name);
        }
    }

    const DatabaseConfig& m_source;
    const DatasetConfig& m_dataset;
    std::unique_ptr<SqliteDatabase> m_database;
    std::vector<Finding> m_findings;
};

} // namespace

Result<std::vector<Finding>> preflightSqliteDataset(const DatabaseConfig& source, const DatasetConfig& dataset)
{
    return SqlitePreflight(source, dataset).run();
}

} // namespace busheng
