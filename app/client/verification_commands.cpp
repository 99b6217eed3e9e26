// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/verification_commands.h"

#include "app/cli/await.h"
#include "app/cli/report.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/api/json.h"
#include "engine/evidence/certificate.h"
#include "engine/model/events.h"
#include "ui/client/operator_name.h"
#include "ui/reports/certificate_words.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QSaveFile>
#include <QTimer>

namespace busheng::cli {
namespace {

constexpr int kLookEveryMs = 200;
constexpr int kListed = 100;
const QString kRunning = QStringLiteral("running");

Result<VerificationSnapshot> fetch(EngineApi& engine, qint64 id)
{
    return await<VerificationSnapshot>([&](auto reply) { engine.flow().verification(id, reply); });
}

Result<VerificationSnapshot> waitForEnd(EngineApi& engine, qint64 id)
{
    while (true) {
        ENGINE_TRY_AS(const VerificationSnapshot now, fetch(engine, id));
        if (now.state != kRunning)
            return now;
        QEventLoop pause;
        QTimer::singleShot(kLookEveryMs, &pause, &QEventLoop::quit);
        pause.exec();
    }
}

Result<qint64> idOf(const ClientCall& call)
{
    bool ok = false;
    const qint64 id = argument(call, 2).toLongLong(&ok);
    if (!ok || id <= 0)
        return usageError(QStringLiteral("'%1' is no number of a verification").arg(argument(call, 2)));
    return id;
}

Result<ExitCode> show(const ClientCall& call, const VerificationSnapshot& found)
{
    if (call.json)
        printJson(toJson(found));
    else
        printVerification(found);
    if (found.state == QStringLiteral("failed"))
        return fail(makeEvent(ErrorCode::Internal, found.error, found.errorArgs, found.errorArgs.join(u' ')));
    return found.state == QStringLiteral("different") ? ExitWarning : ExitOk;
}

/// The differences that were shown are the preview; --yes is the approval.
Result<> repair(EngineApi& engine, const ClientCall& call, const VerificationSnapshot& found)
{
    if (!call.has(QStringLiteral("yes")))
        return usageError(QStringLiteral("--repair overwrites the %1 rows above at the target; add --yes to do it")
                              .arg(found.differenceCount));
    return await<>([&](Reply<> reply) { engine.flow().repair(found.id, reply); });
}

} // namespace

Result<ExitCode> verify(EngineApi& engine, const ClientCall& call)
{
    const QString level =
        call.has(QStringLiteral("level")) ? call.option(QStringLiteral("level")) : QStringLiteral("field");
    const bool gentle = call.has(QStringLiteral("gentle"));
    ENGINE_TRY_AS(const qint64 id,
                  await<qint64>([&](auto reply) { engine.flow().verify(argument(call, 1), level, gentle, reply); }));
    ENGINE_TRY_AS(const VerificationSnapshot found, waitForEnd(engine, id));
    ENGINE_TRY_AS(const ExitCode shown, show(call, found));
    if (shown != ExitWarning || !call.has(QStringLiteral("repair")))
        return shown;
    ENGINE_TRY(repair(engine, call, found));
    return ExitOk;
}

Result<ExitCode> listVerifications(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const auto found, await<std::vector<VerificationSnapshot>>([&](auto reply) {
                      engine.flow().verifications(call.option(QStringLiteral("subscription")), kListed, reply);
                  }));
    if (call.json)
        printArray(found);
    else
        printVerifications(found);
    return ExitOk;
}

Result<ExitCode> showVerification(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 id, idOf(call));
    ENGINE_TRY_AS(const VerificationSnapshot found, fetch(engine, id));
    return show(call, found);
}

Result<ExitCode> stopVerification(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 id, idOf(call));
    return done(call, await<>([&](Reply<> reply) { engine.flow().stopVerification(id, reply); }));
}

Result<ExitCode> repairVerification(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 id, idOf(call));
    ENGINE_TRY_AS(const VerificationSnapshot found, fetch(engine, id));
    ENGINE_TRY(show(call, found));
    ENGINE_TRY(repair(engine, call, found));
    return ExitOk;
}

Result<ExitCode> certifyVerification(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 id, idOf(call));
    QSaveFile file(argument(call, 3));
    const auto failed = [&file] {
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {file.fileName(), file.errorString()},
                              file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly)) // before anything is signed
        return failed();
    ENGINE_TRY_AS(const QJsonObject certificate,
                  await<QJsonObject>([&](auto reply) { engine.comparisons().certify(id, operatorName(), reply); }));
    const QByteArray text = QJsonDocument(certificate).toJson();
    if (file.write(text) != text.size() || !file.commit())
        return failed();
    return done(call, {});
}

Result<ExitCode> checkVerificationCertificate(const ClientCall& call)
{
    ENGINE_TRY_AS(const Certificate certificate, checkCertificateFile(argument(call, 2)));
    if (call.json)
        printJson(toJson(certificate));
    for (const QString& line : call.json ? QStringList() : CertificateWords::lines(certificate))
        print(line);
    return ExitOk;
}

} // namespace busheng::cli
