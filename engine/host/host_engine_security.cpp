// SPDX-License-Identifier: GPL-3.0-or-later
// SecurityApi and AlarmsApi over the runtime.
#include "engine/api/backup_passphrase.h"
#include "engine/crypto/wipe.h"
#include "engine/host/host_engine.h"

#include <algorithm>

namespace busheng {

void HostEngine::linkKeys(Reply<std::vector<LinkKeyRecord>> reply)
{
    const auto running = runtime();
    reply(running ? Result<std::vector<LinkKeyRecord>>((*running)->linkKeys())
                  : Result<std::vector<LinkKeyRecord>>(fail(running.error())));
}

void HostEngine::rotateKeys(const QString& peer, const QString& by, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->rotateKeys(peer, by) : Result<>(fail(running.error())));
}

void HostEngine::sealLedger(Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->sealLedger() : Result<>(fail(running.error())));
}

void HostEngine::ledgerLines(qint64 afterId, int limit, Reply<std::vector<LedgerRow>> reply)
{
    constexpr int kMost = 1000;
    const auto running = runtime();
    reply(running ? (*running)->journal().ledgerLines(afterId, std::clamp(limit, 1, kMost))
                  : Result<std::vector<LedgerRow>>(fail(running.error())));
}

void HostEngine::evidenceKeys(Reply<std::vector<EvidenceKey>> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->journal().evidenceKeys() : Result<std::vector<EvidenceKey>>(fail(running.error())));
}

void HostEngine::searchLedger(const LedgerFilter& filter, qint64 beforeId, int limit, Reply<LedgerMatches> reply)
{
    constexpr int kMost = 1000;
    const auto running = runtime();
    reply(running ? (*running)->journal().searchLedger(filter, beforeId, std::clamp(limit, 1, kMost))
                  : Result<LedgerMatches>(fail(running.error())));
}

void HostEngine::acknowledgeAlarm(const QString& event, const QString& subject, const QString& by, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->alarms().acknowledge(event, subject, by) : Result<>(fail(running.error())));
}

void HostEngine::silenceAlarm(const QString& event, const QString& subject, qint64 untilUtcMs, const QString& by,
                              const QString& reason, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->alarms().silence(event, subject, untilUtcMs, by, reason)
                  : Result<>(fail(running.error())));
}

void HostEngine::setSecret(const QString& name, const QString& secret, const QString& by, Reply<> reply)
{
    if (const Result<> isGood = name == kBackupSecret ? checkBackupPassphrase(secret) : Result<>(); !isGood)
        return reply(fail(isGood.error()));
    const auto running = runtime();
    QByteArray text = secret.toUtf8();
    reply(running ? (*running)->setSecret(name, view(text), by) : Result<>(fail(running.error())));
    wipe({text.data(), static_cast<std::size_t>(text.size())});
}

void HostEngine::removeSecret(const QString& name, const QString& by, Reply<> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->removeSecret(name, by) : Result<>(fail(running.error())));
}

void HostEngine::secretNames(Reply<QStringList> reply)
{
    const auto running = runtime();
    reply(running ? (*running)->secretNames() : Result<QStringList>(fail(running.error())));
}

} // namespace busheng
