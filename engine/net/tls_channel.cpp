// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/tls_channel.h"

#include "engine/model/events.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/ssl_handle.h"
#include "engine/net/tls_context.h"
#include "engine/net/tls_failure.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

namespace busheng {
namespace {

constexpr BytesView kProtocolName = "busheng/2";
constexpr std::size_t kRecordBytes = 16 << 10;

int failureSlot()
{
    static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return slot;
}

int onVerified(int ok, X509_STORE_CTX* store)
{
    auto* const ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    return static_cast<VerifyFailure*>(SSL_get_ex_data(ssl, failureSlot()))->judge(ok, store);
}

using StoreContextHandle = std::unique_ptr<X509_STORE_CTX, OpensslDeleter<X509_STORE_CTX_free>>;

} // namespace

struct TlsChannel::Impl {
    SslHandle ssl;
    BIO* in = nullptr;  ///< owned by ssl
    BIO* out = nullptr; ///< owned by ssl
    QString peer;
    VerifyFailure verify;
    bool handshakeDone = false;
    bool failed = false;

    Error failure()
    {
        failed = true;
        return tlsFailure(verify, peer, handshakeDone);
    }
};

TlsChannel::TlsChannel(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

TlsChannel::~TlsChannel() = default;

Result<std::unique_ptr<TlsChannel>> TlsChannel::create(const TlsContext& context, Side side, const QString& peer,
                                                       qint64 utcMs)
{
    ERR_clear_error();
    auto impl = std::make_unique<Impl>();
    impl->peer = peer;
    impl->ssl.reset(SSL_new(context.native()));
    BioHandle in(BIO_new(BIO_s_mem()));
    BioHandle out(BIO_new(BIO_s_mem()));
    if (!impl->ssl || !in || !out || SSL_set_ex_data(impl->ssl.get(), failureSlot(), &impl->verify) != 1) {
        Error error = makeEvent(ErrorCode::Crypto, events::CRY_UNAVAILABLE, {}, QStringLiteral("cannot begin TLS"));
        error.native = takeOpensslErrors();
        return fail(std::move(error));
    }
    impl->in = in.get();
    impl->out = out.get();
    SSL* const ssl = impl->ssl.get();
    SSL_set_bio(ssl, in.release(), out.release());
    impl->verify.utcMs = utcMs;
    impl->verify.graceMs = context.listGraceMs();
    SSL_set_verify(ssl, SSL_CTX_get_verify_mode(context.native()), onVerified);
    X509_VERIFY_PARAM_set_time(SSL_get0_param(ssl), static_cast<time_t>(utcMs / 1000));
    if (side == Side::Client)
        SSL_set_connect_state(ssl);
    else
        SSL_set_accept_state(ssl);
    return std::unique_ptr<TlsChannel>(new TlsChannel(std::move(impl)));
}

Result<> TlsChannel::judgeAgain(const TlsContext& context, qint64 utcMs)
{
    ERR_clear_error();
    SSL* const ssl = m_impl->ssl.get();
    const StoreContextHandle store(X509_STORE_CTX_new());
    STACK_OF(X509)* const sent = SSL_get_peer_cert_chain(ssl);
    if (!store || X509_STORE_CTX_init(store.get(), SSL_CTX_get_cert_store(context.native()),
                                      SSL_get0_peer_certificate(ssl), sent) != 1) {
        Error error = makeEvent(ErrorCode::Crypto, events::CRY_UNAVAILABLE, {}, QStringLiteral("cannot judge a chain"));
        error.native = takeOpensslErrors();
        return fail(std::move(error));
    }
    m_impl->verify = VerifyFailure();
    m_impl->verify.utcMs = utcMs;
    m_impl->verify.graceMs = context.listGraceMs();
    X509_STORE_CTX_set_default(store.get(), SSL_is_server(ssl) == 1 ? "ssl_client" : "ssl_server");
    X509_VERIFY_PARAM* const rules = X509_STORE_CTX_get0_param(store.get());
    X509_VERIFY_PARAM_set1(rules, SSL_CTX_get0_param(context.native()));
    X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(utcMs / 1000));
    X509_STORE_CTX_set_ex_data(store.get(), SSL_get_ex_data_X509_STORE_CTX_idx(), ssl);
    X509_STORE_CTX_set_verify_cb(store.get(), onVerified);
    const bool good = X509_verify_cert(store.get()) == 1;
    ERR_clear_error();
    if (!good)
        return fail(certificateFailure(m_impl->verify, m_impl->peer));
    return {};
}

Result<Bytes> TlsChannel::bindingSecret() const
{
    constexpr std::size_t kSecretBytes = 32;
    constexpr BytesView kLabel = "EXPORTER-busheng-auth";
    Bytes secret(kSecretBytes, '\0');
    if (SSL_export_keying_material(m_impl->ssl.get(), reinterpret_cast<unsigned char*>(secret.data()), secret.size(),
                                   kLabel.data(), kLabel.size(), nullptr, 0, 0) != 1)
        return fail(ErrorCode::Crypto, QStringLiteral("TLS gives no exporter"));
    return secret;
}

void TlsChannel::feed(BytesView encrypted)
{
    BIO_write(m_impl->in, encrypted.data(), static_cast<int>(encrypted.size()));
}

Result<bool> TlsChannel::handshake()
{
    ERR_clear_error();
    SSL* const ssl = m_impl->ssl.get();
    const int done = SSL_do_handshake(ssl);
    if (done != 1) {
        if (SSL_get_error(ssl, done) == SSL_ERROR_WANT_READ)
            return false;
        return fail(m_impl->failure());
    }
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl, &name, &size);
    if (BytesView(reinterpret_cast<const char*>(name), size) != kProtocolName)
        return fail(makeEvent(ErrorCode::Tls, events::LNK_REFUSED,
                              {m_impl->peer, QStringLiteral("it does not speak busheng/2")},
                              QStringLiteral("%1 did not name our protocol in its handshake").arg(m_impl->peer)));
    m_impl->handshakeDone = true;
    return true;
}

Result<TlsChannel::ReadState> TlsChannel::read(Bytes& out)
{
    ERR_clear_error();
    SSL* const ssl = m_impl->ssl.get();
    out.resize(kRecordBytes);
    const int size = SSL_read(ssl, out.data(), static_cast<int>(out.size()));
    out.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    if (size > 0)
        return ReadState::Data;
    switch (SSL_get_error(ssl, size)) {
    case SSL_ERROR_WANT_READ:
        return ReadState::NeedMore;
    case SSL_ERROR_ZERO_RETURN:
        return ReadState::PeerFinished;
    default:
        return fail(m_impl->failure());
    }
}

Result<> TlsChannel::write(BytesView plain)
{
    ERR_clear_error();
    // The output buffer always takes everything, so a write is whole or an error.
    if (SSL_write(m_impl->ssl.get(), plain.data(), static_cast<int>(plain.size())) <= 0)
        return fail(m_impl->failure());
    return {};
}

void TlsChannel::finish()
{
    ERR_clear_error();
    if (m_impl->handshakeDone && !m_impl->failed)
        SSL_shutdown(m_impl->ssl.get());
    ERR_clear_error();
}

BytesView TlsChannel::output() const
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(m_impl->out, &data);
    return size > 0 ? BytesView(data, static_cast<std::size_t>(size)) : BytesView();
}

void TlsChannel::dropOutput()
{
    BIO_reset(m_impl->out);
}

Result<QString> TlsChannel::peerCode() const
{
    const X509* const certificate = SSL_get0_peer_certificate(m_impl->ssl.get());
    if (certificate == nullptr)
        return fail(ErrorCode::Internal, QStringLiteral("a handshake ended well without a certificate"));
    auto code = nodeCodeOf(certificate);
    if (!code) {
        const QString who = peerSubject() + QStringLiteral(" (") + m_impl->peer + u')';
        return fail(makeEvent(ErrorCode::Tls, events::CRT_INVALID, {who, code.error().detail},
                              QStringLiteral("certificate of %1: %2").arg(who, code.error().detail)));
    }
    return code;
}

QString TlsChannel::peerSubject() const
{
    return subjectOf(SSL_get0_peer_certificate(m_impl->ssl.get()));
}

QString TlsChannel::peerSha256() const
{
    return sha256Of(SSL_get0_peer_certificate(m_impl->ssl.get()));
}

QString TlsChannel::suite() const
{
    return QString::fromLatin1(SSL_CIPHER_get_name(SSL_get_current_cipher(m_impl->ssl.get())));
}

QString TlsChannel::version() const
{
    return QString::fromLatin1(SSL_get_version(m_impl->ssl.get()));
}

} // namespace busheng
