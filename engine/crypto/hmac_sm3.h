// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/model/packet.h"

namespace busheng {

/// HMAC (RFC 2104) with SM3. Thread: any. Fails: Crypto.
Result<Digest> hmacSm3(BytesView key, BytesView text);

} // namespace busheng
