// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/identity_files.h"

#include "engine/base/file_system.h"
#include "engine/model/events.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/tls_failure.h"

#include <QFileInfo>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace busheng {
namespace {

constexpr qint64 kLargestPemFile = 256 << 10;

Result<> readPemFile(const QString& path, Bytes& out)
{
    if (!QFileInfo::exists(path))
        return fail(makeEvent(ErrorCode::Config, events::CFG_MISSING_CERT, {path},
                              QStringLiteral("%1 does not exist").arg(path)));
    auto bytes = readFile(systemFileSystem(), path, kLargestPemFile);
    if (!bytes)
        return badIdentityFile(path, QStringLiteral("cannot be read: ") + bytes.error().detail);
    out = std::move(*bytes);
    return {};
}

/// OpenSSL would ask at the terminal for the passphrase of an encrypted key; we have none to give.
int noPassphrase(char*, int, int, void*)
{
    return -1;
}

BioHandle reader(BytesView pem)
{
    return BioHandle(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

} // namespace

Failure badIdentityFile(const QString& path, const QString& why)
{
    Error error = makeEvent(ErrorCode::Config, events::CFG_BAD_CERT, {path, why}, path + QStringLiteral(": ") + why);
    error.native = takeOpensslErrors();
    return fail(std::move(error));
}

Result<std::vector<X509Handle>> readCertificates(const QString& path)
{
    Bytes pem;
    ENGINE_TRY(readPemFile(path, pem));
    const BioHandle in = reader(pem);
    std::vector<X509Handle> certificates;
    while (X509Handle certificate{PEM_read_bio_X509(in.get(), nullptr, noPassphrase, nullptr)})
        certificates.push_back(std::move(certificate));
    if (certificates.empty())
        return badIdentityFile(path, QStringLiteral("holds no certificate in PEM form"));
    ERR_clear_error(); // the end of the file counts as an error in that loop
    return certificates;
}

Result<std::vector<X509Handle>> readAuthorities(const QString& path)
{
    ENGINE_TRY_AS(std::vector<X509Handle> authorities, readCertificates(path));
    for (const X509Handle& authority : authorities) {
        if (X509_check_ca(authority.get()) == 0)
            return badIdentityFile(path, subjectOf(authority.get()) +
                                             QStringLiteral(" is not the certificate of an authority"));
    }
    return authorities;
}

Result<> checkOwnDates(const X509* certificate, const QString& path)
{
    if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0)
        return badIdentityFile(path, QStringLiteral("expired on ") + timeText(X509_get0_notAfter(certificate)));
    if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0)
        return badIdentityFile(path, QStringLiteral("not valid before ") + timeText(X509_get0_notBefore(certificate)));
    return {};
}

Result<> setDistinguishingId(X509* certificate, const QString& id)
{
    const QByteArray text = id.toUtf8();
    OctetsHandle octets(ASN1_OCTET_STRING_new());
    if (!octets || ASN1_OCTET_STRING_set(octets.get(), reinterpret_cast<const unsigned char*>(text.constData()),
                                         static_cast<int>(text.size())) != 1)
        return fail(ErrorCode::Crypto, QStringLiteral("no memory for a distinguishing id"));
    X509_set0_distinguishing_id(certificate, octets.release());
    return {};
}

Result<PkeyHandle> readPrivateKey(PrivateKeys& keys, const QString& path)
{
    ENGINE_TRY_AS(const SecretBytes pem, keys.read(path));
    const BioHandle in = reader(pem.bytes);
    PkeyHandle key(PEM_read_bio_PrivateKey(in.get(), nullptr, noPassphrase, nullptr));
    if (!key)
        return badIdentityFile(path, QStringLiteral("holds no private key in PEM form without a passphrase"));
    return key;
}

} // namespace busheng
