// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QString>

#include <memory>

namespace busheng {

/// The distinguishing id that SM2 signatures take unless an authority says otherwise (GM/T 0009 §10).
inline const QString kSm2DefaultId = QStringLiteral("1234567812345678");

/// An SM2 public key, optionally with its private half. Copies share the key. Thread: any; operations are independent.
/// Fails: Crypto. Private bytes leave only through privatePem().
class Sm2Key {
public:
    static Result<Sm2Key> generate();
    static Result<Sm2Key> fromPrivatePem(BytesView pem); ///< PKCS#8
    static Result<Sm2Key> fromPublicPem(BytesView pem);  ///< SubjectPublicKeyInfo
    Result<Bytes> privatePem() const;
    Result<Bytes> publicPem() const;
    bool hasPrivate() const;

    /// SM2 with SM3 (GB/T 32918.2); DER. The id is always set: OpenSSL 3.0 would silently take the empty one.
    Result<Bytes> sign(BytesView message, const QString& distinguishingId = kSm2DefaultId) const;
    Result<> verify(BytesView message, BytesView signature, const QString& distinguishingId = kSm2DefaultId) const;

    /// SM2 encryption (GB/T 32918.4, DER of GM/T 0009) of a short secret, for wrapping keys.
    Result<Bytes> wrap(BytesView secret) const;
    /// Refuses anything but exactly one well-formed DER structure before it is decrypted.
    Result<Bytes> unwrap(BytesView wrapped) const;

private:
    struct Handle;
    explicit Sm2Key(std::shared_ptr<Handle> handle);
    std::shared_ptr<Handle> m_handle;
};

} // namespace busheng
