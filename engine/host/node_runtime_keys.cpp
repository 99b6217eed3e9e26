// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of the links: who is told of which, and when one takes the place of another.
#include "engine/base/log.h"
#include "engine/crypto/provider_suite.h"
#include "engine/db/database_password.h"
#include "engine/host/node_runtime.h"
#include "engine/host/tuning.h"
#include "engine/host/vault_keys.h"
#include "engine/model/events.h"

#include <QFileInfo>

namespace busheng {
namespace {

} // namespace

Result<> NodeRuntime::openKeys()
{
    const QString sm2Key = QFileInfo(m_config.privateKey).path() + QStringLiteral("/sm2.key");
    if (const CryptoConfig& crypto = m_config.crypto; !crypto.device.isEmpty() || !crypto.provider.isEmpty()) {
        ENGINE_TRY_AS(DeviceSuite device, crypto.provider.isEmpty()
                                              ? loadDeviceSuite(crypto.device, crypto.deviceSettings)
                                              : loadProviderSuite(crypto.provider, crypto.providerConfiguration));
        m_cipherDevice = QStringList{device.info.name, device.info.version}.join(u' ') + QStringLiteral(": ") +
                         device.info.capabilities.join(QStringLiteral(", "));
        useSmSuite(std::move(device.suite));
    }
    ENGINE_TRY_AS(m_keys,
                  LinkKeys::open(m_seams.fileSystem, m_seams.random, sm2Key, m_directory->keys(), m_vault.get()));
    makeEvidence();
    ENGINE_TRY_AS(m_keyLife, KeyLife::open({*m_keys, *m_journal, m_seams.clock, m_config.crypto,
                                            [this](const LedgerEntry& entry) { return m_evidence->note(entry); }}));
    ENGINE_TRY(m_evidence->seal());
    connect(&m_keyTimer, &QTimer::timeout, this, [this] {
        lookAtKeys();
        wipePackageKeys();
        lookAtEvidence();
    });
    m_keyTimer.start(tuning::kKeysEveryMs);
    return {};
}

Result<> NodeRuntime::openVault()
{
    setPasswordSource({});
    ENGINE_TRY_AS(m_vault, openNodeVault(m_seams.fileSystem, m_seams.random, m_config));
    if (!m_vault)
        return {};
    setPasswordSource([vault = m_vault](const QString& database) { return vault->get(namedSecret(database)); });
    return {};
}

Result<Vault*> NodeRuntime::vault() const
{
    if (m_vault)
        return m_vault.get();
    return fail(makeEvent(ErrorCode::Config, events::CFG_MISSING_KEY,
                          {QStringLiteral("node.json"), QStringLiteral("crypto.passphraseFile")},
                          QStringLiteral("this node has no vault")));
}

Result<> NodeRuntime::setSecret(const QString& name, BytesView secret, const QString& by)
{
    ENGINE_TRY_AS(Vault* const kept, vault());
    if (secret.find('\0') != BytesView::npos)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {QStringLiteral("secret"), name, QString(), QStringLiteral("a text without zeros")},
                              QStringLiteral("the password of %1 holds a zero").arg(name)));
    ENGINE_TRY(kept->set(namedSecret(name), secret));
    return noteSecret(name, QStringLiteral("set"), by);
}

Result<> NodeRuntime::removeSecret(const QString& name, const QString& by)
{
    ENGINE_TRY_AS(Vault* const kept, vault());
    ENGINE_TRY(kept->remove(namedSecret(name)));
    return noteSecret(name, QStringLiteral("removed"), by);
}

Result<> NodeRuntime::noteSecret(const QString& name, const QString& outcome, const QString& by)
{
    LedgerEntry entry;
    entry.kind = QStringLiteral("secret");
    entry.name = name;
    entry.outcome = outcome;
    entry.by = by;
    return m_evidence->note(entry);
}

Result<QStringList> NodeRuntime::secretNames() const
{
    ENGINE_TRY_AS(Vault* const kept, vault());
    return namedSecrets(*kept);
}

void NodeRuntime::sendKeys(const QString& peer)
{
    const auto link = m_linkStates.find(peer);
    if (link == m_linkStates.end() || !link->second.peer)
        return; // it is told when it subscribes
    const auto granted = m_keyLife->grant(peer);
    if (!granted)
        return m_alarms->raise(granted.error(), peer);
    m_links->send(peer, control::encode(0, *granted));
}

void NodeRuntime::onKeys(const QString& peer, const control::Keys& keys)
{
    const auto accepted = m_keyLife->accept(peer, keys);
    if (!accepted)
        return m_alarms->raise(accepted.error(), peer);
    for (const auto& [name, stream] : m_inStreams) {
        if (stream->id().from != peer)
            continue;
        for (const LinkKey& key : accepted->keys)
            stream->addKey(key);
        stream->forgetKeysBelow(keys.oldest);
    }
    if (accepted->error)
        m_alarms->raise(*accepted->error, peer);
    m_links->send(peer, control::encode(0, accepted->answer));
}

void NodeRuntime::onKeysHeld(const QString& peer, const control::KeysHeld& held)
{
    if (!held.event.isEmpty())
        m_alarms->raise(
            makeEvent(ErrorCode::Crypto, held.event, held.args, QStringLiteral("%1 did not take a key").arg(peer)),
            peer);
    const auto isOther = m_keyLife->confirmed(peer, held);
    if (!isOther)
        return m_alarms->raise(isOther.error(), peer);
    if (!*isOther)
        return;
    useActiveKey(peer);
    sendKeys(peer);
    Q_EMIT changed();
}

void NodeRuntime::useActiveKey(const QString& peer)
{
    const auto key = m_keyLife->active(peer);
    if (!key)
        return m_alarms->raise(key.error(), peer);
    for (const auto& [streamKey, stream] : m_outStreams) {
        if (streamKey.first == peer)
            stream->setKey(*key, m_keyLife->counter(peer));
    }
}

/// Nothing while a stream has not found its place yet: it may need anything.
std::optional<quint32> NodeRuntime::oldestEpochNeeded(const QString& peer) const
{
    std::optional<quint32> oldest;
    for (const auto& [key, record] : m_outRecords) {
        if (key.first != peer)
            continue;
        const auto stream = m_outStreams.find(key);
        const quint32 needed = stream == m_outStreams.end() ? 0 : stream->second->status().oldestEpoch;
        oldest = std::min(oldest.value_or(needed), needed);
    }
    return oldest;
}

void NodeRuntime::lookAtKeys()
{
    const auto rotated = m_keyLife->rotateWhatIsDue();
    if (!rotated)
        return m_alarms->raise(rotated.error(), m_config.code);
    for (const QString& peer : *rotated)
        sendKeys(peer);
    for (const QString& peer : m_keyLife->peers()) {
        const std::optional<quint32> oldest = oldestEpochNeeded(peer);
        const auto wiped = oldest ? m_keyLife->noteNeeded(peer, *oldest) : Result<bool>(false);
        if (!wiped)
            m_alarms->raise(wiped.error(), peer);
        else if (*wiped)
            sendKeys(peer);
    }
    const std::int64_t nowNs = m_seams.clock.monotonicNs();
    if (nowNs - m_countsSavedNs < tuning::kCountsEveryNs)
        return;
    m_countsSavedNs = nowNs;
    if (auto saved = m_keyLife->saveCounts(); !saved)
        m_alarms->raise(saved.error(), m_config.code);
}

std::vector<LinkKeyRecord> NodeRuntime::linkKeys()
{
    return m_keyLife->inventory();
}

Result<> NodeRuntime::rotateKeys(const QString& peer, const QString& by)
{
    if (!peer.isEmpty() && !m_linkStates.contains(peer))
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("link"), peer},
                              QStringLiteral("no link with %1").arg(peer)));
    for (const auto& [code, state] : m_linkStates) {
        const bool sends =
            std::ranges::any_of(m_outRecords, [&](const auto& item) { return item.first.first == code; });
        if ((!peer.isEmpty() && code != peer) || (peer.isEmpty() && !sends))
            continue;
        ENGINE_TRY(m_keyLife->rotate(code, QStringLiteral("asked"), by));
        sendKeys(code);
    }
    Q_EMIT changed();
    return {};
}

} // namespace busheng
