// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/certificate_request.h"

#include "engine/crypto/openssl_error.h"
#include "engine/crypto/x509_parts.h"

#include <QCryptographicHash>

#include <openssl/pem.h>

namespace busheng {
namespace {

/// Of its DER, hex.
Result<QString> sha256Of(X509_REQ* request)
{
    unsigned char* der = nullptr;
    const int size = i2d_X509_REQ(request, &der);
    if (size <= 0)
        return opensslFailure(QStringLiteral("writing a certificate request"));
    const QByteArray digest =
        QCryptographicHash::hash(QByteArray(reinterpret_cast<const char*>(der), size), QCryptographicHash::Sha256);
    OPENSSL_free(der);
    return QString::fromLatin1(digest.toHex());
}

} // namespace

Result<CertificateRequest> requestCertificate(const QString& nodeCode, const QString& organization, bool sm2)
{
    ENGINE_TRY_AS(const PkeyHandle key, newNodeKey(sm2));
    const RequestHandle request(X509_REQ_new());
    if (!request || X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 ||
        X509_REQ_set_pubkey(request.get(), key.get()) != 1)
        return opensslFailure(QStringLiteral("making a certificate request"));
    ENGINE_TRY(nameNode(X509_REQ_get_subject_name(request.get()), nodeCode, organization));
    ENGINE_TRY_AS(const MdContext context, signingContext(key.get()));
    const BioHandle out(BIO_new(BIO_s_mem()));
    if (X509_REQ_sign_ctx(request.get(), context.get()) <= 0 || !out ||
        PEM_write_bio_X509_REQ(out.get(), request.get()) != 1)
        return opensslFailure(QStringLiteral("signing a certificate request"));
    CertificateRequest made;
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    made.requestPem.assign(data, static_cast<std::size_t>(size));
    ENGINE_TRY_AS(made.privateKeyPem, privatePemOf(key.get()));
    ENGINE_TRY_AS(made.sha256, sha256Of(request.get()));
    return made;
}

Result<bool> isSm2Request(BytesView requestPem)
{
    ENGINE_TRY_AS(const RequestHandle request, readRequest(requestPem));
    return isSm2(X509_REQ_get0_pubkey(request.get()));
}

Result<QString> requestSha256(BytesView requestPem)
{
    ENGINE_TRY_AS(const RequestHandle request, readRequest(requestPem));
    return sha256Of(request.get());
}

} // namespace busheng
