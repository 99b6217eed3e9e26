// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <span>

namespace busheng {

/// Unpredictable bytes: a seam, so that golden files can be made and a failing generator can be played. Thread: any.
/// Fails: Crypto (CRY_UNAVAILABLE); the caller must stop, never go on with weaker bytes.
class RandomSource {
public:
    virtual ~RandomSource() = default;
    virtual Result<> fill(std::span<char> out) = 0;
};

/// The kernel's generator (getrandom).
RandomSource& systemRandom();

} // namespace busheng
