// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/x509.h>

#include <memory>

namespace busheng {

template <auto Release>
struct OpensslDeleter {
    template <typename T>
    void operator()(T* object) const
    {
        Release(object);
    }
};

/// OpenSSL's objects, released when they go out of scope.
using BioHandle = std::unique_ptr<BIO, OpensslDeleter<BIO_free_all>>;
using BignumHandle = std::unique_ptr<BIGNUM, OpensslDeleter<BN_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, OpensslDeleter<EVP_CIPHER_CTX_free>>;
using CipherHandle = std::unique_ptr<EVP_CIPHER, OpensslDeleter<EVP_CIPHER_free>>;
using CrlHandle = std::unique_ptr<X509_CRL, OpensslDeleter<X509_CRL_free>>;
using IntegerHandle = std::unique_ptr<ASN1_INTEGER, OpensslDeleter<ASN1_INTEGER_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, OpensslDeleter<EVP_KDF_CTX_free>>;
using KdfHandle = std::unique_ptr<EVP_KDF, OpensslDeleter<EVP_KDF_free>>;
using MdContext = std::unique_ptr<EVP_MD_CTX, OpensslDeleter<EVP_MD_CTX_free>>;
using Pkcs8Handle = std::unique_ptr<PKCS8_PRIV_KEY_INFO, OpensslDeleter<PKCS8_PRIV_KEY_INFO_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, OpensslDeleter<EVP_PKEY_CTX_free>>;
using PkeyHandle = std::unique_ptr<EVP_PKEY, OpensslDeleter<EVP_PKEY_free>>;
using OctetsHandle = std::unique_ptr<ASN1_OCTET_STRING, OpensslDeleter<ASN1_OCTET_STRING_free>>;
using RequestHandle = std::unique_ptr<X509_REQ, OpensslDeleter<X509_REQ_free>>;
using RevokedHandle = std::unique_ptr<X509_REVOKED, OpensslDeleter<X509_REVOKED_free>>;
using TimeHandle = std::unique_ptr<ASN1_TIME, OpensslDeleter<ASN1_TIME_free>>;
using X509Handle = std::unique_ptr<X509, OpensslDeleter<X509_free>>;
using X509NameHandle = std::unique_ptr<X509_NAME, OpensslDeleter<X509_NAME_free>>;
using X509ExtensionHandle = std::unique_ptr<X509_EXTENSION, OpensslDeleter<X509_EXTENSION_free>>;

} // namespace busheng
