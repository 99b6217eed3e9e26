// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/crypto/identity_key.h"
#include "engine/host/control_message.h"
#include "engine/journal/journal.h"

#include <map>
#include <set>

namespace busheng {

/// What this node signs about packets, and what its peers sign (§9 c, docs/formats/ledger.md): a sender's manifest says
/// which packets it sealed, a receiver's receipt which it applied; each packet's header carries the digest of the one
/// before, so a statement about the newest is one about all. Both ends keep both, in their chained ledgers, and seal
/// the ledger itself once a minute.
///
/// Thread: the engine's. Fails: Crypto, Storage; Corrupt PKT_FORK when a peer's statement is about other packets than
/// ours.
class Evidence {
public:
    struct Context {
        Journal& journal;
        Clock& clock;
        QString node;
        /// What this node signs with, in the suite that its policy has for the peer (empty: for its own ledger).
        std::function<Result<std::pair<QString, IdentityKeyPtr>>(const QString& peer)> identity;
    };
    explicit Evidence(Context context) : m_context(std::move(context)) {}

    /// Signs what is new of a stream that we send (manifest) or receive (receipt), keeps it, and returns what the peer
    /// must be told; nothing when there is nothing new.
    Result<std::optional<Message>> state(const StreamId& stream, bool sends);
    /// What state() returned last: for a peer that may have missed it.
    std::optional<Message> last(const StreamId& stream) const;
    /// Checks and keeps what `peer` says of `stream`. Saying the same again is a no-op.
    Result<> accept(const QString& peer, const StreamId& stream, bool sends, const control::Statement& statement);
    /// A line about something that is no packet: `kind`, `name` and what else the caller fills.
    Result<> note(LedgerEntry entry);
    /// The same, signed with the key that seals; the line as it was signed, and the key.
    Result<std::pair<LedgerEntry, EvidenceKey>> noteSigned(LedgerEntry entry);
    /// Signs all lines so far, unless the newest line is a seal.
    Result<> seal();
    QString ownFingerprint() const { return m_ownFingerprint; } ///< of the key that seals; empty: not used yet

private:
    Result<std::pair<EvidenceKey, IdentityKeyPtr>> own(const QString& peer);
    Result<> keep(EvidenceKey key);

    Context m_context;
    QString m_ownFingerprint;
    std::map<QString, Message> m_last;    ///< by stream
    std::map<QString, EvidenceKey> m_own; ///< by suite
    std::set<QString> m_kept;             ///< fingerprints that the journal has
};

} // namespace busheng
