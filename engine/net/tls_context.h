// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/net/sm2_identity.h"

#include <functional>
#include <memory>
#include <vector>

struct ssl_ctx_st;

namespace busheng {

/// A certificate or a revocation list that a node depends on, and when it ends.
struct Credential {
    enum class Kind { Certificate, Authority, Sm2Certificate, Sm2Encryption, Sm2Authority, RevocationList };
    Kind kind = Kind::Certificate;
    QString subject; ///< of a list: its issuer
    QString serial;  ///< hex; of a list: empty
    qint64 fromUtcMs = 0;
    qint64 untilUtcMs = 0;

    bool operator==(const Credential&) const = default;
};

/// What this node shows its peers and by what it judges theirs: certificates and keys of the channel and of the
/// identity inside it, the authorities it trusts, their revocation lists. OpenSSL is driven directly because Qt's TLS
/// plug-in exposes neither revocation nor the key exporter, which identity needs. Only TLS 1.3, no resumption, no early
/// data, private trust store (the system's is never read). Thread: create anywhere, use in the net thread.
class TlsContext {
public:
    struct Files {
        QString certificate;     ///< PEM, ours
        QString privateKey;      ///< PEM, PKCS#8, readable by the owner only
        QString authority;       ///< PEM, one or more trusted roots
        QString revocationLists; ///< folder; every authority needs a list in it, or its nodes are refused
        Sm2Identity::Files sm2;
        qint64 listGraceMs = 0; ///< that a list may be used behind its next date
        /// Where the private keys lie; none: in the files themselves.
        std::shared_ptr<PrivateKeys> keys = {};
        /// Told by reload() which key for encryption peers may use from now on.
        std::function<void(const Sm2Key&)> onEncryptionKey = {};

        PrivateKeys& privateKeys() const { return keys ? *keys : privateKeyFiles(); }
    };
    /// Fails: Config CFG_MISSING_CERT (a file is absent), CFG_BAD_CERT (unreadable, key does not fit, expired, key file
    /// readable by others, no certificate of a node), CRL_INVALID.
    static Result<std::unique_ptr<TlsContext>> create(const Files& files);
    ~TlsContext();

    /// Reads the files again when one of them has changed, and from then on uses what they hold. True when it did. When
    /// they cannot be used all stays as it was. Fails: as create(); CFG_BAD_CERT for another node's certificate,
    /// CRL_MISSING and CRL_INVALID for lists that go back.
    Result<bool> reload();

    /// The node code in our own certificates (subject CN).
    QString ownCode() const;
    /// All that may end, the channel's own certificate first.
    std::vector<Credential> credentials() const;
    const Sm2Identity& sm2() const;
    const RevocationLists& revocationLists() const;
    qint64 listGraceMs() const;

    /// For TlsChannel. A channel keeps its own reference: the TlsContext may go while channels live.
    ssl_ctx_st* native() const;

private:
    struct Impl;
    explicit TlsContext(std::unique_ptr<Impl> impl);
    static Result<std::unique_ptr<Impl>> read(const Files& files);
    static Result<> keepKeys(Impl& impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
