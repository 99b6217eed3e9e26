// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QString>

struct x509_store_ctx_st;

namespace busheng {

/// Judges a peer's chain beside OpenSSL, as its verify callback, and keeps what was wrong with the first certificate
/// that did not pass: afterwards OpenSSL no longer knows which certificate it was.
struct VerifyFailure {
    qint64 utcMs = 0;   ///< when
    qint64 graceMs = 0; ///< that a revocation list may be used behind its next date

    int code = 0; ///< X509_V_ERR_*; 0: nothing failed
    QString subject;
    QString notBefore;
    QString notAfter;
    QString flaw; ///< why a node's certificate is none, by our own rules
    QString list; ///< whose revocation list it was about
    QString nextUpdate;

    /// What the verify callback gets and returns.
    int judge(int ok, x509_store_ctx_st* store);

private:
    void note(x509_store_ctx_st* store);
};

/// The error of a chain that did not pass. `peer` is its address. Fails with: Tls CRT_EXPIRED, CRT_REVOKED,
/// CRL_MISSING, CRL_STALE, CRL_INVALID, CRT_INVALID.
Error certificateFailure(const VerifyFailure& verify, const QString& peer);

/// Empties OpenSSL's error queue of this thread. Returns its texts, "; " between them.
QString takeOpensslErrors();

/// Turns a failed handshake or read into the error people see, and empties OpenSSL's error queue.
/// Fails with: those of certificateFailure(), LNK_REFUSED (one side will not talk to the other),
/// LNK_DOWN (anything else).
Error tlsFailure(const VerifyFailure& verify, const QString& peer, bool handshakeDone);

} // namespace busheng
