// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/byte_stream.h"
#include "engine/net/ssl_handle.h"
#include "engine/net/tls_context.h"

#include <functional>
#include <memory>
#include <utility>

namespace busheng::test {

/// A peer that need not keep our rules: TLS with the settings of the test, and any bytes above it.
class RawTlsPeer {
public:
    struct Setup {
        bool isServer = false;
        TlsContext::Files files; ///< no certificate is shown when empty
        int tlsVersion = TLS1_3_VERSION;
        Bytes alpn = "busheng/2";     ///< none is named when empty
        const char* suites = nullptr; ///< OpenSSL's choice when null
    };
    RawTlsPeer(std::unique_ptr<ByteStream> stream, const Setup& setup);

    void sendPlain(BytesView bytes);
    void finish();
    bool isReady() const { return m_ready; }
    bool isDisconnected() const { return m_disconnected; }
    const Bytes& received() const { return m_received; } ///< plaintext
    Bytes takeReceived() { return std::exchange(m_received, Bytes()); }
    Bytes bindingSecret() const; ///< of its TLS session, as TlsChannel::bindingSecret()
    bool isServer() const { return SSL_is_server(m_ssl.get()) == 1; }
    const QString& error() const { return m_error; } ///< OpenSSL's reason when TLS failed
    ByteStream& stream() { return *m_stream; }
    std::function<void()> onReceived;

private:
    void advance();
    void flush();

    std::unique_ptr<ByteStream> m_stream;
    SslContextHandle m_context;
    SslHandle m_ssl;
    BIO* m_in = nullptr;
    BIO* m_out = nullptr;
    bool m_ready = false;
    bool m_disconnected = false;
    Bytes m_received;
    QString m_error;
};

} // namespace busheng::test
