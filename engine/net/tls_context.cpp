// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/tls_context.h"

#include "engine/base/file_system.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/wipe.h"
#include "engine/model/events.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/ssl_handle.h"
#include "engine/net/tls_failure.h"

#include <QFileInfo>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstring>

namespace busheng {
namespace {

constexpr qint64 kLargestPemFile = 256 << 10;
constexpr long kLargestPeerChain = 64 << 10; ///< bytes of certificates a peer may send
constexpr int kDeepestChain = 4;
constexpr char kSuites[] = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr char kGroups[] = "X25519:P-256:P-384";
constexpr char kSignatures[] = "ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384:ed25519:rsa_pss_rsae_sha256:"
                               "rsa_pss_rsae_sha384:rsa_pss_pss_sha256";
/// ALPN: our protocol and its version, length-prefixed. Another version does not get past the TLS handshake.
constexpr unsigned char kAlpn[] = {9, 'b', 'u', 's', 'h', 'e', 'n', 'g', '/', '1'};

Failure badFile(const QString& path, const QString& why)
{
    Error error = makeEvent(ErrorCode::Config, events::CFG_BAD_CERT, {path, why}, path + QStringLiteral(": ") + why);
    error.native = takeOpensslErrors();
    return fail(std::move(error));
}

Result<> readPem(const QString& path, Bytes& out)
{
    if (!QFileInfo::exists(path))
        return fail(makeEvent(ErrorCode::Config, events::CFG_MISSING_CERT, {path},
                              QStringLiteral("%1 does not exist").arg(path)));
    auto bytes = readFile(systemFileSystem(), path, kLargestPemFile);
    if (!bytes)
        return badFile(path, QStringLiteral("cannot be read: ") + bytes.error().detail);
    out = std::move(*bytes);
    return {};
}

/// OpenSSL would ask at the terminal for the passphrase of an encrypted key; we have none to give.
int noPassphrase(char*, int, int, void*)
{
    return -1;
}

BioHandle reader(BytesView pem)
{
    return BioHandle(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

Result<X509Handle> readOwnCertificate(SSL_CTX* context, const QString& path)
{
    Bytes pem;
    ENGINE_TRY(readPem(path, pem));
    const BioHandle in = reader(pem);
    X509Handle own(PEM_read_bio_X509(in.get(), nullptr, noPassphrase, nullptr));
    if (!own)
        return badFile(path, QStringLiteral("holds no certificate in PEM form"));
    // The peers' clocks judge each other's certificates; this check is for the person who starts the node.
    if (X509_cmp_current_time(X509_get0_notAfter(own.get())) < 0)
        return badFile(path, QStringLiteral("expired on ") + timeText(X509_get0_notAfter(own.get())));
    if (X509_cmp_current_time(X509_get0_notBefore(own.get())) > 0)
        return badFile(path, QStringLiteral("not valid before ") + timeText(X509_get0_notBefore(own.get())));
    if (SSL_CTX_use_certificate(context, own.get()) != 1)
        return badFile(path, QStringLiteral("cannot be used for TLS"));
    while (X509Handle issuer{PEM_read_bio_X509(in.get(), nullptr, noPassphrase, nullptr)}) {
        if (SSL_CTX_add1_chain_cert(context, issuer.get()) != 1)
            return badFile(path, QStringLiteral("an intermediate certificate in it cannot be used for TLS"));
    }
    ERR_clear_error(); // the end of the file counts as an error in that loop
    return own;
}

Result<> usePrivateKey(SSL_CTX* context, const QString& path)
{
    auto read = readSecretFile(systemFileSystem(), path);
    if (!read)
        return fail(read.error());
    const SecretBytes pem(std::move(*read));
    const BioHandle in = reader(pem.bytes);
    const PkeyHandle key(PEM_read_bio_PrivateKey(in.get(), nullptr, noPassphrase, nullptr));
    if (!key)
        return badFile(path, QStringLiteral("holds no private key in PEM form without a passphrase"));
    // OpenSSL compares the key with the certificate that is already there and refuses one that does not fit.
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
        return badFile(path, QStringLiteral("this private key does not fit the certificate"));
    return {};
}

Result<> trustAuthority(SSL_CTX* context, const QString& path)
{
    Bytes pem;
    ENGINE_TRY(readPem(path, pem));
    const BioHandle in = reader(pem);
    int roots = 0;
    while (const X509Handle root{PEM_read_bio_X509(in.get(), nullptr, noPassphrase, nullptr)}) {
        if (X509_check_ca(root.get()) == 0)
            return badFile(path, subjectOf(root.get()) + QStringLiteral(" is not the certificate of an authority"));
        if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root.get()) != 1)
            return badFile(path, QStringLiteral("cannot be used as a trusted authority"));
        ++roots;
    }
    if (roots == 0)
        return badFile(path, QStringLiteral("holds no certificate in PEM form"));
    ERR_clear_error(); // the end of the file counts as an error in that loop
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
    SSL_CTX_set_security_level(context, 2);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_verify_depth(context, kDeepestChain);
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
    SslContextHandle context;
    QString ownCode;
};

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

TlsContext::~TlsContext() = default;

Result<std::unique_ptr<TlsContext>> TlsContext::create(const Files& files)
{
    ERR_clear_error();
    auto impl = std::make_unique<Impl>();
    impl->context.reset(SSL_CTX_new(TLS_method()));
    if (!impl->context || !restrict(impl->context.get())) {
        Error error = makeEvent(ErrorCode::Crypto, events::CRY_UNAVAILABLE, {}, QStringLiteral("TLS 1.3 is missing"));
        error.native = takeOpensslErrors();
        return fail(std::move(error));
    }
    ENGINE_TRY_AS(const X509Handle own, readOwnCertificate(impl->context.get(), files.certificate));
    auto code = nodeCodeOf(own.get());
    if (!code)
        return badFile(files.certificate, code.error().detail);
    impl->ownCode = *code;
    ENGINE_TRY(usePrivateKey(impl->context.get(), files.privateKey));
    ENGINE_TRY(trustAuthority(impl->context.get(), files.authority));
    return std::unique_ptr<TlsContext>(new TlsContext(std::move(impl)));
}

QString TlsContext::ownCode() const
{
    return m_impl->ownCode;
}

ssl_ctx_st* TlsContext::native() const
{
    return m_impl->context.get();
}

} // namespace busheng
