// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/crypto_config.h"
#include "engine/base/clock.h"
#include "engine/host/control_message.h"
#include "engine/host/link_keys.h"
#include "engine/journal/journal.h"

#include <atomic>
#include <map>

namespace busheng {

/// What was sealed with the active key of a link. Streams count, KeyLife reads. Thread: any.
struct SealCounter {
    std::atomic<quint64> packets{0};
    std::atomic<quint64> bytes{0};
};

/// When link keys are made, used and wiped (docs/formats/keys.md, "Life of a link key"). For what we send:
///
///   Granted -> Active -> Retired -> Wiped
///
/// A key is due by count, volume, time, on demand, or because the policy asks for another suite. The next one is
/// granted over the link at once; only when the peer has said that it holds it, packets are sealed with it, so nothing
/// pauses. The one before is kept until the receiver has applied its last packet, then wiped here, and at the peer,
/// which is told the oldest epoch that is still needed. Epochs of a link only rise; also after the link was removed.
///
/// Thread: the engine's. Durable: what a call did, when it returned. Fails: Crypto (KEY_SUITE, KEY_EPOCH), Storage.
class KeyLife {
public:
    struct Context {
        LinkKeys& keys;
        Journal& journal;
        Clock& clock;
        const CryptoConfig& config;                           ///< suites and limits
        std::function<Result<>(const LedgerEntry&)> onChange; ///< a line for the ledger: a key has another state
    };
    static Result<std::unique_ptr<KeyLife>> open(Context context);

    // What we send.

    /// What the peer can read, in its order, and by which keys. Chooses the suite: the first of ours that is among
    /// them. Fails: KEY_SUITE when there is none.
    Result<> setPeer(const QString& peer, const std::vector<control::PublicKey>& keys);
    /// What packets are sealed with now; made at the first call.
    Result<LinkKey> active(const QString& peer);
    /// All that are on disk, rising: packets of the outbox are of these.
    Result<std::vector<LinkKey>> held(const QString& peer) { return m_keys.held(peer, LinkKeys::Direction::Out); }
    std::shared_ptr<SealCounter> counter(const QString& peer);
    /// All that the peer must hold, wrapped for it. Fails: as setPeer() was never called for it.
    Result<control::Keys> grant(const QString& peer);
    /// The peer says what it holds. True when another key is active now.
    Result<bool> confirmed(const QString& peer, const control::KeysHeld& held);
    /// Makes the next key, unless one is on its way. `why`: as LinkKeyRecord has it.
    Result<> rotate(const QString& peer, const QString& why, const QString& by);
    /// The peers whose active key has served its time; each was rotated.
    Result<QStringList> rotateWhatIsDue();
    /// No packet before this epoch is needed any more. True when something was wiped: then grant() again.
    Result<bool> noteNeeded(const QString& peer, quint32 oldest);

    // What we receive.

    /// Keeps what the peer granted, and wipes what it needs no more. What could not be kept is said in the answer.
    struct Accepted {
        std::vector<LinkKey> keys;
        control::KeysHeld answer;
        std::optional<Error> error; ///< of the first that was refused
    };
    Result<Accepted> accept(const QString& peer, const control::Keys& granted);
    /// The suites that we take from a peer, and our public key of each: what a Subscribe says.
    Result<std::vector<control::PublicKey>> ownKeys(const QString& peer);

    /// The link is gone: all its keys are wiped.
    Result<> forget(const QString& peer);
    QStringList peers() const; ///< that have keys
    std::vector<LinkKeyRecord> inventory() const;
    /// Writes down what the active keys have sealed.
    Result<> saveCounts();

private:
    using Key = std::tuple<QString, QString, quint32>; ///< peer, direction, epoch
    struct Peer {
        std::vector<control::PublicKey> publicKeys;
        std::shared_ptr<SealCounter> counter;
        quint64 packetsBefore = 0; ///< of the active key, by earlier processes
        quint64 bytesBefore = 0;
        quint64 packetsSaved = 0;
    };

    explicit KeyLife(Context context);
    Result<LinkKeyRecord> recordOf(const QString& peer, const QString& direction, const LinkKey& key) const;
    Result<> adopt(const QString& peer, LinkKeys::Direction direction);
    QStringList suitesFor(const QString& peer) const { return m_context.config.suitesFor(peer); }
    Result<const CipherSuite*> chosenSuite(const QString& peer) const;
    LinkKeyRecord* find(const QString& peer, const QString& direction, const QString& state);
    Result<LinkKeyRecord*> makeNext(const QString& peer, quint32 atLeast, const QString& why, const QString& by);
    Result<> activate(LinkKeyRecord& record);
    Result<> wipe(LinkKeyRecord& record);
    Result<> save(const LinkKeyRecord& record); ///< its state is new
    void takeCount(const QString& peer);
    QString whyDue(const QString& peer, const LinkKeyRecord& active);

    Context m_context;
    LinkKeys& m_keys;
    std::map<Key, LinkKeyRecord> m_records;
    std::map<QString, Peer> m_peers;
};

} // namespace busheng
