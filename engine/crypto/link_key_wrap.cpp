// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/link_key_wrap.h"

#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"
#include "engine/crypto/wipe.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr BytesView kPurpose = "busheng link key v1";
constexpr BytesView kFingerprint = "busheng link key fingerprint v1";

} // namespace

Result<LinkKey> generateLinkKey(std::uint32_t epoch, RandomSource& random, const CipherSuite& suite)
{
    LinkKey key;
    key.suite = &suite;
    key.epoch = epoch;
    ENGINE_TRY(random.fill(key.secret));
    return key;
}

Result<Bytes> wrapLinkKey(const LinkKey& key, const IdentityKey& receiver)
{
    SecretBytes plain;
    plain.bytes.reserve(kPurpose.size() + sizeof(key.epoch) + key.secret.size());
    ByteWriter out(plain.bytes);
    out.raw(kPurpose);
    out.fixed(key.epoch);
    out.raw({key.secret.data(), key.secret.size()});
    return receiver.wrap(plain.bytes);
}

Result<LinkKey> unwrapLinkKey(BytesView wrapped, std::uint32_t epoch, const IdentityKey& own, const CipherSuite& suite)
{
    ENGINE_TRY_AS(Bytes opened, own.unwrap(wrapped));
    const SecretBytes plain(std::move(opened));
    LinkKey key;
    key.suite = &suite;
    ByteReader in(plain.bytes);
    const BytesView purpose = in.raw(kPurpose.size());
    key.epoch = in.fixed<std::uint32_t>();
    const BytesView secret = in.raw(key.secret.size());
    if (in.failed() || !in.atEnd() || purpose != kPurpose)
        return fail(ErrorCode::Crypto, QStringLiteral("what was wrapped is not a link key"));
    if (key.epoch != epoch)
        return fail(ErrorCode::Crypto,
                    QStringLiteral("the wrapped link key is for epoch %1, not %2").arg(key.epoch).arg(epoch));
    std::ranges::copy(secret, key.secret.begin());
    return key;
}

Result<QString> linkKeyFingerprint(const LinkKey& key)
{
    constexpr std::size_t kBytes = 8;
    Bytes print(kBytes, '\0');
    ENGINE_TRY(key.suite->derive({key.secret.data(), key.secret.size()}, {}, kFingerprint, print));
    return toHex(print);
}

} // namespace busheng
