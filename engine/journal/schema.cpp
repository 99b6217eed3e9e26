// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/schema.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/journal/sql_statement.h"
#include "engine/journal/sql_transaction.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <QDir>
#include <QFile>

// Outside any namespace, as the macro demands.
static void initializeResource()
{
    Q_INIT_RESOURCE(engine_journal_sql);
}

namespace busheng {
namespace {

constexpr qint64 kApplicationId = 0x42534a4e; // "BSJN" in the file's header

Result<qint64> readNumber(const QSqlDatabase& database, const QString& path, const QString& text)
{
    SqlStatement statement(database, path, text);
    ENGINE_TRY(statement.run());
    ENGINE_TRY(statement.next());
    return statement.integer(0);
}

Error foreign(const QString& path, const QString& why)
{
    return makeEvent(ErrorCode::Corrupt, events::SPL_CORRUPT, {path}, QStringLiteral("journal %1: %2").arg(path, why));
}

QStringList statementsOf(const QString& script)
{
    QStringList statements;
    QString current;
    for (const QString& line : script.split(u'\n')) {
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(QStringLiteral("--")))
            continue;
        current += line + u'\n';
        if (trimmed.endsWith(u';')) {
            statements.append(current);
            current.clear();
        }
    }
    if (!current.isEmpty())
        statements.append(current);
    return statements;
}

/// From `version` to the next one, or to where another thread has brought the file meanwhile.
Result<qint64> migrateOnce(const QSqlDatabase& database, const QString& path, const QStringList& steps, qint64 version)
{
    ENGINE_TRY_AS(auto transaction, SqlTransaction::begin(database, path));
    ENGINE_TRY_AS(const qint64 current, schemaVersion(database, path, steps.size()));
    if (current != version)
        return current;
    for (const QString& statement : statementsOf(steps.at(version)))
        ENGINE_TRY(executeSql(database, path, statement));
    ENGINE_TRY(executeSql(database, path, QStringLiteral("PRAGMA application_id = %1").arg(kApplicationId)));
    ENGINE_TRY(executeSql(database, path, QStringLiteral("PRAGMA user_version = %1").arg(version + 1)));
    ENGINE_FAILPOINT("journal.migrate.before_commit");
    ENGINE_TRY(transaction.commit());
    ENGINE_FAILPOINT("journal.migrate.after_commit");
    qCDebug(logJournal, "%s is at schema version %lld", qPrintable(path), version + 1);
    return version + 1;
}

} // namespace

Result<qint64> schemaVersion(const QSqlDatabase& database, const QString& path, qint64 newest)
{
    ENGINE_TRY_AS(const qint64 owner, readNumber(database, path, QStringLiteral("PRAGMA application_id")));
    ENGINE_TRY_AS(const qint64 version, readNumber(database, path, QStringLiteral("PRAGMA user_version")));
    ENGINE_TRY_AS(const qint64 things,
                  readNumber(database, path, QStringLiteral("SELECT count(*) FROM sqlite_schema")));
    const bool isNew = owner == 0 && version == 0 && things == 0;
    if (!isNew && (owner != kApplicationId || version < 1))
        return fail(foreign(path, QStringLiteral("is a database of another program, not a journal")));
    if (version > newest)
        return fail(makeEvent(ErrorCode::Corrupt, events::UPG_NEWER,
                              {path, QString::number(version), QString::number(newest)},
                              QStringLiteral("journal %1 has schema version %2, this program knows versions up to %3: "
                                             "it was written by a later version")
                                  .arg(path)
                                  .arg(version)
                                  .arg(newest)));
    return version;
}

Result<> migrateSchema(const QSqlDatabase& database, const QString& path, const QStringList& steps)
{
    ENGINE_TRY_AS(qint64 version, schemaVersion(database, path, steps.size()));
    while (version < steps.size()) {
        ENGINE_TRY_AS(version, migrateOnce(database, path, steps, version));
    }
    return {};
}

QStringList journalSchemaSteps()
{
    initializeResource();
    const QDir directory(QStringLiteral(":/engine/journal"));
    QStringList steps;
    // Sorted by name: the files begin with their version.
    for (const QString& name : directory.entryList(QDir::Files, QDir::Name)) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("resource %s is not in this program", qPrintable(name));
        steps.append(QString::fromUtf8(file.readAll()));
    }
    return steps;
}

} // namespace busheng
