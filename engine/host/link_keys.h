// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/base/random_source.h"
#include "engine/crypto/link_key.h"
#include "engine/crypto/sm2_key.h"

#include <QString>

#include <mutex>
#include <vector>

namespace busheng {

/// The node's SM2 key and the link keys it shares with its peers, each kept wrapped with SM2 for this node, so that the
/// one secret at rest is the SM2 private key (identity/sm2.key, 0600). Rotation and the vault proper come later.
///
/// Files: keys/<peer>-out-<epoch>.wrapped (we made it), keys/<peer>-in-<epoch>.wrapped (the peer made it for us).
/// Thread: any (one mutex). Durable: a key is on disk before it is returned or acknowledged. Fails: Crypto, Storage.
class LinkKeys {
public:
    /// Makes the SM2 key when there is none.
    static Result<std::unique_ptr<LinkKeys>> open(FileSystem& fileSystem, RandomSource& random,
                                                  const QString& sm2KeyPath, const QString& directory);

    /// PEM, to be given to peers.
    Result<Bytes> ownPublicPem() const { return m_own.publicPem(); }
    /// With the node's own key, for receipts. Fails: Crypto.
    Result<Bytes> sign(BytesView message) const { return m_own.sign(message); }
    /// The newest key for what we send to `peer`; made at the first call.
    Result<LinkKey> outgoing(const QString& peer);
    /// Every epoch that we can still open of what `peer` sends.
    Result<std::vector<LinkKey>> incoming(const QString& peer);
    /// `key` wrapped for the holder of `peerPublicPem`.
    Result<Bytes> wrapFor(const LinkKey& key, BytesView peerPublicPem) const;
    /// Keeps what a peer granted us. A repeated grant of the same key is a no-op; another key under a known epoch is
    /// refused (KEY_EPOCH).
    Result<LinkKey> accept(const QString& peer, std::uint32_t epoch, BytesView wrapped);

private:
    LinkKeys(FileSystem& fileSystem, RandomSource& random, Sm2Key own, QString directory);
    Result<std::vector<LinkKey>> load(const QString& prefix);
    Result<> store(const QString& name, BytesView wrapped);

    FileSystem& m_fileSystem;
    RandomSource& m_random;
    Sm2Key m_own;
    QString m_directory;
    std::mutex m_mutex;
};

} // namespace busheng
