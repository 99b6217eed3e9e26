// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_tls_peer.h"

#include <QFile>

#include <openssl/err.h>

#include <array>

namespace busheng::test {
namespace {

void orDie(bool ok, const char* what)
{
    if (!ok)
        qFatal("raw TLS peer: %s", what);
}

Bytes alpnList(const Bytes& name)
{
    return Bytes(1, static_cast<char>(name.size())) + name;
}

int takeFirstAlpn(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* in, unsigned, void*)
{
    *out = in + 1;
    *outSize = in[0];
    return SSL_TLSEXT_ERR_OK;
}

} // namespace

RawTlsPeer::RawTlsPeer(std::unique_ptr<ByteStream> stream, const Setup& setup)
    : m_stream(std::move(stream)), m_context(SSL_CTX_new(TLS_method()))
{
    SSL_CTX* const context = m_context.get();
    SSL_CTX_set_security_level(context, 0); // it may show what we must refuse
    SSL_CTX_set_min_proto_version(context, setup.tlsVersion);
    SSL_CTX_set_max_proto_version(context, setup.tlsVersion);
    if (setup.suites != nullptr)
        orDie(SSL_CTX_set_ciphersuites(context, setup.suites) == 1, "suites");
    if (!setup.files.certificate.isEmpty()) {
        const QByteArray certificate = QFile::encodeName(setup.files.certificate);
        const QByteArray key = QFile::encodeName(setup.files.privateKey);
        orDie(SSL_CTX_use_certificate_chain_file(context, certificate.constData()) == 1, "certificate");
        orDie(SSL_CTX_use_PrivateKey_file(context, key.constData(), SSL_FILETYPE_PEM) == 1, "key");
    }
    if (!setup.alpn.empty()) {
        const Bytes list = alpnList(setup.alpn);
        SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(list.data()),
                                static_cast<unsigned>(list.size()));
        SSL_CTX_set_alpn_select_cb(context, takeFirstAlpn, nullptr);
    }
    // Asks for the other side's certificate and takes any.
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
    m_ssl.reset(SSL_new(context));
    m_in = BIO_new(BIO_s_mem());
    m_out = BIO_new(BIO_s_mem());
    SSL_set_bio(m_ssl.get(), m_in, m_out);
    if (setup.isServer)
        SSL_set_accept_state(m_ssl.get());
    else
        SSL_set_connect_state(m_ssl.get());
    QObject::connect(m_stream.get(), &ByteStream::readyRead, m_stream.get(), [this] { advance(); });
    QObject::connect(m_stream.get(), &ByteStream::disconnected, m_stream.get(), [this] { m_disconnected = true; });
    advance();
}

void RawTlsPeer::sendPlain(BytesView bytes)
{
    SSL_write(m_ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
    flush();
}

void RawTlsPeer::finish()
{
    SSL_shutdown(m_ssl.get());
    flush();
}

Bytes RawTlsPeer::bindingSecret() const
{
    Bytes secret(32, '\0');
    constexpr BytesView kLabel = "EXPORTER-busheng-auth";
    orDie(SSL_export_keying_material(m_ssl.get(), reinterpret_cast<unsigned char*>(secret.data()), secret.size(),
                                     kLabel.data(), kLabel.size(), nullptr, 0, 0) == 1,
          "exporter");
    return secret;
}

void RawTlsPeer::advance()
{
    ERR_clear_error();
    const Bytes encrypted = m_stream->read(1 << 20);
    BIO_write(m_in, encrypted.data(), static_cast<int>(encrypted.size()));
    int done = 1;
    if (!m_ready) {
        done = SSL_do_handshake(m_ssl.get());
        m_ready = done == 1;
    }
    std::array<char, 16384> plain{};
    while (m_ready && (done = SSL_read(m_ssl.get(), plain.data(), static_cast<int>(plain.size()))) > 0)
        m_received.append(plain.data(), static_cast<std::size_t>(done));
    const int why = SSL_get_error(m_ssl.get(), done);
    if (why == SSL_ERROR_SSL && m_error.isEmpty())
        m_error = QString::fromLatin1(ERR_reason_error_string(ERR_peek_error()));
    if (m_ready && why == SSL_ERROR_ZERO_RETURN)
        SSL_shutdown(m_ssl.get()); // we have nothing more to say either
    flush();
    if (onReceived && !m_received.empty())
        onReceived();
}

void RawTlsPeer::flush()
{
    Bytes output(BIO_ctrl_pending(m_out), '\0');
    if (output.empty())
        return;
    BIO_read(m_out, output.data(), static_cast<int>(output.size()));
    m_stream->write(output);
}

} // namespace busheng::test
