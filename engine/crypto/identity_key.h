// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <memory>

namespace busheng {

/// What a node is known by in one cipher suite: link keys are hidden for it, evidence is signed with it. A public key,
/// or a pair whose private half may be in this process or in a device. Thread: any. Fails: Crypto.
class IdentityKey {
public:
    virtual ~IdentityKey() = default;
    virtual Result<Bytes> publicPem() const = 0; ///< SubjectPublicKeyInfo
    /// PKCS#8, to be kept by this node; fails where the private half is not here, or not to be had.
    virtual Result<Bytes> privatePem() const = 0;
    virtual Result<Bytes> sign(BytesView message) const = 0;
    virtual Result<> verify(BytesView message, BytesView signature) const = 0;
    /// Hides a short secret for the holder of the private half. It does not say who hid it.
    virtual Result<Bytes> wrap(BytesView secret) const = 0;
    /// Refuses what is not exactly one well-formed envelope before it is decrypted.
    virtual Result<Bytes> unwrap(BytesView wrapped) const = 0;
};

using IdentityKeyPtr = std::shared_ptr<const IdentityKey>;

} // namespace busheng
