// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_database.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/sqlite_target_structure.h"
#include "engine/pipeline/apply/target_check.h"

#include <QFileInfo>

namespace busheng {
namespace {

constexpr int kRowsCounted = 1000; ///< how many there are beyond that says nothing more

/// Gathers the findings of one file.
class SqliteTargetCheck {
public:
    SqliteTargetCheck(const DatabaseConfig& target, const TargetWish& wish) : m_target(target), m_wish(wish) {}

    Result<std::vector<Finding>> run()
    {
        const QFileInfo file(m_target.location);
        const QFileInfo folder(file.path());
        if (!folder.isDir() || !folder.isWritable() || (file.exists() && !file.isWritable())) {
            add(FindingSeverity::Error, events::TGT_UNAVAILABLE,
                {folder.isDir() ? QStringLiteral("it is not writable") : QStringLiteral("its folder is not there")});
            return m_findings;
        }
        if (file.exists()) {
            if (auto read = openFile(); !read) {
                if (read.error().transient)
                    return fail(std::move(read).error());
                add(FindingSeverity::Error, events::TGT_UNAVAILABLE, {read.error().detail});
                return m_findings;
            }
        }
        for (const QString& table : m_wish.tables)
            ENGINE_TRY(checkTable(table));
        return m_findings;
    }

private:
    void add(FindingSeverity severity, const QString& event, const QStringList& args, const QString& subject = {})
    {
        m_findings.push_back({severity, event, QStringList{m_target.name} + args, subject});
    }

    Result<> openFile()
    {
        ENGINE_TRY_AS(m_database,
                      SqliteDatabase::open(m_target.location, SqliteDatabase::OpenMode::ReadWrite, m_target.name));
        ENGINE_TRY(m_database->execute(QStringLiteral("PRAGMA query_only = 1")));
        ENGINE_TRY_AS(const QString encoding, m_database->queryText(QStringLiteral("PRAGMA encoding")));
        if (encoding != u"UTF-8")
            add(FindingSeverity::Warning, events::TGT_ENCODING, {encoding});
        return {};
    }

    Result<> checkTable(const QString& table)
    {
        std::optional<TableSchema> found;
        if (m_database) {
            ENGINE_TRY_AS(found, findSqliteTable(*m_database, table));
        }
        if (!found) {
            if (!m_wish.makesTables)
                add(FindingSeverity::Error, events::TGT_STRUCTURE, {table, QStringLiteral("it is not there")}, table);
            return {};
        }
        ENGINE_TRY_AS(const qint64 rows,
                      m_database->queryInteger(QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM %1 LIMIT %2)")
                                                   .arg(sqliteQuoted(table))
                                                   .arg(kRowsCounted)));
        if (rows > 0)
            add(FindingSeverity::Warning, events::TGT_NOT_EMPTY,
                {table, rows < kRowsCounted ? QString::number(rows) : QStringLiteral("≥ %1").arg(kRowsCounted)}, table);
        return {};
    }

    const DatabaseConfig& m_target;
    const TargetWish& m_wish;
    std::unique_ptr<SqliteDatabase> m_database;
    std::vector<Finding> m_findings;
};

} // namespace

Result<std::vector<Finding>> checkSqliteTarget(const DatabaseConfig& target, const TargetWish& wish)
{
    return SqliteTargetCheck(target, wish).run();
}

} // namespace busheng
