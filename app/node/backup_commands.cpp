// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report.h"
#include "app/cli/terminal.h"
#include "app/node/node_command.h"
#include "engine/api/backup_passphrase.h"
#include "engine/backup/node_restore.h"
#include "engine/backup/upgrade_copy.h"
#include "engine/crypto/secret_file.h"
#include "engine/host/data_directory.h"
#include "engine/model/events.h"

#include <QCoreApplication>
#include <QDateTime>

namespace busheng {
namespace {

/// Texts of this file are translated in the context "Node".
struct NodeText {
    Q_DECLARE_TR_FUNCTIONS(Node)
};

Result<QString> required(const NodeOptions& value, const QString& name)
{
    const QString given = value(name);
    if (given.isEmpty())
        return wrongNodeUsage(QStringLiteral("--%1 is missing").arg(name));
    return given;
}

Result<Bytes> passphrase(const NodeOptions& value)
{
    Bytes text;
    if (const QString file = value(QStringLiteral("passphrase-file")); !file.isEmpty()) {
        ENGINE_TRY_AS(text, readPassphraseFile(systemFileSystem(), file));
        text.resize(std::min(text.size(), text.find_first_of("\r\n")));
    } else {
        text = Bytes(view(cli::readHiddenLine(NodeText::tr("passphrase of the backup: "))));
    }
    if (text.empty())
        return wrongNodeUsage(QStringLiteral("there is no passphrase"));
    return text;
}

QString timeText(qint64 utcMs)
{
    return QDateTime::fromMSecsSinceEpoch(utcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

Result<> backUp(const NodeOptions& value)
{
    NodeBackup backup;
    ENGINE_TRY_AS(backup.dataDirectory, required(value, QStringLiteral("data")));
    ENGINE_TRY_AS(backup.file, required(value, QStringLiteral("to")));
    ENGINE_TRY_AS(backup.passphrase, passphrase(value));
    ENGINE_TRY(checkBackupPassphrase(QString::fromUtf8(toQByteArray(backup.passphrase))));
    ENGINE_TRY_AS(const BackupHead head, backUpNode(systemFileSystem(), systemRandom(), systemClock(), backup));
    cli::print(NodeText::tr("node %1 is in %2, as of %3").arg(head.code, backup.file, timeText(head.takenUtcMs)));
    cli::print(NodeText::tr("Keep the passphrase apart from the file: without it nobody can restore the node."));
    return {};
}

Result<> restore(const NodeOptions& value)
{
    NodeRestore wanted;
    ENGINE_TRY_AS(wanted.file, required(value, QStringLiteral("from")));
    ENGINE_TRY_AS(wanted.code, required(value, QStringLiteral("code")));
    ENGINE_TRY_AS(wanted.dataDirectory, required(value, QStringLiteral("data")));
    ENGINE_TRY_AS(wanted.passphrase, passphrase(value));
    ENGINE_TRY_AS(const BackupHead head, restoreNode(systemFileSystem(), systemRandom(), wanted));
    cli::print(
        NodeText::tr("node %1, as of %2, is in %3").arg(head.code, timeText(head.takenUtcMs), wanted.dataDirectory));
    cli::print(
        NodeText::tr("When it runs, its peers and targets refuse the former node. What it sends to others must be "
                     "loaded anew there: \"busheng-client subscription reload NAME --yes\" at each receiver."));
    return {};
}

Result<> rollBack(const NodeOptions& value)
{
    ENGINE_TRY_AS(const QString data, required(value, QStringLiteral("data")));
    ENGINE_TRY_AS(const auto directory, DataDirectory::open(data));
    ENGINE_TRY_AS(const UpgradeState state, rollBackUpgrade(systemFileSystem(), systemClock(), directory->path()));
    cli::print(
        NodeText::tr("%1 is as it was at %2, before the upgrade").arg(directory->path(), timeText(state.takenUtcMs)));
    cli::print(state.program.isEmpty()
                   ? NodeText::tr("Install the earlier version of the package before the node is started.")
                   : NodeText::tr("Install version %1 of the package before the node is started.").arg(state.program));
    return {};
}

Result<> upgrade(const NodeOptions& value)
{
    ENGINE_TRY_AS(const QString data, required(value, QStringLiteral("data")));
    ENGINE_TRY_AS(const auto directory, DataDirectory::open(data));
    ENGINE_TRY(upgradeAgain(systemFileSystem(), directory->path()));
    cli::print(NodeText::tr("%1 is upgraded when the node is started").arg(directory->path()));
    return {};
}

constexpr NodeCommand kCommands[] = {
    {"backup", "busheng-node backup --data DIR --to FILE [--passphrase-file FILE]", backUp},
    {"restore", "busheng-node restore --from FILE --code CODE --data DIR [--passphrase-file FILE]", restore},
    {"rollback", "busheng-node rollback --data DIR", rollBack},
    {"upgrade", "busheng-node upgrade --data DIR", upgrade},
};

} // namespace

std::span<const NodeCommand> backupCommands()
{
    return kCommands;
}

} // namespace busheng
