// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/journal.h"

#include "engine/base/failpoint.h"
#include "engine/base/file_access.h"
#include "engine/base/file_system.h"
#include "engine/base/log.h"
#include "engine/journal/journal_impl.h"
#include "engine/journal/schema.h"
#include "engine/journal/sql_error.h"
#include "engine/journal/sql_transaction.h"
#include "engine/model/events.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <atomic>
#include <mutex>

namespace busheng {
namespace {

/// Creates the file for its owner only, before SQLite would create it for everybody. An existing file is not opened
/// here: closing it again would drop the locks that other connections of this process hold on it (POSIX).
Result<> prepareFile(const QString& path)
{
    FileSystem& files = systemFileSystem();
    ENGINE_TRY_AS(const bool exists, files.exists(path));
    if (!exists) {
        ENGINE_TRY(files.open(path, FileSystem::OpenMode::ReadWrite));
        ENGINE_TRY(files.syncDirectory(QFileInfo(path).absolutePath()));
    }
    if (!closeToOthers(path))
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR,
                              {path, QStringLiteral("cannot be made readable by its owner only")},
                              QStringLiteral("journal %1: setting its permissions").arg(path)));
    return {};
}

/// After the migration, which has made sure that the file is ours to change.
Result<> configureConnection(const QSqlDatabase& database, const QString& path)
{
    SqlStatement mode(database, path, QStringLiteral("PRAGMA journal_mode = WAL"));
    ENGINE_TRY(mode.run());
    ENGINE_TRY(mode.next());
    // Some network file systems have no shared memory: slower, and as safe.
    if (mode.text(0) != QStringLiteral("wal"))
        qCWarning(logJournal, "%s works in mode '%s' instead of WAL", qPrintable(path), qPrintable(mode.text(0)));
    ENGINE_TRY(executeSql(database, path, QStringLiteral("PRAGMA synchronous = FULL")));
    ENGINE_TRY(executeSql(database, path, QStringLiteral("PRAGMA foreign_keys = ON")));
    return executeSql(database, path, QStringLiteral("PRAGMA journal_size_limit = 67108864"));
}

QString nextConnectionName()
{
    static std::atomic<quint64> counter{0};
    return QStringLiteral("journal-%1").arg(++counter);
}

} // namespace

QString joinTexts(const QStringList& texts)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
}

QStringList splitTexts(const QString& json)
{
    QStringList texts;
    const QJsonArray array = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const QJsonValue& item : array)
        texts.append(item.toString());
    return texts;
}

Journal::Impl::~Impl()
{
    database.close();
    database = QSqlDatabase(); // Qt wants no handle left when the connection goes
    QSqlDatabase::removeDatabase(connectionName);
}

Result<> Journal::Impl::change(Durability wanted, const std::function<Result<>()>& work)
{
    if (wanted != durability) {
        const QString level = wanted == Durability::Full ? QStringLiteral("FULL") : QStringLiteral("NORMAL");
        ENGINE_TRY(executeSql(database, path, QStringLiteral("PRAGMA synchronous = ") + level));
        durability = wanted;
    }
    ENGINE_TRY_AS(auto transaction, SqlTransaction::begin(database, path));
    ENGINE_TRY(work());
    if (wanted == Durability::Full)
        ENGINE_FAILPOINT("journal.config.before_commit");
    else
        ENGINE_FAILPOINT("journal.ledger.before_commit");
    ENGINE_TRY(transaction.commit());
    if (wanted == Durability::Full)
        ENGINE_FAILPOINT("journal.config.after_commit");
    else
        ENGINE_FAILPOINT("journal.ledger.after_commit");
    return {};
}

Journal::Journal(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Journal::~Journal() = default;

QString Journal::path() const
{
    return m_impl->path;
}

Result<std::unique_ptr<Journal>> Journal::open(const QString& path)
{
    // One at a time: the creation of the file and the change to WAL do not wait for each other by themselves.
    static std::mutex opening;
    const std::lock_guard lock(opening);

    ENGINE_TRY(prepareFile(path));
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    impl->connectionName = nextConnectionName();
    impl->database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), impl->connectionName);
    impl->database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    impl->database.setDatabaseName(path);
    if (!impl->database.open())
        return fail(sqlError(impl->database.lastError(), path, QStringLiteral("opening")));
    ENGINE_TRY(migrateSchema(impl->database, path, journalSchemaSteps()));
    ENGINE_TRY(configureConnection(impl->database, path));
    return std::unique_ptr<Journal>(new Journal(std::move(impl)));
}

} // namespace busheng
