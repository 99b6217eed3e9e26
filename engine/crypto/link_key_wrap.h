// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random_source.h"
#include "engine/base/result.h"
#include "engine/crypto/link_key.h"

namespace busheng {

/// A fresh secret for one direction of a link. Fails: Crypto CRY_UNAVAILABLE.
Result<LinkKey> generateLinkKey(std::uint32_t epoch, RandomSource& random, const CipherSuite& suite = smSuite());

/// The key, and the epoch it is for, hidden for `receiver`, which must be of the key's suite: docs/formats/keys.md.
/// Only confidential: who wrapped it must be known from elsewhere (the authenticated link). Fails: Crypto.
Result<Bytes> wrapLinkKey(const LinkKey& key, const IdentityKey& receiver);

/// The exact reverse. Fails: Crypto when it is malformed, was wrapped for somebody else, or for another epoch.
Result<LinkKey> unwrapLinkKey(BytesView wrapped, std::uint32_t epoch, const IdentityKey& own,
                              const CipherSuite& suite = smSuite());

/// 16 hex digits by which two people, or two nodes, see that they hold the same key; they say nothing else about it.
Result<QString> linkKeyFingerprint(const LinkKey& key);

} // namespace busheng
