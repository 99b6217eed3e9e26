// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random_source.h"
#include "engine/base/result.h"
#include "engine/crypto/link_key.h"
#include "engine/crypto/sm2_key.h"

namespace busheng {

/// A fresh secret for one direction of a link. Fails: Crypto CRY_UNAVAILABLE.
Result<LinkKey> generateLinkKey(std::uint32_t epoch, RandomSource& random);

/// The key, and the epoch it is for, encrypted with SM2 for `receiver`: docs/formats/keys.md. Only confidential: who
/// wrapped it must be known from elsewhere (the authenticated link). Fails: Crypto.
Result<Bytes> wrapLinkKey(const LinkKey& key, const Sm2Key& receiver);

/// The exact reverse. Fails: Crypto when it is malformed, was wrapped for somebody else, or for another epoch.
Result<LinkKey> unwrapLinkKey(BytesView wrapped, std::uint32_t epoch, const Sm2Key& own);

} // namespace busheng
