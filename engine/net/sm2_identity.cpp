// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/sm2_identity.h"

#include "engine/base/file_system.h"
#include "engine/crypto/x509_parts.h"
#include "engine/model/events.h"
#include "engine/net/identity_files.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/tls_failure.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace busheng {
namespace {

using StoreHandle = std::unique_ptr<X509_STORE, OpensslDeleter<X509_STORE_free>>;
using StoreContextHandle = std::unique_ptr<X509_STORE_CTX, OpensslDeleter<X509_STORE_CTX_free>>;

void freeStack(STACK_OF(X509) * stack)
{
    sk_X509_free(stack); // the certificates are others'
}
using StackHandle = std::unique_ptr<STACK_OF(X509), OpensslDeleter<freeStack>>;

Result<Bytes> derOf(const X509* certificate)
{
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate, &der);
    if (size <= 0)
        return fail(ErrorCode::Crypto, QStringLiteral("a certificate cannot be written"));
    Bytes bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return bytes;
}

Failure badChain(const QString& peer, const QString& why)
{
    ERR_clear_error();
    return fail(makeEvent(ErrorCode::Tls, events::CRT_INVALID, {peer, why},
                          QStringLiteral("SM2 certificate of %1: %2").arg(peer, why)));
}

Result<X509Handle> certificateOf(const Bytes& der, const QString& peer)
{
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const unsigned char* const end = at + der.size();
    X509Handle certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!certificate || at != end)
        return badChain(peer, QStringLiteral("it is not one certificate"));
    return certificate;
}

/// X509_CRL_verify knows no distinguishing id: here with it.
bool isSignedBy(X509_CRL* list, EVP_PKEY* key, const QByteArray& id)
{
    unsigned char* tbs = nullptr;
    const int size = i2d_re_X509_CRL_tbs(list, &tbs);
    if (size <= 0)
        return false;
    const ASN1_BIT_STRING* signature = nullptr;
    X509_CRL_get0_signature(list, &signature, nullptr);
    EVP_PKEY_CTX* signing = nullptr; // the context's
    const MdContext context(EVP_MD_CTX_new());
    const bool good = context &&
                      EVP_DigestVerifyInit_ex(context.get(), &signing, "SM3", nullptr, nullptr, key, nullptr) == 1 &&
                      EVP_PKEY_CTX_set1_id(signing, id.constData(), static_cast<int>(id.size())) == 1 &&
                      EVP_DigestVerify(context.get(), ASN1_STRING_get0_data(signature),
                                       static_cast<std::size_t>(ASN1_STRING_length(signature)), tbs,
                                       static_cast<std::size_t>(size)) == 1;
    OPENSSL_free(tbs);
    ERR_clear_error();
    return good;
}

Error listFailure(const char* why, const QString& issuer)
{
    const QString text = QString::fromLatin1(why);
    return makeEvent(ErrorCode::Tls, events::CRL_INVALID, {issuer, text},
                     QStringLiteral("revocation list of %1: %2").arg(issuer, text));
}

} // namespace

struct Sm2Identity::Impl {
    /// A certificate of ours, what leads from it to the authority, and its key.
    struct Pair {
        X509Handle certificate;
        std::vector<Bytes> chain; ///< DER
        QString code;
        std::optional<Sm2Key> key;
    };
    Pair sign;
    Pair encryption;
    std::vector<X509Handle> authorities;
    StoreHandle store{X509_STORE_new()};
    QByteArray id;

    static Result<Pair> readPair(const QString& certificateFile, const QString& keyFile, CertificateUse use,
                                 PrivateKeys& keys);
    Result<> checkNotRevoked(X509* certificate, X509* issuer, const Judgement& how, VerifyFailure failure) const;
};

Sm2Identity::Sm2Identity(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Sm2Identity::~Sm2Identity() = default;

Result<Sm2Identity::Impl::Pair> Sm2Identity::Impl::readPair(const QString& certificateFile, const QString& keyFile,
                                                            CertificateUse use, PrivateKeys& keys)
{
    Pair pair;
    ENGINE_TRY_AS(std::vector<X509Handle> own, readCertificates(certificateFile));
    ENGINE_TRY(checkOwnDates(own.front().get(), certificateFile));
    auto code = nodeCodeOf(own.front().get());
    if (!code)
        return badIdentityFile(certificateFile, code.error().detail);
    pair.code = *code;
    if (const QString flaw = flawOf(own.front().get(), use); !flaw.isEmpty())
        return badIdentityFile(certificateFile, flaw);
    for (const X509Handle& certificate : own) {
        ENGINE_TRY_AS(Bytes der, derOf(certificate.get()));
        pair.chain.push_back(std::move(der));
    }
    if (pair.chain.size() > kLongestChain)
        return badIdentityFile(certificateFile, QStringLiteral("holds more than %1 certificates").arg(kLongestChain));
    ENGINE_TRY_AS(const SecretBytes pem, keys.read(keyFile));
    auto key = Sm2Key::fromPrivatePem(pem.bytes);
    if (!key)
        return badIdentityFile(keyFile, QStringLiteral("holds no SM2 key in PEM form without a passphrase"));
    ENGINE_TRY_AS(const Bytes ownPublic, key->publicPem());
    ENGINE_TRY_AS(const Sm2Key certified, sm2KeyOf(own.front().get()));
    ENGINE_TRY_AS(const Bytes certifiedPublic, certified.publicPem());
    if (ownPublic != certifiedPublic)
        return badIdentityFile(keyFile, QStringLiteral("this private key does not fit the certificate"));
    pair.key = std::move(*key);
    pair.certificate = std::move(own.front());
    return pair;
}

Result<std::unique_ptr<Sm2Identity>> Sm2Identity::create(const Files& files, PrivateKeys& keys)
{
    ERR_clear_error();
    auto impl = std::make_unique<Impl>();
    impl->id = files.distinguishingId.toUtf8();
    ENGINE_TRY_AS(impl->sign, Impl::readPair(files.certificate, files.privateKey, CertificateUse::Sm2Sign, keys));
    if (!files.encryptionCertificate.isEmpty()) {
        ENGINE_TRY_AS(const bool isThere, systemFileSystem().exists(files.encryptionCertificate));
        if (isThere) {
            ENGINE_TRY_AS(impl->encryption, Impl::readPair(files.encryptionCertificate, files.encryptionKey,
                                                           CertificateUse::Sm2Encrypt, keys));
            if (impl->encryption.code != impl->sign.code)
                return badIdentityFile(files.encryptionCertificate,
                                       QStringLiteral("it was issued for %1, this node is %2")
                                           .arg(impl->encryption.code, impl->sign.code));
        }
    }
    ENGINE_TRY_AS(impl->authorities, readAuthorities(files.authority));
    for (const X509Handle& authority : impl->authorities) {
        ENGINE_TRY(setDistinguishingId(authority.get(), files.distinguishingId));
        if (X509_STORE_add_cert(impl->store.get(), authority.get()) != 1)
            return badIdentityFile(files.authority, QStringLiteral("cannot be used as a trusted authority"));
    }
    X509_STORE_set_flags(impl->store.get(), X509_V_FLAG_X509_STRICT);
    return std::unique_ptr<Sm2Identity>(new Sm2Identity(std::move(impl)));
}

QString Sm2Identity::ownCode() const
{
    return m_impl->sign.code;
}

const std::vector<Bytes>& Sm2Identity::chain() const
{
    return m_impl->sign.chain;
}

const std::vector<Bytes>& Sm2Identity::encryptionChain() const
{
    return m_impl->encryption.chain;
}

const std::optional<Sm2Key>& Sm2Identity::encryptionKey() const
{
    return m_impl->encryption.key;
}

const x509_st* Sm2Identity::encryptionCertificate() const
{
    return m_impl->encryption.certificate.get();
}

std::vector<const x509_st*> Sm2Identity::certificates() const
{
    std::vector<const x509_st*> all{m_impl->sign.certificate.get()};
    for (const X509Handle& authority : m_impl->authorities)
        all.push_back(authority.get());
    return all;
}

Result<Bytes> Sm2Identity::sign(BytesView message) const
{
    return m_impl->sign.key->sign(message, QString::fromUtf8(m_impl->id));
}

Result<> Sm2Identity::verify(const Sm2Peer& peer, BytesView message, BytesView signature) const
{
    return peer.key.verify(message, signature, QString::fromUtf8(m_impl->id));
}

/// Fails closed: some list of the issuer must be signed by it and current, and not have the certificate.
Result<> Sm2Identity::Impl::checkNotRevoked(X509* certificate, X509* issuer, const Judgement& how,
                                            VerifyFailure failure) const
{
    failure.list = subjectOf(issuer);
    failure.code = X509_V_ERR_UNABLE_TO_GET_CRL;
    std::optional<Error> flaw;
    const X509_CRL* newest = nullptr;
    for (const CrlHandle& list : how.lists.all()) {
        if (X509_CRL_get_signature_nid(list.get()) != NID_SM2_with_SM3 ||
            X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_subject_name(issuer)) != 0)
            continue;
        if ((X509_get_extension_flags(issuer) & EXFLAG_KUSAGE) != 0 && (X509_get_key_usage(issuer) & KU_CRL_SIGN) == 0)
            return fail(listFailure(X509_verify_cert_error_string(X509_V_ERR_KEYUSAGE_NO_CRL_SIGN), failure.list));
        if (!isSignedBy(list.get(), X509_get0_pubkey(issuer), id)) {
            flaw = listFailure(X509_verify_cert_error_string(X509_V_ERR_CRL_SIGNATURE_FAILURE), failure.list);
            continue;
        }
        if (X509_CRL_get_ext_by_critical(list.get(), 1, -1) >= 0) {
            flaw =
                listFailure(X509_verify_cert_error_string(X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION), failure.list);
            continue;
        }
        time_t now = static_cast<time_t>(how.utcMs / 1000);
        if (X509_cmp_time(X509_CRL_get0_lastUpdate(list.get()), &now) > 0) {
            flaw = listFailure(X509_verify_cert_error_string(X509_V_ERR_CRL_NOT_YET_VALID), failure.list);
            continue;
        }
        X509_REVOKED* entry = nullptr;
        if (X509_CRL_get0_by_cert(list.get(), &entry, certificate) == 1) {
            failure.code = X509_V_ERR_CERT_REVOKED;
            return fail(certificateFailure(failure, how.peer));
        }
        if (newest == nullptr ||
            ASN1_TIME_compare(X509_CRL_get0_lastUpdate(list.get()), X509_CRL_get0_lastUpdate(newest)) > 0)
            newest = list.get();
    }
    if (newest != nullptr && isCurrent(newest, how.utcMs, how.graceMs))
        return {};
    if (newest != nullptr) {
        failure.code = X509_V_ERR_CRL_HAS_EXPIRED;
        failure.nextUpdate = timeText(X509_CRL_get0_nextUpdate(newest));
    } else if (flaw) {
        return fail(*flaw);
    }
    return fail(certificateFailure(failure, how.peer));
}

Result<Sm2Peer> Sm2Identity::judge(const std::vector<Bytes>& chain, const Judgement& how, CertificateUse use) const
{
    ERR_clear_error();
    if (chain.empty() || chain.size() > kLongestChain)
        return badChain(how.peer, QStringLiteral("it is not a chain of 1 to %1 certificates").arg(kLongestChain));
    std::vector<X509Handle> certificates;
    const StackHandle between(sk_X509_new_null());
    for (const Bytes& der : chain) {
        ENGINE_TRY_AS(X509Handle certificate, certificateOf(der, how.peer));
        ENGINE_TRY(setDistinguishingId(certificate.get(), QString::fromUtf8(m_impl->id)));
        if (!certificates.empty())
            sk_X509_push(between.get(), certificate.get());
        certificates.push_back(std::move(certificate));
    }
    X509* const leaf = certificates.front().get();
    VerifyFailure failure;
    failure.subject = subjectOf(leaf);
    failure.notBefore = timeText(X509_get0_notBefore(leaf));
    failure.notAfter = timeText(X509_get0_notAfter(leaf));
    const StoreContextHandle context(X509_STORE_CTX_new());
    if (!context || X509_STORE_CTX_init(context.get(), m_impl->store.get(), leaf, between.get()) != 1)
        return fail(ErrorCode::Crypto, QStringLiteral("cannot judge a chain"));
    X509_VERIFY_PARAM* const rules = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(how.utcMs / 1000));
    X509_VERIFY_PARAM_set_depth(rules, static_cast<int>(kLongestChain));
    if (X509_verify_cert(context.get()) != 1) {
        failure.code = X509_STORE_CTX_get_error(context.get());
        ERR_clear_error();
        return fail(certificateFailure(failure, how.peer));
    }
    if (const QString flaw = flawOf(leaf, use); !flaw.isEmpty())
        return badChain(failure.subject + QStringLiteral(" (") + how.peer + u')', flaw);
    STACK_OF(X509)* const verified = X509_STORE_CTX_get0_chain(context.get());
    for (int at = 0; at + 1 < sk_X509_num(verified); ++at)
        ENGINE_TRY(m_impl->checkNotRevoked(sk_X509_value(verified, at), sk_X509_value(verified, at + 1), how, failure));
    auto code = nodeCodeOf(leaf);
    if (!code)
        return badChain(failure.subject, code.error().detail);
    auto key = sm2KeyOf(leaf);
    if (!key)
        return badChain(failure.subject, QStringLiteral("its key is no SM2 key"));
    return Sm2Peer{*code, failure.subject, sha256Of(leaf), std::move(*key)};
}

} // namespace busheng
