// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/tls_context.h"

#include "engine/base/file_system.h"
#include "engine/model/events.h"
#include "engine/net/certificate_profile.h"
#include "engine/net/identity_files.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/ssl_handle.h"
#include "engine/net/tls_failure.h"

#include <QDateTime>
#include <QFileInfo>

#include <openssl/err.h>

#include <cstring>

namespace busheng {
namespace {

constexpr long kLargestPeerChain = 64 << 10; ///< bytes of certificates a peer may send
constexpr int kDeepestChain = 4;
constexpr int kSecurityLevel = 2; ///< OpenSSL's: 112 bits, no SHA-1
constexpr char kSuites[] = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr char kGroups[] = "X25519:P-256:P-384";
constexpr char kSignatures[] = "ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384:ed25519:rsa_pss_rsae_sha256:"
                               "rsa_pss_rsae_sha384:rsa_pss_pss_sha256";
/// ALPN: our protocol and its version, length-prefixed. Another version does not get past the TLS handshake.
constexpr unsigned char kAlpn[] = {9, 'b', 'u', 's', 'h', 'e', 'n', 'g', '/', '2'};

Result<X509Handle> useCertificate(SSL_CTX* context, const QString& path)
{
    ENGINE_TRY_AS(std::vector<X509Handle> all, readCertificates(path));
    ENGINE_TRY(checkOwnDates(all.front().get(), path));
    if (const QString flaw = flawOf(all.front().get(), CertificateUse::Tls); !flaw.isEmpty())
        return badIdentityFile(path, flaw);
    if (SSL_CTX_use_certificate(context, all.front().get()) != 1)
        return badIdentityFile(path, QStringLiteral("cannot be used for TLS"));
    for (std::size_t at = 1; at < all.size(); ++at) {
        if (SSL_CTX_add1_chain_cert(context, all[at].get()) != 1)
            return badIdentityFile(path, QStringLiteral("an intermediate certificate in it cannot be used for TLS"));
    }
    return std::move(all.front());
}

Result<> usePrivateKey(SSL_CTX* context, PrivateKeys& keys, const QString& path)
{
    ENGINE_TRY_AS(const PkeyHandle key, readPrivateKey(keys, path));
    // OpenSSL compares the key with the certificate that is already there and refuses one that does not fit.
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
        return badIdentityFile(path, QStringLiteral("this private key does not fit the certificate"));
    return {};
}

Result<> trust(SSL_CTX* context, const std::vector<X509Handle>& authorities, const RevocationLists& lists,
               const QString& path)
{
    X509_STORE* const store = SSL_CTX_get_cert_store(context);
    for (const X509Handle& authority : authorities) {
        if (X509_STORE_add_cert(store, authority.get()) != 1)
            return badIdentityFile(path, QStringLiteral("cannot be used as a trusted authority"));
    }
    for (const CrlHandle& list : lists.all()) {
        const bool isForSm2 = X509_CRL_get_signature_nid(list.get()) == NID_SM2_with_SM3;
        if (!isForSm2 && X509_STORE_add_crl(store, list.get()) != 1)
            return badIdentityFile(path, QStringLiteral("a revocation list cannot be used"));
    }
    return {};
}

int selectAlpn(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* in, unsigned inSize, void*)
{
    for (unsigned at = 0; at < inSize; at += 1U + in[at]) {
        if (inSize - at >= sizeof(kAlpn) && std::memcmp(in + at, kAlpn, sizeof(kAlpn)) == 0) {
            *out = in + at + 1;
            *outSize = kAlpn[0];
            return SSL_TLSEXT_ERR_OK;
        }
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// What both sides insist on. Set here in full, so that the machine's openssl.cnf cannot weaken it.
bool restrict(SSL_CTX* context)
{
    SSL_CTX_set_security_level(context, kSecurityLevel);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_verify_depth(context, kDeepestChain);
    X509_VERIFY_PARAM* const rules = SSL_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_auth_level(rules, kSecurityLevel);
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT | X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    SSL_CTX_set_max_cert_list(context, kLargestPeerChain);
    SSL_CTX_set_alpn_select_cb(context, selectAlpn, nullptr);
    return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_ciphersuites(context, kSuites) == 1 && SSL_CTX_set1_groups_list(context, kGroups) == 1 &&
           SSL_CTX_set1_sigalgs_list(context, kSignatures) == 1 && SSL_CTX_set_num_tickets(context, 0) == 1 &&
           SSL_CTX_set_max_early_data(context, 0) == 1 && SSL_CTX_set_recv_max_early_data(context, 0) == 1 &&
           SSL_CTX_set_alpn_protos(context, kAlpn, sizeof(kAlpn)) == 0;
}

} // namespace

struct TlsContext::Impl {
    Files files;
    QString fingerprint; ///< of the files
    SslContextHandle context;
    QString ownCode;
    RevocationLists lists;
    std::unique_ptr<Sm2Identity> sm2;
    std::vector<Credential> credentials;
};

namespace {

/// When each file was last touched, and its size: equal fingerprints, nothing to read again.
QString fingerprintOf(const TlsContext::Files& files)
{
    QStringList paths{files.certificate,
                      files.privateKey,
                      files.authority,
                      files.sm2.certificate,
                      files.sm2.privateKey,
                      files.sm2.authority,
                      files.sm2.encryptionCertificate,
                      files.sm2.encryptionKey};
    if (const auto names = systemFileSystem().list(files.revocationLists)) {
        for (const QString& name : *names)
            paths.append(files.revocationLists + u'/' + name);
    }
    QString all;
    for (const QString& path : std::as_const(paths)) {
        const QFileInfo info(path);
        all += QStringLiteral("%1 %2 %3 %4\n")
                   .arg(path)
                   .arg(info.size())
                   .arg(info.lastModified().toMSecsSinceEpoch())
                   .arg(info.metadataChangeTime().toMSecsSinceEpoch()); // a rename leaves the other one as it was
    }
    return all;
}

QString serialOf(const X509* certificate)
{
    const ASN1_INTEGER* const serial = X509_get0_serialNumber(certificate);
    return toHex({reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                  static_cast<std::size_t>(ASN1_STRING_length(serial))});
}

Credential credentialOf(Credential::Kind kind, const X509* certificate)
{
    return {kind, subjectOf(certificate), serialOf(certificate), timeUtcMs(X509_get0_notBefore(certificate)),
            timeUtcMs(X509_get0_notAfter(certificate))};
}

} // namespace

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

TlsContext::~TlsContext() = default;

Result<std::unique_ptr<TlsContext::Impl>> TlsContext::read(const Files& files)
{
    ERR_clear_error();
    auto impl = std::make_unique<Impl>();
    impl->files = files;
    impl->fingerprint = fingerprintOf(files);
    impl->context.reset(SSL_CTX_new(TLS_method()));
    SSL_CTX* const context = impl->context.get();
    if (context == nullptr || !restrict(context)) {
        Error error = makeEvent(ErrorCode::Crypto, events::CRY_UNAVAILABLE, {}, QStringLiteral("TLS 1.3 is missing"));
        error.native = takeOpensslErrors();
        return fail(std::move(error));
    }
    ENGINE_TRY_AS(const X509Handle own, useCertificate(context, files.certificate));
    auto code = nodeCodeOf(own.get());
    if (!code)
        return badIdentityFile(files.certificate, code.error().detail);
    impl->ownCode = *code;
    ENGINE_TRY(usePrivateKey(context, files.privateKeys(), files.privateKey));
    ENGINE_TRY_AS(impl->lists, RevocationLists::read(files.revocationLists));
    ENGINE_TRY_AS(const std::vector<X509Handle> authorities, readAuthorities(files.authority));
    ENGINE_TRY(trust(context, authorities, impl->lists, files.authority));
    ENGINE_TRY_AS(impl->sm2, Sm2Identity::create(files.sm2, files.privateKeys()));
    if (impl->sm2->ownCode() != impl->ownCode)
        return badIdentityFile(
            files.sm2.certificate,
            QStringLiteral("it was issued for %1, this node is %2").arg(impl->sm2->ownCode(), impl->ownCode));
    using Kind = Credential::Kind;
    impl->credentials.push_back(credentialOf(Kind::Certificate, own.get()));
    const auto inner = impl->sm2->certificates();
    impl->credentials.push_back(credentialOf(Kind::Sm2Certificate, inner.front()));
    if (const X509* const encryption = impl->sm2->encryptionCertificate())
        impl->credentials.push_back(credentialOf(Kind::Sm2Encryption, encryption));
    for (const X509Handle& authority : authorities)
        impl->credentials.push_back(credentialOf(Kind::Authority, authority.get()));
    for (std::size_t at = 1; at < inner.size(); ++at)
        impl->credentials.push_back(credentialOf(Kind::Sm2Authority, inner[at]));
    for (const CrlHandle& list : impl->lists.all())
        impl->credentials.push_back({Kind::RevocationList, issuerOf(list.get()), QString(),
                                     timeUtcMs(X509_CRL_get0_lastUpdate(list.get())),
                                     timeUtcMs(X509_CRL_get0_nextUpdate(list.get()))});
    return impl;
}

/// The files of keys that are kept elsewhere now are gone, which is no news.
Result<> TlsContext::keepKeys(Impl& impl)
{
    const Files& files = impl.files;
    QStringList inUse{files.privateKey, files.sm2.privateKey};
    if (impl.sm2->encryptionKey())
        inUse.append(files.sm2.encryptionKey);
    ENGINE_TRY(files.privateKeys().keep(inUse));
    if (impl.files.keys)
        impl.fingerprint = fingerprintOf(impl.files);
    return {};
}

Result<std::unique_ptr<TlsContext>> TlsContext::create(const Files& files)
{
    ENGINE_TRY_AS(std::unique_ptr<Impl> impl, read(files));
    ENGINE_TRY(keepKeys(*impl));
    return std::unique_ptr<TlsContext>(new TlsContext(std::move(impl)));
}

Result<bool> TlsContext::reload()
{
    if (fingerprintOf(m_impl->files) == m_impl->fingerprint)
        return false;
    ENGINE_TRY_AS(std::unique_ptr<Impl> fresh, read(m_impl->files));
    if (fresh->ownCode != m_impl->ownCode)
        return badIdentityFile(
            m_impl->files.certificate,
            QStringLiteral("it was issued for %1, this node is %2").arg(fresh->ownCode, m_impl->ownCode));
    ENGINE_TRY(fresh->lists.checkFollows(m_impl->lists));
    ENGINE_TRY(keepKeys(*fresh));
    m_impl = std::move(fresh);
    if (m_impl->files.onEncryptionKey && m_impl->sm2->encryptionKey())
        m_impl->files.onEncryptionKey(*m_impl->sm2->encryptionKey());
    return true;
}

QString TlsContext::ownCode() const
{
    return m_impl->ownCode;
}

std::vector<Credential> TlsContext::credentials() const
{
    return m_impl->credentials;
}

const Sm2Identity& TlsContext::sm2() const
{
    return *m_impl->sm2;
}

const RevocationLists& TlsContext::revocationLists() const
{
    return m_impl->lists;
}

qint64 TlsContext::listGraceMs() const
{
    return m_impl->files.listGraceMs;
}

ssl_ctx_st* TlsContext::native() const
{
    return m_impl->context.get();
}

} // namespace busheng
