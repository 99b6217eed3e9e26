// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/crypto/cipher_suite.h"

namespace busheng {

/// Known answers of SM3, SM4-GCM and SM2, a few milliseconds. A node calls it once at its start and does not go on when
/// it fails: a cipher that is missing or wrong must not be found out with data in hand. Fails: Crypto CRY_UNAVAILABLE.
Result<> cryptoSelfTest();

/// The same of another implementation of the national suite, against the published answers and against `software`:
/// each opens what the other sealed, checks what the other signed, unwraps what the other hid. Fails: Crypto.
Result<> suiteSelfTest(const CipherSuite& suite, const CipherSuite& software);

} // namespace busheng
