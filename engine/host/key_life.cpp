// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/key_life.h"

#include "engine/base/log.h"
#include "engine/crypto/link_key_wrap.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

const QString kOut = QStringLiteral("out");
const QString kIn = QStringLiteral("in");
const QString kGranted = QStringLiteral("granted");
const QString kActive = QStringLiteral("active");
const QString kRetired = QStringLiteral("retired");
const QString kWiped = QStringLiteral("wiped");

constexpr qint64 kMsPerHour = 3'600'000;
constexpr qint64 kBytesPerMiB = 1 << 20;

LinkKeys::Direction directionOf(const LinkKeyRecord& record)
{
    return record.direction == kOut ? LinkKeys::Direction::Out : LinkKeys::Direction::In;
}

Failure noSuite(const QString& peer, const QString& came, const QString& wanted)
{
    return fail(makeEvent(
        ErrorCode::Crypto, events::KEY_SUITE, {peer, came, wanted},
        QStringLiteral("%1 and this node have no cipher suite in common: %2 against %3").arg(peer, came, wanted)));
}

} // namespace

KeyLife::KeyLife(Context context) : m_context(context), m_keys(context.keys) {}

Result<std::unique_ptr<KeyLife>> KeyLife::open(Context context)
{
    std::unique_ptr<KeyLife> life(new KeyLife(context));
    ENGINE_TRY_AS(const std::vector<LinkKeyRecord> records, context.journal.linkKeys());
    for (const LinkKeyRecord& record : records)
        life->m_records[{record.peerCode, record.direction, record.epoch}] = record;
    return life;
}

Result<LinkKeyRecord> KeyLife::recordOf(const QString& peer, const QString& direction, const LinkKey& key) const
{
    LinkKeyRecord record;
    record.peerCode = peer;
    record.direction = direction;
    record.epoch = key.epoch;
    record.suite = key.suite->name();
    record.madeUtcMs = m_context.clock.utcMs();
    ENGINE_TRY_AS(record.fingerprint, linkKeyFingerprint(key));
    return record;
}

/// Key files that the inventory does not know: of a node that had none yet, or of a crash between file and inventory.
/// And the reverse: what the inventory has and the disk has not is gone.
Result<> KeyLife::adopt(const QString& peer, LinkKeys::Direction direction)
{
    const QString way = direction == LinkKeys::Direction::Out ? kOut : kIn;
    ENGINE_TRY_AS(const std::vector<LinkKey> keys, m_keys.held(peer, direction));
    const bool hasActive = find(peer, way, kActive) != nullptr;
    for (const LinkKey& key : keys) {
        const auto known = m_records.find({peer, way, key.epoch});
        if (known != m_records.end() && known->second.state != kWiped)
            continue;
        ENGINE_TRY_AS(LinkKeyRecord record, recordOf(peer, way, key));
        const bool isNewest = key.epoch == keys.back().epoch;
        record.state = way == kIn || (isNewest && !hasActive) ? kActive : hasActive ? kGranted : kRetired;
        record.why = way == kIn ? kGranted : QStringLiteral("first");
        record.activeUtcMs = record.state == kGranted ? 0 : record.madeUtcMs;
        ENGINE_TRY(save(record));
        m_records[{peer, way, key.epoch}] = record;
    }
    for (auto& [key, record] : m_records) {
        if (record.peerCode != peer || record.direction != way || record.state == kWiped ||
            std::ranges::find(keys, record.epoch, &LinkKey::epoch) != keys.end())
            continue;
        qCWarning(logHost).noquote() << "the key of epoch" << record.epoch << way << peer << "is not on the disk";
        record.state = kWiped;
        record.wipedUtcMs = m_context.clock.utcMs();
        ENGINE_TRY(save(record));
    }
    return {};
}

Result<const CipherSuite*> KeyLife::chosenSuite(const QString& peer) const
{
    const QStringList ours = suitesFor(peer);
    const auto known = m_peers.find(peer);
    if (known == m_peers.end() || known->second.publicKeys.empty())
        return suiteNamed(ours.first());
    QStringList theirs;
    for (const control::PublicKey& key : known->second.publicKeys) {
        if (const CipherSuite* suite = suiteOf(static_cast<SuiteId>(key.suite)))
            theirs.append(suite->name());
    }
    for (const QString& name : ours) {
        if (theirs.contains(name))
            return suiteNamed(name);
    }
    return noSuite(peer, theirs.join(u','), ours.join(u','));
}

Result<> KeyLife::setPeer(const QString& peer, const std::vector<control::PublicKey>& keys)
{
    m_peers[peer].publicKeys = keys;
    ENGINE_TRY(chosenSuite(peer));
    return {};
}

LinkKeyRecord* KeyLife::find(const QString& peer, const QString& direction, const QString& state)
{
    LinkKeyRecord* newest = nullptr;
    for (auto& [key, record] : m_records) {
        if (record.peerCode == peer && record.direction == direction && record.state == state)
            newest = &record;
    }
    return newest;
}

Result<LinkKeyRecord*> KeyLife::makeNext(const QString& peer, quint32 atLeast, const QString& why, const QString& by)
{
    ENGINE_TRY_AS(const CipherSuite* const suite, chosenSuite(peer));
    quint32 epoch = std::max<quint32>(atLeast, 1);
    for (const auto& [key, record] : m_records) {
        if (record.peerCode == peer && record.direction == kOut)
            epoch = std::max(epoch, record.epoch + 1);
    }
    ENGINE_TRY_AS(const LinkKey made, m_keys.make(peer, epoch, *suite));
    ENGINE_TRY_AS(LinkKeyRecord record, recordOf(peer, kOut, made));
    record.state = kGranted;
    record.why = why;
    record.by = by;
    ENGINE_TRY(save(record));
    qCInfo(logHost).noquote() << "a key of epoch" << epoch << "for" << peer << "is made:" << why << by;
    return &(m_records[{peer, kOut, epoch}] = record);
}

Result<> KeyLife::activate(LinkKeyRecord& record)
{
    const qint64 now = m_context.clock.utcMs();
    if (LinkKeyRecord* before = find(record.peerCode, kOut, kActive)) {
        takeCount(record.peerCode);
        before->state = kRetired;
        before->retiredUtcMs = now;
        ENGINE_TRY(save(*before));
    }
    record.state = kActive;
    record.activeUtcMs = now;
    ENGINE_TRY(save(record));
    Peer& peer = m_peers[record.peerCode];
    peer.counter = std::make_shared<SealCounter>();
    peer.packetsBefore = record.packets;
    peer.bytesBefore = record.sealedBytes;
    qCInfo(logHost).noquote() << "what goes to" << record.peerCode << "is sealed with epoch" << record.epoch << "by"
                              << record.suite;
    return {};
}

Result<> KeyLife::wipe(LinkKeyRecord& record)
{
    ENGINE_TRY(m_keys.wipe(record.peerCode, directionOf(record), record.epoch));
    record.state = kWiped;
    record.wipedUtcMs = m_context.clock.utcMs();
    ENGINE_TRY(save(record));
    qCInfo(logHost).noquote() << "the key of epoch" << record.epoch << record.direction << record.peerCode
                              << "is wiped";
    return {};
}

Result<LinkKey> KeyLife::active(const QString& peer)
{
    ENGINE_TRY(adopt(peer, LinkKeys::Direction::Out));
    LinkKeyRecord* record = find(peer, kOut, kActive);
    // What the policy does not allow any more seals nothing from now on. The grant goes before any packet.
    if (record == nullptr || !suitesFor(peer).contains(record->suite)) {
        const QString why = record == nullptr ? QStringLiteral("first") : QStringLiteral("suite");
        LinkKeyRecord* next = find(peer, kOut, kGranted);
        if (next == nullptr || !suitesFor(peer).contains(next->suite)) {
            ENGINE_TRY_AS(next, makeNext(peer, 1, why, QString()));
        }
        ENGINE_TRY(activate(*next));
        record = next;
    }
    ENGINE_TRY_AS(const std::vector<LinkKey> keys, held(peer));
    const auto key = std::ranges::find(keys, record->epoch, &LinkKey::epoch);
    if (key == keys.end())
        return fail(ErrorCode::Internal, QStringLiteral("the key of epoch %1 is not there").arg(record->epoch));
    return *key;
}

std::shared_ptr<SealCounter> KeyLife::counter(const QString& peer)
{
    Peer& known = m_peers[peer];
    if (!known.counter) {
        known.counter = std::make_shared<SealCounter>();
        if (const LinkKeyRecord* record = find(peer, kOut, kActive)) {
            known.packetsBefore = record->packets;
            known.bytesBefore = record->sealedBytes;
        }
    }
    return known.counter;
}

Result<> KeyLife::save(const LinkKeyRecord& record)
{
    ENGINE_TRY(m_context.journal.saveLinkKey(record));
    LedgerEntry entry;
    entry.kind = QStringLiteral("key");
    entry.outcome = record.state;
    entry.direction = record.direction;
    entry.peer = record.peerCode;
    entry.name = record.fingerprint;
    entry.epoch = record.epoch;
    entry.suite = record.suite;
    entry.by = record.by;
    entry.changes = record.packets;
    entry.sealedBytes = static_cast<qint64>(record.sealedBytes);
    return m_context.onChange(entry);
}

void KeyLife::takeCount(const QString& peer)
{
    const auto known = m_peers.find(peer);
    LinkKeyRecord* record = find(peer, kOut, kActive);
    if (record == nullptr || known == m_peers.end() || !known->second.counter)
        return;
    record->packets = known->second.packetsBefore + known->second.counter->packets;
    record->sealedBytes = known->second.bytesBefore + known->second.counter->bytes;
}

Result<control::Keys> KeyLife::grant(const QString& peer)
{
    const auto known = m_peers.find(peer);
    if (known == m_peers.end() || known->second.publicKeys.empty())
        return fail(ErrorCode::Internal, QStringLiteral("%1 has not said its public keys").arg(peer));
    control::Keys granted;
    ENGINE_TRY_AS(const std::vector<LinkKey> keys, held(peer));
    for (const LinkKey& key : keys) {
        const auto publicKey = std::ranges::find(known->second.publicKeys, static_cast<std::uint8_t>(key.suite->id()),
                                                 &control::PublicKey::suite);
        // Of a suite that the peer takes no more: it has the key from when it did.
        if (publicKey == known->second.publicKeys.end())
            continue;
        ENGINE_TRY_AS(Bytes wrapped, m_keys.wrapFor(peer, key, publicKey->pem));
        granted.grants.push_back({key.epoch, static_cast<std::uint8_t>(key.suite->id()), std::move(wrapped)});
    }
    granted.oldest = keys.empty() ? 0 : keys.front().epoch;
    return granted;
}

Result<bool> KeyLife::confirmed(const QString& peer, const control::KeysHeld& held)
{
    LinkKeyRecord* next = find(peer, kOut, kGranted);
    if (next == nullptr)
        return false;
    const auto said = std::ranges::find(held.held, next->epoch, &control::KeysHeld::Held::epoch);
    if (said == held.held.end() && held.newest < next->epoch)
        return false;
    // Another key under that number: this node was brought back to an earlier state. It counts on behind the peer.
    if (said == held.held.end() || said->fingerprint != next->fingerprint) {
        const LinkKeyRecord taken = *next;
        ENGINE_TRY(wipe(*next));
        ENGINE_TRY(makeNext(peer, held.newest + 1, taken.why, taken.by));
        return true;
    }
    ENGINE_TRY(activate(*next));
    return true;
}

Result<> KeyLife::rotate(const QString& peer, const QString& why, const QString& by)
{
    ENGINE_TRY(active(peer));
    if (find(peer, kOut, kGranted) == nullptr)
        ENGINE_TRY(makeNext(peer, 1, why, by));
    return {};
}

QString KeyLife::whyDue(const QString& peer, const LinkKeyRecord& active)
{
    const CryptoConfig::KeyLimits& limits = m_context.config.keyLimits;
    if (active.packets >= static_cast<quint64>(limits.packets))
        return QStringLiteral("packets");
    if (active.sealedBytes >= static_cast<quint64>(limits.mebibytes * kBytesPerMiB))
        return QStringLiteral("bytes");
    if (m_context.clock.utcMs() - active.activeUtcMs >= limits.hours * kMsPerHour)
        return QStringLiteral("age");
    const auto suite = chosenSuite(peer);
    return suite && (*suite)->name() != active.suite ? QStringLiteral("suite") : QString();
}

Result<QStringList> KeyLife::rotateWhatIsDue()
{
    QStringList rotated;
    for (const QString& peer : peers()) {
        takeCount(peer);
        const LinkKeyRecord* record = find(peer, kOut, kActive);
        if (record == nullptr || find(peer, kOut, kGranted) != nullptr)
            continue;
        if (const QString why = whyDue(peer, *record); !why.isEmpty()) {
            ENGINE_TRY(rotate(peer, why, QString()));
            rotated.append(peer);
        }
    }
    return rotated;
}

Result<bool> KeyLife::noteNeeded(const QString& peer, quint32 oldest)
{
    bool wiped = false;
    for (auto& [key, record] : m_records) {
        if (record.peerCode != peer || record.state != kRetired || record.epoch >= oldest)
            continue;
        ENGINE_TRY(wipe(record));
        wiped = true;
    }
    return wiped;
}

Result<KeyLife::Accepted> KeyLife::accept(const QString& peer, const control::Keys& granted)
{
    ENGINE_TRY(adopt(peer, LinkKeys::Direction::In));
    const QStringList allowed = suitesFor(peer);
    Accepted accepted;
    const auto refuse = [&](const Error& why) {
        if (!accepted.error)
            accepted.error = why;
    };
    for (const control::Keys::Grant& grant : granted.grants) {
        const CipherSuite* suite = suiteOf(static_cast<SuiteId>(grant.suite));
        auto found = m_records.find({peer, kIn, grant.epoch});
        const bool isKnown = found != m_records.end() && found->second.state != kWiped;
        if (suite == nullptr || (!isKnown && !allowed.contains(suite->name()))) {
            refuse(noSuite(peer, suite == nullptr ? QString::number(grant.suite) : suite->name(), allowed.join(u','))
                       .value());
            continue;
        }
        auto key = m_keys.accept(peer, grant.epoch, grant.wrapped, *suite);
        if (!key) {
            refuse(key.error());
            continue;
        }
        if (!isKnown) {
            ENGINE_TRY_AS(LinkKeyRecord record, recordOf(peer, kIn, *key));
            record.state = kActive;
            record.why = kGranted;
            record.activeUtcMs = record.madeUtcMs;
            ENGINE_TRY(save(record));
            m_records[{peer, kIn, grant.epoch}] = record;
        }
        accepted.keys.push_back(std::move(*key));
    }
    for (auto& [key, record] : m_records) {
        if (record.peerCode != peer || record.direction != kIn)
            continue;
        if (record.state != kWiped && record.epoch < granted.oldest)
            ENGINE_TRY(wipe(record));
        accepted.answer.newest = std::max(accepted.answer.newest, record.epoch);
        if (record.state != kWiped)
            accepted.answer.held.push_back({record.epoch, record.fingerprint});
    }
    if (accepted.error) {
        accepted.answer.event =
            accepted.error->event.isEmpty() ? errorCodeName(accepted.error->code) : accepted.error->event;
        accepted.answer.args = accepted.error->args;
    }
    return accepted;
}

Result<std::vector<control::PublicKey>> KeyLife::ownKeys(const QString& peer)
{
    std::vector<control::PublicKey> keys;
    for (const QString& name : suitesFor(peer)) {
        const CipherSuite* suite = suiteNamed(name);
        ENGINE_TRY_AS(const IdentityKeyPtr own, m_keys.own(*suite));
        ENGINE_TRY_AS(Bytes pem, own->publicPem());
        keys.push_back({static_cast<std::uint8_t>(suite->id()), std::move(pem)});
    }
    return keys;
}

Result<> KeyLife::forget(const QString& peer)
{
    takeCount(peer);
    for (auto& [key, record] : m_records) {
        if (record.peerCode == peer && record.state != kWiped)
            ENGINE_TRY(wipe(record));
    }
    m_peers.erase(peer);
    return {};
}

QStringList KeyLife::peers() const
{
    QStringList found;
    for (const auto& [key, record] : m_records) {
        if (record.state != kWiped && !found.contains(record.peerCode))
            found.append(record.peerCode);
    }
    return found;
}

std::vector<LinkKeyRecord> KeyLife::inventory() const
{
    std::vector<LinkKeyRecord> all;
    for (const auto& [key, record] : m_records)
        all.push_back(record);
    return all;
}

Result<> KeyLife::saveCounts()
{
    for (const QString& peer : peers()) {
        takeCount(peer);
        const LinkKeyRecord* record = find(peer, kOut, kActive);
        if (record == nullptr || record->packets == m_peers[peer].packetsSaved)
            continue;
        ENGINE_TRY(m_context.journal.saveLinkKey(*record));
        m_peers[peer].packetsSaved = record->packets;
    }
    return {};
}

} // namespace busheng
