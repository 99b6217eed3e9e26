// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/security_commands.h"

#include "app/cli/await.h"
#include "app/cli/terminal.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "app/client/ledger_output.h"
#include "ui/client/operator_name.h"
#include "ui/text/display_text.h"

#include <QDateTime>
#include <QFile>
#include <QSaveFile>

namespace busheng::cli {
Result<ExitCode> listKeys(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const auto keys,
                  await<std::vector<LinkKeyRecord>>([&](auto reply) { engine.security().linkKeys(reply); }));
    if (call.json)
        printArray(keys);
    else
        printLinkKeys(keys);
    return ExitOk;
}

Result<ExitCode> rotateKeys(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) {
                    engine.security().rotateKeys(call.option(QStringLiteral("peer")), operatorName(), reply);
                }));
}

Result<ExitCode> setSecret(EngineApi& engine, const ClientCall& call)
{
    const QString secret = QString::fromUtf8(readHiddenLine(ClientText::tr("password of %1: ").arg(argument(call, 2))));
    if (secret.isEmpty())
        return usageError(QStringLiteral("there is no password on standard input"));
    return done(call, await<>([&](Reply<> reply) {
                    engine.security().setSecret(argument(call, 2), secret, operatorName(), reply);
                }));
}

Result<ExitCode> removeSecret(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) {
                    engine.security().removeSecret(argument(call, 2), operatorName(), reply);
                }));
}

Result<ExitCode> listSecrets(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const QStringList names,
                  await<QStringList>([&](auto reply) { engine.security().secretNames(reply); }));
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("names"), QJsonArray::fromStringList(names)}});
    for (const QString& name : call.json ? QStringList() : names)
        print(displayText(name));
    return ExitOk;
}

Result<ExitCode> exportLedger(EngineApi& engine, const ClientCall& call)
{
    constexpr int kPage = 1000;
    const QString path = argument(call, 2);
    ENGINE_TRY(await<>([&](Reply<> reply) { engine.security().sealLedger(reply); }));
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    LedgerFileHead head;
    head.node = node.code;
    head.exportedUtcMs = QDateTime::currentMSecsSinceEpoch();
    ENGINE_TRY_AS(head.keys,
                  await<std::vector<EvidenceKey>>([&](auto reply) { engine.security().evidenceKeys(reply); }));
    QSaveFile file(path);
    const auto failed = [&] {
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    ENGINE_TRY_AS(LedgerFileWriter writer, LedgerFileWriter::begin(file, head));
    qint64 after = 0;
    // Lines that come meanwhile are for the next export: this one ends with its seal.
    for (bool sealed = false; !sealed;) {
        ENGINE_TRY_AS(const auto lines, await<std::vector<LedgerRow>>(
                                            [&](auto reply) { engine.security().ledgerLines(after, kPage, reply); }));
        for (const LedgerRow& line : lines) {
            ENGINE_TRY(writer.add(line));
            sealed = line.kind == u"seal" && line.utcMs >= head.exportedUtcMs - 1000;
            if (sealed)
                break;
        }
        if (lines.empty())
            break;
        after = lines.back().id;
    }
    ENGINE_TRY(writer.end());
    if (!file.commit())
        return failed();
    return done(call, {});
}

Result<ExitCode> verifyLedger(const ClientCall& call)
{
    ENGINE_TRY_AS(const LedgerCheck check, checkLedgerFile(argument(call, 2)));
    if (call.json)
        printJson(ledgerCheckJson(check));
    else
        printLedgerCheck(check);
    return check.findingCount == 0 && check.sealedUpTo > 0 ? ExitOk : ExitWarning;
}

} // namespace busheng::cli
