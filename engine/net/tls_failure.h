// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QString>

struct x509_store_ctx_st;

namespace busheng {

/// What was wrong with the first certificate of the peer's chain that did not pass; filled by the verify callback,
/// because afterwards OpenSSL no longer knows which certificate it was.
struct VerifyFailure {
    int code = 0; ///< X509_V_ERR_*; 0: nothing failed
    QString subject;
    QString notBefore;
    QString notAfter;

    void note(x509_store_ctx_st* store);
};

/// Empties OpenSSL's error queue of this thread. Returns its texts, "; " between them.
QString takeOpensslErrors();

/// Turns a failed handshake or read into the error people see, and empties OpenSSL's error queue.
/// Fails with: Tls CRT_EXPIRED or CRT_INVALID (peer's certificate), LNK_REFUSED (one side will not talk to the other),
/// LNK_DOWN (anything else).
Error tlsFailure(const VerifyFailure& verify, const QString& peer, bool handshakeDone);

} // namespace busheng
