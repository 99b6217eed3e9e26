// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/tls_failure.h"

#include "engine/model/events.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/ssl_handle.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <array>

namespace busheng {
namespace {

Error certificateFailure(const VerifyFailure& verify, const QString& peer)
{
    const QString who = verify.subject.isEmpty() ? peer : verify.subject + QStringLiteral(" (") + peer + u')';
    const QString reason = QString::fromLatin1(X509_verify_cert_error_string(verify.code));
    Error error;
    if (verify.code == X509_V_ERR_CERT_HAS_EXPIRED) {
        error = makeEvent(ErrorCode::Tls, events::CRT_EXPIRED, {who, verify.notAfter},
                          QStringLiteral("certificate of %1 expired on %2").arg(who, verify.notAfter));
    } else if (verify.code == X509_V_ERR_CERT_NOT_YET_VALID) {
        const QString why = QStringLiteral("not valid before ") + verify.notBefore;
        error = makeEvent(ErrorCode::Tls, events::CRT_INVALID, {who, why},
                          QStringLiteral("certificate of %1 is %2").arg(who, why));
    } else {
        error = makeEvent(ErrorCode::Tls, events::CRT_INVALID, {who, reason},
                          QStringLiteral("certificate of %1 is refused: %2").arg(who, reason));
    }
    error.native = reason;
    return error;
}

/// Empty when `reason` is none of those that mean "this is not TLS 1.3".
bool meansOtherProtocol(int reason)
{
    switch (reason) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_UNKNOWN_PROTOCOL:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_BAD_RECORD_TYPE:
    case SSL_R_RECORD_LENGTH_MISMATCH:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
        return true;
    default:
        return false;
    }
}

} // namespace

void VerifyFailure::note(x509_store_ctx_st* store)
{
    if (code != X509_V_OK)
        return;
    code = X509_STORE_CTX_get_error(store);
    if (const X509* const certificate = X509_STORE_CTX_get_current_cert(store)) {
        subject = subjectOf(certificate);
        notBefore = timeText(X509_get0_notBefore(certificate));
        notAfter = timeText(X509_get0_notAfter(certificate));
    }
}

QString takeOpensslErrors()
{
    QStringList texts;
    while (const unsigned long code = ERR_get_error()) {
        std::array<char, 256> text{};
        ERR_error_string_n(code, text.data(), text.size());
        texts.append(QString::fromLatin1(text.data()));
    }
    return texts.join(QStringLiteral("; "));
}

Error tlsFailure(const VerifyFailure& verify, const QString& peer, bool handshakeDone)
{
    const unsigned long code = ERR_peek_error();
    const int reason = ERR_GET_LIB(code) == ERR_LIB_SSL ? ERR_GET_REASON(code) : 0;
    const char* const reasonText = ERR_reason_error_string(code);
    const QString text = reasonText != nullptr ? QString::fromLatin1(reasonText) : QStringLiteral("TLS failed");
    const QString native = takeOpensslErrors();
    Error error;
    if (verify.code != X509_V_OK) {
        error = certificateFailure(verify, peer);
    } else if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) {
        error = makeEvent(ErrorCode::Tls, events::CRT_INVALID, {peer, QStringLiteral("no certificate was sent")},
                          QStringLiteral("%1 sent no certificate").arg(peer));
    } else if (reason > SSL_AD_REASON_OFFSET) {
        error = makeEvent(ErrorCode::Tls, events::LNK_REFUSED, {peer, text},
                          QStringLiteral("%1 refused us: %2").arg(peer, text));
    } else if (!handshakeDone && meansOtherProtocol(reason)) {
        error = makeEvent(ErrorCode::Tls, events::LNK_REFUSED, {peer, QStringLiteral("it does not speak TLS 1.3")},
                          QStringLiteral("%1 does not speak TLS 1.3: %2").arg(peer, text));
    } else {
        error = makeEvent(ErrorCode::Tls, events::LNK_DOWN, {peer, text},
                          QStringLiteral("TLS with %1 failed: %2").arg(peer, text));
        // Damage on the way may pass; a peer that cannot agree on a handshake will not learn it by itself.
        error.transient = handshakeDone;
    }
    error.native = native;
    return error;
}

} // namespace busheng
