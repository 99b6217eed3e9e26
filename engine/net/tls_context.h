// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <memory>

struct ssl_ctx_st;

namespace busheng {

/// Our certificate, key and the one authority we trust, ready for TLS 1.3 with both sides' certificates. OpenSSL is
/// driven directly because Qt's TLS plug-in exposes neither revocation nor the key exporter, which identity needs.
/// Only TLS 1.3, no resumption, no early data, private trust store (the system's is never read).
/// Thread: create anywhere, use in the net thread.
class TlsContext {
public:
    struct Files {
        QString certificate; ///< PEM, ours
        QString privateKey;  ///< PEM, PKCS#8, readable by the owner only
        QString authority;   ///< PEM, one or more trusted roots
    };
    /// Fails: Config CFG_MISSING_CERT (a file is absent), CFG_BAD_CERT (unreadable, key does not fit, expired, key file
    /// readable by others).
    static Result<std::unique_ptr<TlsContext>> create(const Files& files);
    ~TlsContext();

    /// The node code in our own certificate (subject CN).
    QString ownCode() const;

    /// For TlsChannel. A channel keeps its own reference: the TlsContext may go while channels live.
    ssl_ctx_st* native() const;

private:
    struct Impl;
    explicit TlsContext(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
