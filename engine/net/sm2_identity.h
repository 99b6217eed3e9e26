// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/sm2_key.h"
#include "engine/net/certificate_profile.h"
#include "engine/net/private_keys.h"
#include "engine/net/revocation_lists.h"

#include <optional>
#include <vector>

namespace busheng {

/// A peer's SM2 certificate, judged to be good.
struct Sm2Peer {
    QString code; ///< its one common name
    QString subject;
    QString sha256;
    Sm2Key key; ///< public half
};

/// By what a node proves inside the channel who it is, and judges its peers: its SM2 certificate for signatures, the
/// key, and the SM2 authorities it trusts. OpenSSL 3.0 takes no SM2 certificate for TLS and cannot check a revocation
/// list that is signed with a distinguishing id, so both are judged here (docs/security.md). Thread: any.
class Sm2Identity {
public:
    struct Files {
        QString certificate;                      ///< PEM, ours, and the intermediate ones behind it
        QString privateKey;                       ///< PEM, PKCS#8, readable by the owner only
        QString authority;                        ///< PEM, one or more trusted roots
        QString distinguishingId = kSm2DefaultId; ///< by which these authorities and their nodes sign
        /// The certificate and key for encryption that the authority gave (§9 a), of the same authorities; no file of
        /// that name: there are none, and link keys are hidden for the node's own key.
        QString encryptionCertificate = {};
        QString encryptionKey = {};
    };
    /// Fails: Config CFG_MISSING_CERT, CFG_BAD_CERT, as TlsContext::create().
    static Result<std::unique_ptr<Sm2Identity>> create(const Files& files, PrivateKeys& keys = privateKeyFiles());
    ~Sm2Identity();

    QString ownCode() const;
    /// Ours and what leads from it to the authority, DER: what a peer is shown.
    const std::vector<Bytes>& chain() const;
    /// The same of the certificate for encryption; empty: there is none.
    const std::vector<Bytes>& encryptionChain() const;
    /// With its private half.
    const std::optional<Sm2Key>& encryptionKey() const;
    /// Own certificate first, then the authorities.
    std::vector<const x509_st*> certificates() const;
    const x509_st* encryptionCertificate() const; ///< null: there is none
    /// DER, of `message`; the caller puts what it is for into it. Fails: Crypto.
    Result<Bytes> sign(BytesView message) const;
    Result<> verify(const Sm2Peer& peer, BytesView message, BytesView signature) const;

    struct Judgement {
        const RevocationLists& lists;
        qint64 utcMs = 0;
        qint64 graceMs = 0;
        QString peer; ///< its address, for the error
    };
    /// Fails: as certificateFailure(); Tls CRT_INVALID for a chain that is none.
    Result<Sm2Peer> judge(const std::vector<Bytes>& chain, const Judgement& how,
                          CertificateUse use = CertificateUse::Sm2Sign) const;

    static constexpr std::size_t kLongestChain = 4;
    static constexpr std::size_t kLargestCertificate = 4U << 10;

private:
    struct Impl;
    explicit Sm2Identity(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
