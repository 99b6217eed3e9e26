// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace busheng {

/// Makes libgcrypt ready, once per process: version check, memory for keys that is locked and wiped. Everything that
/// calls libgcrypt calls this first and stops when it fails. Thread: any. Fails: Crypto CRY_UNAVAILABLE.
Result<> startGcrypt();

/// The failure of a libgcrypt call, with its text in `native`. `code` is a gcry_error_t.
Failure gcryptFailure(const QString& detail, unsigned int code);

} // namespace busheng
