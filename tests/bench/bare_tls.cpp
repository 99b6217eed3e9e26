// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bare_tls.h"

#include "engine/base/clock.h"
#include "engine/net/ssl_handle.h"

#include <QFile>

#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace busheng::bench {
namespace {

constexpr int kPiece = 64 << 10;

/// Two connected TCP sockets of this machine.
struct SocketPair {
    SocketPair()
    {
        const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        ::bind(listener, plain, size);
        ::listen(listener, 1);
        ::getsockname(listener, plain, &size);
        client = ::socket(AF_INET, SOCK_STREAM, 0);
        ::connect(client, plain, size);
        server = ::accept(listener, nullptr, nullptr);
        ::close(listener);
        const int on = 1;
        for (const int end : {client, server})
            ::setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    }
    ~SocketPair()
    {
        ::close(client);
        ::close(server);
    }
    SocketPair(const SocketPair&) = delete;
    SocketPair& operator=(const SocketPair&) = delete;

    int client = -1;
    int server = -1;
};

SslContextHandle makeContext(const TlsContext::Files& files)
{
    SslContextHandle context(SSL_CTX_new(TLS_method()));
    SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(context.get(), "TLS_AES_128_GCM_SHA256");
    SSL_CTX_set_num_tickets(context.get(), 0);
    SSL_CTX_use_certificate_chain_file(context.get(), QFile::encodeName(files.certificate).constData());
    SSL_CTX_use_PrivateKey_file(context.get(), QFile::encodeName(files.privateKey).constData(), SSL_FILETYPE_PEM);
    SSL_CTX_load_verify_file(context.get(), QFile::encodeName(files.authority).constData());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    return context;
}

SslHandle attach(SSL_CTX* context, int socket)
{
    SslHandle ssl(SSL_new(context));
    SSL_set_fd(ssl.get(), socket);
    return ssl;
}

bool readAll(SSL* ssl, char* to, int size)
{
    for (int got = 0; got < size;) {
        const int more = SSL_read(ssl, to + got, size - got);
        if (more <= 0)
            return false;
        got += more;
    }
    return true;
}

double secondsSince(qint64 ns)
{
    return static_cast<double>(systemClock().monotonicNs() - ns) / 1e9;
}

/// Runs `serve` in a thread and `call` here, both after the handshake; false when one of them failed.
bool both(SSL_CTX* context, const std::function<bool(SSL*)>& serve, const std::function<bool(SSL*)>& call)
{
    const SocketPair sockets;
    bool served = false;
    std::thread server([&] {
        const SslHandle ssl = attach(context, sockets.server);
        served = SSL_accept(ssl.get()) == 1 && serve(ssl.get());
    });
    const SslHandle ssl = attach(context, sockets.client);
    const bool called = SSL_connect(ssl.get()) == 1 && call(ssl.get());
    server.join();
    return served && called;
}

Failure broken()
{
    return fail(ErrorCode::Internal, QStringLiteral("bare TLS does not work here"));
}

} // namespace

Result<double> BareTls::throughput(qint64 bytes) const
{
    const SslContextHandle context = makeContext(m_files);
    double seconds = 0;
    const auto serve = [&](SSL* ssl) {
        Bytes buffer(kPiece, '\0');
        for (qint64 got = 0; got < bytes; got += kPiece) {
            if (!readAll(ssl, buffer.data(), kPiece))
                return false;
        }
        return SSL_write(ssl, "x", 1) == 1;
    };
    const auto call = [&](SSL* ssl) {
        const Bytes buffer(kPiece, 'x');
        const qint64 begin = systemClock().monotonicNs();
        for (qint64 sent = 0; sent < bytes; sent += kPiece) {
            if (SSL_write(ssl, buffer.data(), kPiece) != kPiece)
                return false;
        }
        char done = 0;
        const bool good = readAll(ssl, &done, 1);
        seconds = secondsSince(begin);
        return good;
    };
    if (!both(context.get(), serve, call))
        return broken();
    return static_cast<double>(bytes) / (1 << 20) / seconds;
}

Result<double> BareTls::handshakes(int count) const
{
    const SslContextHandle context = makeContext(m_files);
    const qint64 begin = systemClock().monotonicNs();
    for (int i = 0; i < count; ++i) {
        // A byte each way: in TLS 1.3 the client is ready before the server has judged it.
        const auto serve = [](SSL* ssl) { return SSL_write(ssl, "x", 1) == 1; };
        const auto call = [](SSL* ssl) {
            char byte = 0;
            return readAll(ssl, &byte, 1);
        };
        if (!both(context.get(), serve, call))
            return broken();
    }
    return count / secondsSince(begin);
}

Result<double> BareTls::roundTrip(int count, int size) const
{
    const SslContextHandle context = makeContext(m_files);
    double seconds = 0;
    const auto serve = [&](SSL* ssl) {
        Bytes buffer(static_cast<std::size_t>(size), '\0');
        for (int i = 0; i < count; ++i) {
            if (!readAll(ssl, buffer.data(), size) || SSL_write(ssl, buffer.data(), size) != size)
                return false;
        }
        return true;
    };
    const auto call = [&](SSL* ssl) {
        Bytes buffer(static_cast<std::size_t>(size), 'x');
        const qint64 begin = systemClock().monotonicNs();
        for (int i = 0; i < count; ++i) {
            if (SSL_write(ssl, buffer.data(), size) != size || !readAll(ssl, buffer.data(), size))
                return false;
        }
        seconds = secondsSince(begin);
        return true;
    };
    if (!both(context.get(), serve, call))
        return broken();
    return seconds / count * 1e6;
}

} // namespace busheng::bench
