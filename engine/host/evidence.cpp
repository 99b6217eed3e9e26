// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/evidence.h"

#include "engine/evidence/ledger_chain.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

const QString kManifest = QStringLiteral("manifest");
const QString kReceipt = QStringLiteral("receipt");
const QString kSeal = QStringLiteral("seal");

QString packetOutcome(bool sends)
{
    return sends ? QStringLiteral("sealed") : QStringLiteral("applied");
}

QString directionOf(bool sends)
{
    return sends ? QStringLiteral("out") : QStringLiteral("in");
}

control::Statement statementOf(const LedgerEntry& entry, const EvidenceKey& key)
{
    return {entry.kind,
            entry.sequence,
            entry.digest,
            entry.transactions,
            entry.changes,
            entry.plainBytes,
            entry.sealedBytes,
            entry.utcMs,
            entry.upToPosition,
            entry.suite,
            Bytes(view(key.pem.toLatin1())),
            Bytes(view(QByteArray::fromHex(entry.signature.toLatin1())))};
}

} // namespace

Result<std::pair<EvidenceKey, IdentityKeyPtr>> Evidence::own(const QString& peer)
{
    ENGINE_TRY_AS(const auto identity, m_context.identity(peer));
    const auto known = m_own.find(identity.first);
    if (known != m_own.end())
        return std::pair(known->second, identity.second);
    ENGINE_TRY_AS(const Bytes pem, identity.second->publicPem());
    ENGINE_TRY_AS(const EvidenceKey key, evidenceKeyOf(m_context.node, identity.first, pem));
    ENGINE_TRY(keep(key));
    m_own[identity.first] = key;
    return std::pair(key, identity.second);
}

Result<> Evidence::keep(EvidenceKey key)
{
    if (m_kept.contains(key.fingerprint))
        return {};
    key.sinceUtcMs = m_context.clock.utcMs();
    ENGINE_TRY(m_context.journal.saveEvidenceKey(key));
    m_kept.insert(key.fingerprint);
    return {};
}

Result<std::optional<Message>> Evidence::state(const StreamId& stream, bool sends)
{
    const QString name = stream.name();
    const QString direction = directionOf(sends);
    const QString kind = sends ? kManifest : kReceipt;
    ENGINE_TRY_AS(const quint64 newest, m_context.journal.ledgerNewestOf(name, direction, packetOutcome(sends)));
    ENGINE_TRY_AS(const quint64 said, m_context.journal.ledgerNewestOf(name, direction, kind));
    if (newest <= said)
        return std::optional<Message>();
    ENGINE_TRY_AS(LedgerEntry entry, m_context.journal.ledgerSum(name, direction, packetOutcome(sends), said));
    if (entry.sequence == 0)
        return std::optional<Message>();
    const QString peer = sends ? stream.to : stream.from;
    ENGINE_TRY_AS(const auto signer, own(peer));
    entry.kind = kind;
    entry.outcome = kind;
    entry.peer = peer;
    entry.utcMs = m_context.clock.utcMs();
    ENGINE_TRY(signLedgerEntry(entry, signer.first, *signer.second));
    ENGINE_TRY(m_context.journal.appendLedger({entry}));
    const Message message = control::encode(stream.number, statementOf(entry, signer.first));
    m_last[name] = message;
    return std::optional<Message>(message);
}

std::optional<Message> Evidence::last(const StreamId& stream) const
{
    const auto found = m_last.find(stream.name());
    return found == m_last.end() ? std::nullopt : std::optional<Message>(found->second);
}

Result<> Evidence::accept(const QString& peer, const StreamId& stream, bool sends, const control::Statement& statement)
{
    const QString name = stream.name();
    const QString wanted = sends ? kReceipt : kManifest; // who sends gets receipts
    if (statement.kind != wanted)
        return fail(ErrorCode::Protocol, QStringLiteral("%1 of stream %2 from its %3")
                                             .arg(statement.kind.left(16), name,
                                                  sends ? QStringLiteral("receiver") : QStringLiteral("sender")));
    ENGINE_TRY_AS(const quint64 known, m_context.journal.ledgerNewestOf(name, directionOf(sends), wanted));
    if (statement.sequence <= known)
        return {};
    ENGINE_TRY_AS(const EvidenceKey key, evidenceKeyOf(peer, statement.suite, statement.publicKey));
    LedgerEntry entry;
    entry.kind = entry.outcome = wanted;
    entry.stream = name;
    entry.direction = directionOf(sends);
    entry.peer = peer;
    entry.sequence = statement.sequence;
    entry.digest = statement.digest;
    entry.transactions = statement.packets;
    entry.changes = statement.changes;
    entry.plainBytes = statement.plainBytes;
    entry.sealedBytes = statement.sealedBytes;
    entry.utcMs = statement.utcMs;
    entry.upToPosition = statement.position;
    entry.suite = statement.suite;
    entry.signer = key.fingerprint;
    entry.signature = toHex(statement.signature);
    ENGINE_TRY(checkLedgerEntry(entry, key));
    ENGINE_TRY_AS(const QString ours, m_context.journal.ledgerDigest(name, packetOutcome(sends), statement.sequence));
    if (!ours.isEmpty() && ours != statement.digest)
        return fail(makeEvent(ErrorCode::Corrupt, events::PKT_FORK, {name, QString::number(statement.sequence)},
                              QStringLiteral("%1 signed for another packet %2 of stream %3 than the one here")
                                  .arg(peer)
                                  .arg(statement.sequence)
                                  .arg(name)));
    ENGINE_TRY(keep(key));
    return m_context.journal.appendLedger({entry});
}

Result<> Evidence::note(LedgerEntry entry)
{
    if (entry.utcMs == 0)
        entry.utcMs = m_context.clock.utcMs();
    return m_context.journal.appendLedger({entry});
}

Result<std::pair<LedgerEntry, EvidenceKey>> Evidence::noteSigned(LedgerEntry entry)
{
    ENGINE_TRY_AS(const auto signer, own(QString()));
    entry.utcMs = m_context.clock.utcMs();
    ENGINE_TRY(signLedgerEntry(entry, signer.first, *signer.second));
    ENGINE_TRY(m_context.journal.appendLedger({entry}));
    return std::pair(entry, signer.first);
}

Result<> Evidence::seal()
{
    ENGINE_TRY_AS(const auto signer, own(QString()));
    m_ownFingerprint = signer.first.fingerprint;
    ENGINE_TRY_AS(const LedgerEntry newest, m_context.journal.ledgerHead());
    if (newest.id == 0 || newest.kind == kSeal)
        return {};
    LedgerEntry entry;
    entry.kind = entry.outcome = kSeal;
    entry.sequence = static_cast<quint64>(newest.id);
    entry.digest = newest.chain;
    entry.utcMs = m_context.clock.utcMs();
    ENGINE_TRY(signLedgerEntry(entry, signer.first, *signer.second));
    return m_context.journal.appendLedger({entry});
}

} // namespace busheng
