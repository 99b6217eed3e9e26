// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/identity_key.h"
#include "engine/crypto/sm2_key.h"

namespace busheng {

/// An SM2 key as the identity of a node, in this process: signatures with the default distinguishing id.
class Sm2IdentityKey final : public IdentityKey {
public:
    explicit Sm2IdentityKey(Sm2Key key) : m_key(std::move(key)) {}
    Result<Bytes> publicPem() const override { return m_key.publicPem(); }
    Result<Bytes> privatePem() const override { return m_key.privatePem(); }
    Result<Bytes> sign(BytesView message) const override { return m_key.sign(message); }
    Result<> verify(BytesView message, BytesView signature) const override { return m_key.verify(message, signature); }
    Result<Bytes> wrap(BytesView secret) const override { return m_key.wrap(secret); }
    Result<Bytes> unwrap(BytesView wrapped) const override { return m_key.unwrap(wrapped); }

private:
    Sm2Key m_key;
};

} // namespace busheng
