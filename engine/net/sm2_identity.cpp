// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/sm2_identity.h"

#include "engine/base/file_system.h"
#include "engine/model/events.h"
#include "engine/net/certificate_profile.h"
#include "engine/net/identity_files.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/tls_failure.h"

#include <openssl/err.h>
#include <openssl/pem.h>
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

Result<Sm2Key> keyOf(const X509* certificate)
{
    const BioHandle out(BIO_new(BIO_s_mem()));
    EVP_PKEY* const key = X509_get0_pubkey(certificate);
    if (key == nullptr || !out || PEM_write_bio_PUBKEY(out.get(), key) != 1)
        return fail(ErrorCode::Crypto, QStringLiteral("its key cannot be read"));
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return Sm2Key::fromPublicPem({data, static_cast<std::size_t>(size)});
}

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
    std::optional<Sm2Key> key;
    X509Handle own;
    QString ownCode;
    std::vector<Bytes> chain;
    std::vector<X509Handle> authorities;
    StoreHandle store{X509_STORE_new()};
    QByteArray id;

    Result<> checkNotRevoked(X509* certificate, X509* issuer, const Judgement& how, VerifyFailure failure) const;
};

Sm2Identity::Sm2Identity(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Sm2Identity::~Sm2Identity() = default;

Result<std::unique_ptr<Sm2Identity>> Sm2Identity::create(const Files& files, PrivateKeys& keys)
{
    ERR_clear_error();
    auto impl = std::make_unique<Impl>();
    impl->id = files.distinguishingId.toUtf8();
    ENGINE_TRY_AS(std::vector<X509Handle> own, readCertificates(files.certificate));
    ENGINE_TRY(checkOwnDates(own.front().get(), files.certificate));
    auto code = nodeCodeOf(own.front().get());
    if (!code)
        return badIdentityFile(files.certificate, code.error().detail);
    impl->ownCode = *code;
    if (const QString flaw = flawOf(own.front().get(), CertificateUse::Sm2Sign); !flaw.isEmpty())
        return badIdentityFile(files.certificate, flaw);
    for (const X509Handle& certificate : own) {
        ENGINE_TRY_AS(Bytes der, derOf(certificate.get()));
        impl->chain.push_back(std::move(der));
    }
    if (impl->chain.size() > kLongestChain)
        return badIdentityFile(files.certificate, QStringLiteral("holds more than %1 certificates").arg(kLongestChain));
    ENGINE_TRY_AS(const SecretBytes pem, keys.read(files.privateKey));
    auto key = Sm2Key::fromPrivatePem(pem.bytes);
    if (!key)
        return badIdentityFile(files.privateKey, QStringLiteral("holds no SM2 key in PEM form without a passphrase"));
    ENGINE_TRY_AS(const Bytes ownPublic, key->publicPem());
    ENGINE_TRY_AS(const Sm2Key certified, keyOf(own.front().get()));
    ENGINE_TRY_AS(const Bytes certifiedPublic, certified.publicPem());
    if (ownPublic != certifiedPublic)
        return badIdentityFile(files.privateKey, QStringLiteral("this private key does not fit the certificate"));
    impl->key = std::move(*key);
    impl->own = std::move(own.front());
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
    return m_impl->ownCode;
}

const std::vector<Bytes>& Sm2Identity::chain() const
{
    return m_impl->chain;
}

std::vector<const x509_st*> Sm2Identity::certificates() const
{
    std::vector<const x509_st*> all{m_impl->own.get()};
    for (const X509Handle& authority : m_impl->authorities)
        all.push_back(authority.get());
    return all;
}

Result<Bytes> Sm2Identity::sign(BytesView message) const
{
    return m_impl->key->sign(message, QString::fromUtf8(m_impl->id));
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

Result<Sm2Peer> Sm2Identity::judge(const std::vector<Bytes>& chain, const Judgement& how) const
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
    if (const QString flaw = flawOf(leaf, CertificateUse::Sm2Sign); !flaw.isEmpty())
        return badChain(failure.subject + QStringLiteral(" (") + how.peer + u')', flaw);
    STACK_OF(X509)* const verified = X509_STORE_CTX_get0_chain(context.get());
    for (int at = 0; at + 1 < sk_X509_num(verified); ++at)
        ENGINE_TRY(m_impl->checkNotRevoked(sk_X509_value(verified, at), sk_X509_value(verified, at + 1), how, failure));
    auto code = nodeCodeOf(leaf);
    if (!code)
        return badChain(failure.subject, code.error().detail);
    auto key = keyOf(leaf);
    if (!key)
        return badChain(failure.subject, QStringLiteral("its key is no SM2 key"));
    return Sm2Peer{*code, failure.subject, sha256Of(leaf), std::move(*key)};
}

} // namespace busheng
