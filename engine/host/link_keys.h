// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/base/random_source.h"
#include "engine/crypto/link_key.h"
#include "engine/crypto/sm2_key.h"
#include "engine/crypto/vault.h"

#include <QString>

#include <map>
#include <mutex>
#include <vector>

namespace busheng {

/// The keys that this node has on its disk: its identity in each cipher suite, and the link keys it shares with its
/// peers, each kept wrapped for that identity, so that the one secret at rest is the identity's private half
/// (identity/sm2.key, 0600). When a key is made, used and wiped is the business of KeyLife.
///
/// Files: keys/<peer>-out-<epoch>.wrapped (we made it), keys/<peer>-in-<epoch>.wrapped (the peer made it for us); those
/// of the international suite end in .p256. Thread: any (one mutex). Durable: a key is on disk before it is returned or
/// acknowledged, and off it when wipe() returns. Fails: Crypto, Storage. Failpoints: keys.store.before keys.store.after
/// keys.wipe.before keys.wipe.after.
class LinkKeys {
public:
    enum class Direction { Out, In };

    /// Makes the SM2 key when there is none; that of another suite when it is first asked for, beside it.
    /// With a `vault`, which must outlive it, private halves are kept there; one that lies in a file is moved.
    static Result<std::unique_ptr<LinkKeys>> open(FileSystem& fileSystem, RandomSource& random,
                                                  const QString& sm2KeyPath, const QString& directory,
                                                  Vault* vault = nullptr);

    /// What this node is known by in a suite; made at the first call.
    Result<IdentityKeyPtr> own(const CipherSuite& suite);
    /// The newest key of a suite for what we send to `peer`; made when there is none.
    Result<LinkKey> outgoing(const QString& peer, const CipherSuite& suite = smSuite());
    /// A fresh one. Fails: also Internal when the epoch is taken.
    Result<LinkKey> make(const QString& peer, std::uint32_t epoch, const CipherSuite& suite);
    /// Every epoch that is on disk, rising.
    Result<std::vector<LinkKey>> held(const QString& peer, Direction direction);
    Result<std::vector<LinkKey>> incoming(const QString& peer) { return held(peer, Direction::In); }
    /// `key` wrapped for `peer`: for its certificate for encryption when it has shown one, else for the holder of
    /// `peerPublicPem`, which it has said.
    Result<Bytes> wrapFor(const QString& peer, const LinkKey& key, BytesView peerPublicPem);
    /// PEM; empty: it has none.
    void setPeerEncryption(const QString& peer, const Bytes& publicPem);
    /// The key for encryption that our authority gave, with its private half; peers hide keys for it from their next
    /// session on. The ones before it are known until this process ends.
    void addOwnEncryption(const Sm2Key& key);
    /// Keeps what a peer granted us. A repeated grant of the same key is a no-op; another key under a known epoch is
    /// refused (KEY_EPOCH).
    Result<LinkKey> accept(const QString& peer, std::uint32_t epoch, BytesView wrapped,
                           const CipherSuite& suite = smSuite());
    /// Overwrites the file and removes it. Wiping again is a no-op.
    Result<> wipe(const QString& peer, Direction direction, std::uint32_t epoch);

private:
    LinkKeys(FileSystem& fileSystem, RandomSource& random, QString identityDirectory, QString directory, Vault* vault);
    Result<SecretBytes> privatePem(const CipherSuite& suite, const QString& name);
    Result<LinkKey> unwrapGranted(BytesView wrapped, std::uint32_t epoch, const CipherSuite& suite);
    Result<LinkKey> unwrapOwn(BytesView wrapped, std::uint32_t epoch, const CipherSuite& suite);
    Result<IdentityKeyPtr> loadOwn(const CipherSuite& suite);
    Result<std::vector<LinkKey>> load(const QString& prefix);
    Result<> store(const QString& prefix, const LinkKey& key, BytesView wrapped);
    Result<LinkKey> makeLocked(const QString& peer, std::uint32_t epoch, const CipherSuite& suite);

    FileSystem& m_fileSystem;
    RandomSource& m_random;
    QString m_identityDirectory;
    QString m_directory;
    Vault* m_vault;
    std::mutex m_mutex;
    std::map<SuiteId, IdentityKeyPtr> m_own;
    std::vector<Sm2Key> m_ownEncryption; ///< the newest last
    std::map<QString, Bytes> m_peerEncryption;
};

} // namespace busheng
