// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/packet_key.h"

namespace busheng {

/// What one opening of a file transfer is sealed with: the HKDF of its suite over the link key with `salt`, 16 random
/// bytes of this opening alone, so that its sequence may begin at 0 whatever was sent before. Fails: Crypto, also for
/// node codes that are not well-formed or hold a '|'. docs/formats/keys.md.
Result<PacketKey> deriveFileKey(const LinkKey& link, const QString& from, const QString& to, const BootId& salt);

} // namespace busheng
