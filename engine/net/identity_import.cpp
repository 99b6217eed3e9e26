// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/identity_import.h"

#include "engine/crypto/enveloped_key.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/x509_parts.h"
#include "engine/net/identity_files.h"
#include "engine/net/peer_certificate.h"

#include <QFileInfo>

#include <openssl/err.h>
#include <openssl/x509v3.h>

namespace busheng {
namespace {

constexpr qint64 kLargestPemFile = 256 << 10;

bool isFor(X509* certificate, EVP_PKEY* key)
{
    const bool same = EVP_PKEY_eq(X509_get0_pubkey(certificate), key) == 1;
    ERR_clear_error();
    return same;
}

bool isSignedBy(X509* certificate, X509* issuer)
{
    const bool is =
        X509_check_issued(issuer, certificate) == X509_V_OK && X509_verify(certificate, X509_get0_pubkey(issuer)) == 1;
    ERR_clear_error();
    return is;
}

/// The chain leads from the node to one of the authorities, each signed by the next.
Result<> checkIssuer(const std::vector<X509Handle>& chain, const std::vector<X509Handle>& authorities,
                     const IdentityPlace& place, const QString& file)
{
    for (const X509Handle& certificate : chain) {
        if (place.use != CertificateUse::Tls)
            ENGINE_TRY(setDistinguishingId(certificate.get(), place.distinguishingId));
    }
    for (std::size_t at = 0; at < chain.size(); ++at) {
        for (const X509Handle& authority : authorities) {
            if (isSignedBy(chain[at].get(), authority.get()))
                return {};
        }
        if (at + 1 == chain.size() || !isSignedBy(chain[at].get(), chain[at + 1].get()))
            break;
    }
    return badIdentityFile(file, QStringLiteral("it does not lead to an authority that this node trusts: %1 issued it")
                                     .arg(nameText(X509_get_issuer_name(chain.front().get()))));
}

/// True: the pending one; false: the one in use, which the certificate before was for.
Result<bool> isForPendingKey(FileSystem& files, X509* certificate, const IdentityPlace& place, const QString& file)
{
    ENGINE_TRY_AS(const bool isPending, files.exists(place.pendingKey));
    if (isPending) {
        ENGINE_TRY_AS(const PkeyHandle key, readPrivateKey(privateKeyFiles(), place.pendingKey));
        if (isFor(certificate, key.get()))
            return true;
    }
    ENGINE_TRY_AS(const bool hasOne, files.exists(place.certificate));
    if (hasOne) {
        ENGINE_TRY_AS(const std::vector<X509Handle> before, readCertificates(place.certificate));
        if (isFor(certificate, X509_get0_pubkey(before.front().get())))
            return false;
    }
    return badIdentityFile(file, isPending ? QStringLiteral("it is for another key than the one that was requested")
                                           : QStringLiteral("no certificate was requested, and it is for another key "
                                                            "than the one in use"));
}

} // namespace

Result<CertificateUse> useOfCertificate(const QString& file)
{
    ENGINE_TRY_AS(const std::vector<X509Handle> chain, readCertificates(file));
    EVP_PKEY* const key = X509_get0_pubkey(chain.front().get());
    if (key == nullptr || EVP_PKEY_is_a(key, "SM2") != 1)
        return CertificateUse::Tls;
    const bool mayEncrypt =
        (X509_get_key_usage(chain.front().get()) & (KU_KEY_ENCIPHERMENT | KU_DATA_ENCIPHERMENT)) != 0;
    const bool maySign = (X509_get_key_usage(chain.front().get()) & KU_DIGITAL_SIGNATURE) != 0;
    return mayEncrypt && !maySign ? CertificateUse::Sm2Encrypt : CertificateUse::Sm2Sign;
}

namespace {

/// A certificate of this node by one of its authorities, good for its use now. Gives the node's own first.
Result<std::vector<X509Handle>> readOwn(const QString& nodeCode, const IdentityPlace& place, const QString& file,
                                        const QString& authorityFile)
{
    ERR_clear_error();
    ENGINE_TRY_AS(std::vector<X509Handle> chain, readCertificates(file));
    X509* const own = chain.front().get();
    const auto code = nodeCodeOf(own);
    if (!code)
        return badIdentityFile(file, code.error().detail);
    if (*code != nodeCode)
        return badIdentityFile(file, QStringLiteral("it was issued for %1, this node is %2").arg(*code, nodeCode));
    if (const QString flaw = flawOf(own, place.use); !flaw.isEmpty())
        return badIdentityFile(file, flaw);
    ENGINE_TRY(checkOwnDates(own, file));
    ENGINE_TRY_AS(const std::vector<X509Handle> authorities,
                  readAuthorities(authorityFile.isEmpty() ? place.authority : authorityFile));
    ENGINE_TRY(checkIssuer(chain, authorities, place, file));
    return chain;
}

/// The key first: a node that is started in between says that they do not fit, and importing again mends it.
Result<> putInPlace(FileSystem& files, const IdentityPlace& place, const QString& file, const QString& authorityFile,
                    const SecretBytes* key)
{
    for (const QString& path : {place.certificate, place.privateKey, place.authority})
        ENGINE_TRY(files.makeDirectories(QFileInfo(path).path()));
    if (!authorityFile.isEmpty()) {
        ENGINE_TRY_AS(const Bytes pem, readFile(files, authorityFile, kLargestPemFile));
        ENGINE_TRY(replaceFile(files, place.authority, pem));
    }
    if (key != nullptr)
        ENGINE_TRY(writeSecretFile(files, place.privateKey, key->bytes));
    ENGINE_TRY_AS(const Bytes pem, readFile(files, file, kLargestPemFile));
    return replaceFile(files, place.certificate, pem);
}

ImportedCertificate shown(const X509* own, bool withNewKey)
{
    return {subjectOf(own), nameText(X509_get_issuer_name(own)), timeUtcMs(X509_get0_notAfter(own)), withNewKey};
}

} // namespace

Result<ImportedCertificate> importCertificate(FileSystem& files, const QString& nodeCode, const IdentityPlace& place,
                                              const QString& file, const QString& authorityFile)
{
    ENGINE_TRY_AS(const std::vector<X509Handle> chain, readOwn(nodeCode, place, file, authorityFile));
    ENGINE_TRY_AS(const bool withNewKey, isForPendingKey(files, chain.front().get(), place, file));
    if (!withNewKey) {
        ENGINE_TRY(putInPlace(files, place, file, authorityFile, nullptr));
        return shown(chain.front().get(), false);
    }
    ENGINE_TRY_AS(const SecretBytes key, privateKeyFiles().read(place.pendingKey));
    ENGINE_TRY(putInPlace(files, place, file, authorityFile, &key));
    ENGINE_TRY(overwriteAndRemove(files, place.pendingKey));
    return shown(chain.front().get(), true);
}

Result<ImportedCertificate> importEncryption(FileSystem& files, const QString& nodeCode, const IdentityPlace& place,
                                             const GivenEncryption& given, const Sm2Key& signingKey)
{
    ENGINE_TRY_AS(const std::vector<X509Handle> chain, readOwn(nodeCode, place, given.certificate, given.authority));
    ENGINE_TRY_AS(const bool isThere, files.exists(given.key));
    if (!isThere)
        return badIdentityFile(given.key, QStringLiteral("there is no such file"));
    ENGINE_TRY_AS(const Bytes envelope, readFile(files, given.key, kLargestPemFile));
    const auto key = openEnvelopedKey(envelope, signingKey);
    if (!key)
        return badIdentityFile(given.key, key.error().detail);
    ENGINE_TRY_AS(Bytes pem, key->privatePem());
    const SecretBytes secret(std::move(pem));
    ENGINE_TRY_AS(const PkeyHandle native, nodeKeyFromPem(secret.bytes));
    if (!isFor(chain.front().get(), native.get()))
        return badIdentityFile(given.key, QStringLiteral("it holds another key than the one of the certificate"));
    ENGINE_TRY(putInPlace(files, place, given.certificate, given.authority, &secret));
    return shown(chain.front().get(), true);
}

} // namespace busheng
