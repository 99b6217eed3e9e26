// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/tls_failure.h"

#include "engine/model/events.h"
#include "engine/net/certificate_profile.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/revocation_lists.h"
#include "engine/net/ssl_handle.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <array>

namespace busheng {
namespace {

bool isAboutList(int code)
{
    switch (code) {
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
    case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
    case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
        return true;
    default:
        return false;
    }
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

int VerifyFailure::judge(int ok, x509_store_ctx_st* store)
{
    const X509_CRL* const current = X509_STORE_CTX_get0_current_crl(store);
    if (ok == 0 && X509_STORE_CTX_get_error(store) == X509_V_ERR_CRL_HAS_EXPIRED && current != nullptr &&
        isCurrent(current, utcMs, graceMs)) {
        X509_STORE_CTX_set_error(store, X509_V_OK);
        return 1;
    }
    // OpenSSL asks about each good certificate too, the peer's own at last.
    if (ok == 1 && X509_STORE_CTX_get_error_depth(store) == 0) {
        flaw = flawOf(X509_STORE_CTX_get_current_cert(store), CertificateUse::Tls);
        if (!flaw.isEmpty()) {
            X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
            ok = 0;
        }
    }
    if (ok == 0)
        note(store);
    return ok;
}

void VerifyFailure::note(x509_store_ctx_st* store)
{
    if (code != X509_V_OK)
        return;
    code = X509_STORE_CTX_get_error(store);
    if (const X509* const certificate = X509_STORE_CTX_get_current_cert(store)) {
        subject = subjectOf(certificate);
        notBefore = timeText(X509_get0_notBefore(certificate));
        notAfter = timeText(X509_get0_notAfter(certificate));
        list = nameText(X509_get_issuer_name(certificate));
    }
    if (const X509_CRL* const current = X509_STORE_CTX_get0_current_crl(store))
        nextUpdate = timeText(X509_CRL_get0_nextUpdate(current));
}

Error certificateFailure(const VerifyFailure& verify, const QString& peer)
{
    const QString who = verify.subject.isEmpty() ? peer : verify.subject + QStringLiteral(" (") + peer + u')';
    const QString reason =
        verify.flaw.isEmpty() ? QString::fromLatin1(X509_verify_cert_error_string(verify.code)) : verify.flaw;
    Error error;
    if (verify.code == X509_V_ERR_CERT_HAS_EXPIRED) {
        error = makeEvent(ErrorCode::Tls, events::CRT_EXPIRED, {who, verify.notAfter},
                          QStringLiteral("certificate of %1 expired on %2").arg(who, verify.notAfter));
    } else if (verify.code == X509_V_ERR_CERT_REVOKED) {
        error = makeEvent(ErrorCode::Tls, events::CRT_REVOKED, {who},
                          QStringLiteral("certificate of %1 is revoked").arg(who));
    } else if (verify.code == X509_V_ERR_UNABLE_TO_GET_CRL) {
        error = makeEvent(ErrorCode::Tls, events::CRL_MISSING, {verify.list},
                          QStringLiteral("no revocation list of %1: %2 is refused").arg(verify.list, who));
    } else if (verify.code == X509_V_ERR_CRL_HAS_EXPIRED) {
        error = makeEvent(ErrorCode::Tls, events::CRL_STALE, {verify.list, verify.nextUpdate},
                          QStringLiteral("revocation list of %1 was due on %2: %3 is refused")
                              .arg(verify.list, verify.nextUpdate, who));
    } else if (isAboutList(verify.code)) {
        error = makeEvent(ErrorCode::Tls, events::CRL_INVALID, {verify.list, reason},
                          QStringLiteral("revocation list of %1: %2: %3 is refused").arg(verify.list, reason, who));
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
