// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/backup/backup_fixture.h"

#include "engine/api/node_config.h"
#include "engine/journal/journal.h"
#include "engine/journal/schema.h"
#include "engine/journal/sql_transaction.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace busheng::test {
namespace {

QString journalOf(const QString& directory)
{
    return directory + QStringLiteral("/journal.sqlite");
}

} // namespace

Result<> layOutNode(const QString& directory, const QString& code, int links)
{
    FileSystem& files = systemFileSystem();
    ENGINE_TRY(files.makeDirectories(directory + QStringLiteral("/identity/crl")));
    NodeConfig config;
    config.code = code;
    config.name = QStringLiteral("安徽");
    config.certificate = QStringLiteral("identity/node.crt");
    config.privateKey = QStringLiteral("identity/node.key");
    config.authority = QStringLiteral("identity/authority.crt");
    ENGINE_TRY(replaceFile(files, nodeConfigPath(directory), view(toJson(config))));
    for (const QString& name : {QStringLiteral("node.crt"), QStringLiteral("node.key"), QStringLiteral("sm2.key"),
                                QStringLiteral("crl/list.crl")})
        ENGINE_TRY(replaceFile(files, directory + QStringLiteral("/identity/") + name, view(name.toUtf8())));
    for (int i = 0; i < links; ++i)
        ENGINE_TRY(addLink(directory, QString::number(110000 + i * 1000)));
    return {};
}

Result<> addLink(const QString& directory, const QString& peer)
{
    ENGINE_TRY_AS(const auto journal, Journal::open(journalOf(directory)));
    return journal->saveLink({peer, QStringLiteral("name"), QString(), true});
}

Result<QStringList> linksOf(const QString& directory)
{
    ENGINE_TRY_AS(const auto journal, Journal::open(journalOf(directory)));
    ENGINE_TRY_AS(const std::vector<LinkConfig> links, journal->links());
    QStringList peers;
    for (const LinkConfig& link : links)
        peers.append(link.peerCode);
    return peers;
}

Result<> writeOldJournal(const QString& directory, qsizetype version)
{
    const QString path = journalOf(directory);
    for (const QString& rest : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::remove(path + rest);
    const QString name = QStringLiteral("old-journal");
    Result<> made;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(path);
        if (!database.open())
            made = fail(ErrorCode::Storage, QStringLiteral("no database"));
        if (made)
            made = migrateSchema(database, path, journalSchemaSteps().mid(0, version));
        if (made)
            made = executeSql(database, path,
                              QStringLiteral("INSERT INTO links (peer_code, peer_name, address, enabled) "
                                             "VALUES ('990000', 'old', '', 1)"));
        database.close();
    }
    QSqlDatabase::removeDatabase(name);
    return made;
}

QString everythingIn(const QString& directory)
{
    QStringList lines;
    QDirIterator files(directory, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        // A look at the journal leaves these behind, and they say nothing.
        if (file.fileName().endsWith(QStringLiteral("-shm")) || file.fileName().endsWith(QStringLiteral("-wal")))
            continue;
        const QByteArray content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        lines.append(file.fileName() + u' ' +
                     QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex()));
    }
    lines.sort();
    return lines.join(u'\n');
}

} // namespace busheng::test
