// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace busheng {

/// Known answers of SM3, SM4-GCM and SM2, a few milliseconds. A node calls it once at its start and does not go on when
/// it fails: a cipher that is missing or wrong must not be found out with data in hand. Fails: Crypto CRY_UNAVAILABLE.
Result<> cryptoSelfTest();

} // namespace busheng
