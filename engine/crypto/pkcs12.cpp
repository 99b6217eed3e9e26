// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/pkcs12.h"

#include "engine/crypto/openssl_handle.h"
#include "engine/crypto/x509_parts.h"
#include "engine/model/events.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <limits>
#include <memory>

namespace busheng {
namespace {

struct FreedContainer {
    void operator()(PKCS12* container) const { PKCS12_free(container); }
};

struct FreedStack {
    void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};

using Container = std::unique_ptr<PKCS12, FreedContainer>;
using Stack = std::unique_ptr<STACK_OF(X509), FreedStack>;

Failure badFile(const QString& file, const QString& why)
{
    ERR_clear_error();
    return fail(
        makeEvent(ErrorCode::Config, events::CFG_BAD_CERT, {file, why}, QStringLiteral("%1: %2").arg(file, why)));
}

Bytes bytesOf(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return size > 0 ? Bytes(data, static_cast<std::size_t>(size)) : Bytes();
}

Bytes pemOf(X509* certificate)
{
    const BioHandle bio(BIO_new(BIO_s_mem()));
    return bio && PEM_write_bio_X509(bio.get(), certificate) == 1 ? bytesOf(bio.get()) : Bytes();
}

} // namespace

Result<Pkcs12Content> readPkcs12(BytesView content, BytesView passphrase, const QString& file)
{
    if (content.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return badFile(file, QStringLiteral("it is too large"));
    const BioHandle in(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    const Container container(in ? d2i_PKCS12_bio(in.get(), nullptr) : nullptr);
    if (!container)
        return badFile(file, QStringLiteral("it is no PKCS#12 file"));
    const SecretBytes word{Bytes(passphrase)}; // with a zero behind it
    if (PKCS12_mac_present(container.get()) == 1 &&
        PKCS12_verify_mac(container.get(), word.bytes.c_str(), static_cast<int>(word.bytes.size())) != 1) {
        ERR_clear_error();
        return fail(makeEvent(ErrorCode::Crypto, events::CFG_BAD_SECRET,
                              {file, QStringLiteral("the passphrase does not open it")},
                              QStringLiteral("the passphrase does not open %1").arg(file)));
    }
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    STACK_OF(X509)* above = nullptr;
    if (PKCS12_parse(container.get(), word.bytes.c_str(), &key, &certificate, &above) != 1)
        return badFile(file, QStringLiteral("it is sealed in a way that this program does not open"));
    const PkeyHandle ownedKey(key);
    const X509Handle owned(certificate);
    const Stack ownedAbove(above);
    if (!ownedKey || !owned)
        return badFile(file, QStringLiteral("it holds no certificate with its private key"));
    ENGINE_TRY_AS(Bytes privateKey, privatePemOf(ownedKey.get()));
    Bytes authorities;
    for (int i = 0; i < sk_X509_num(ownedAbove.get()); ++i)
        authorities += pemOf(sk_X509_value(ownedAbove.get(), i));
    return Pkcs12Content{pemOf(owned.get()), SecretBytes(std::move(privateKey)), std::move(authorities)};
}

} // namespace busheng
