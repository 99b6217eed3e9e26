// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal_copy.h"

#include "engine/base/failpoint.h"
#include "engine/journal/schema.h"
#include "engine/journal/sql_error.h"
#include "engine/journal/sql_statement.h"
#include "engine/journal/sql_transaction.h"
#include "engine/model/events.h"

#include <QFile>
#include <QFileInfo>

#include <atomic>
#include <memory>

namespace busheng {
namespace {

/// A connection for a moment; every statement on it must be gone before it is.
class Connection {
public:
    static Result<std::unique_ptr<Connection>> open(const QString& path)
    {
        static std::atomic<quint64> counter{0};
        std::unique_ptr<Connection> connection(new Connection(path, QStringLiteral("journal-copy-%1").arg(++counter)));
        if (!connection->m_database.open())
            return fail(sqlError(connection->m_database.lastError(), path, QStringLiteral("opening")));
        return connection;
    }
    ~Connection()
    {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    const QSqlDatabase& database() const { return m_database; }
    Result<QString> value(const QString& sql) const
    {
        SqlStatement statement(m_database, m_path, sql);
        ENGINE_TRY(statement.run());
        ENGINE_TRY(statement.next());
        return statement.text(0);
    }

private:
    Connection(const QString& path, QString name) : m_path(path), m_name(std::move(name))
    {
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=20000"));
        m_database.setDatabaseName(path);
    }

    QString m_path;
    QString m_name;
    QSqlDatabase m_database;
};

Error damaged(const QString& path, const QString& why)
{
    return makeEvent(ErrorCode::Corrupt, events::SPL_CORRUPT, {path}, QStringLiteral("journal %1: %2").arg(path, why));
}

} // namespace

qint64 newestJournalVersion()
{
    return journalSchemaSteps().size();
}

Result<qint64> journalVersion(FileSystem& fileSystem, const QString& path)
{
    ENGINE_TRY_AS(const bool there, fileSystem.exists(path));
    if (!there)
        return 0;
    ENGINE_TRY_AS(const auto connection, Connection::open(path));
    return schemaVersion(connection->database(), path, newestJournalVersion());
}

Result<> checkJournal(const QString& path)
{
    ENGINE_TRY_AS(const auto connection, Connection::open(path));
    ENGINE_TRY_AS(const QString found, connection->value(QStringLiteral("PRAGMA quick_check(1)")));
    if (found != QStringLiteral("ok"))
        return fail(damaged(path, found));
    return {};
}

Result<std::uint64_t> fenceNumberIn(const QString& path)
{
    ENGINE_TRY_AS(const auto connection, Connection::open(path));
    ENGINE_TRY_AS(const QString there,
                  connection->value(QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name = 'fence'")));
    if (there == QStringLiteral("0"))
        return 0;
    ENGINE_TRY_AS(const QString number, connection->value(QStringLiteral("SELECT number FROM fence")));
    return number.toULongLong();
}

Result<> settleJournal(const QString& path)
{
    ENGINE_TRY_AS(const auto connection, Connection::open(path));
    return executeSql(connection->database(), path, QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
}

Result<> copyJournal(FileSystem& fileSystem, const QString& from, const QString& to)
{
    ENGINE_TRY(journalVersion(fileSystem, from));
    // SQLite writes into an empty file, which we make so that only its owner can read it.
    ENGINE_TRY(fileSystem.open(to, FileSystem::OpenMode::ReadWrite));
    auto copied = [&]() -> Result<> {
        {
            ENGINE_TRY_AS(const auto connection, Connection::open(from));
            SqlStatement copy(connection->database(), from, QStringLiteral("VACUUM INTO ?"));
            ENGINE_TRY(copy.bind(to).run());
        }
        ENGINE_FAILPOINT("journal.copy.written");
        ENGINE_TRY(checkJournal(to));
        ENGINE_TRY_AS(const auto file, fileSystem.open(to, FileSystem::OpenMode::ReadWrite));
        ENGINE_TRY(file->sync());
        return fileSystem.syncDirectory(QFileInfo(to).path());
    }();
    if (!copied)
        QFile::remove(to);
    return copied;
}

} // namespace busheng
