// SPDX-License-Identifier: GPL-3.0-or-later
// What who owns the machine does when nobody can sign in any more.
#include "app/cli/report.h"
#include "app/cli/terminal.h"
#include "app/node/node_command.h"
#include "engine/api/node_config.h"
#include "engine/governance/recovery.h"
#include "engine/localapi/local_access.h"

#include <QCoreApplication>
#include <QDir>

namespace busheng {
namespace {

QString said(const char* text)
{
    return QCoreApplication::translate("Node", text);
}

/// Only at a directory that a node has: a journal is not made here.
Result<std::unique_ptr<Journal>> journalOf(const NodeOptions& option)
{
    const QString data = option(QStringLiteral("data"));
    if (data.isEmpty())
        return wrongNodeUsage(QStringLiteral("--data DIR is missing"));
    ENGINE_TRY(readNodeConfig(data));
    return Journal::open(QDir(data).absoluteFilePath(QStringLiteral("journal.sqlite")));
}

QString owner()
{
    return QStringLiteral("account:") + ownAccount();
}

Result<> recover(const NodeOptions& option)
{
    const QString name = option(QStringLiteral("name"));
    if (name.isEmpty())
        return wrongNodeUsage(QStringLiteral("--name NAME is missing"));
    ENGINE_TRY_AS(const auto journal, journalOf(option));
    const QString password =
        QString::fromUtf8(cli::readHiddenLine(said(QT_TRANSLATE_NOOP("Node", "new password of %1: ")).arg(name)));
    Recovery recovery{*journal, systemClock(), systemRandom(), owner()};
    ENGINE_TRY(recovery.giveAccess(name, option(QStringLiteral("person")), password));
    cli::print(said(QT_TRANSLATE_NOOP("Node", "%1 can sign in again, and chooses a password of their own then; the "
                                              "ledger says so"))
                   .arg(name));
    return {};
}

Result<> switchOff(const NodeOptions& option)
{
    ENGINE_TRY_AS(const auto journal, journalOf(option));
    Recovery recovery{*journal, systemClock(), systemRandom(), owner()};
    ENGINE_TRY(recovery.switchOff());
    cli::print(said(QT_TRANSLATE_NOOP("Node", "this node works without operators again; the ledger says so")));
    return {};
}

constexpr NodeCommand kCommands[] = {
    {"operator recover", "busheng-node operator recover --data DIR --name NAME [--person PERSON]", recover},
    {"operator off", "busheng-node operator off --data DIR", switchOff},
};

} // namespace

std::span<const NodeCommand> operatorCommands()
{
    return kCommands;
}

} // namespace busheng
