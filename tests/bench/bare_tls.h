// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/net/tls_context.h"

namespace busheng::bench {

/// The same TLS by OpenSSL alone: blocking sockets of this machine, a thread for each end, nothing above. What our link
/// is compared with.
class BareTls {
public:
    /// Both ends show the certificate of `context` and check no more than that there is one.
    explicit BareTls(const TlsContext::Files& files) : m_files(files) {}

    /// MiB a second, one way.
    Result<double> throughput(qint64 bytes) const;
    /// Mutual handshakes a second, one after the other.
    Result<double> handshakes(int count) const;
    /// Microseconds for `size` bytes to go there and come back, on average.
    Result<double> roundTrip(int count, int size) const;

private:
    TlsContext::Files m_files;
};

} // namespace busheng::bench
