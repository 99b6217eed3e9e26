// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace busheng {

/// A Crypto failure with `detail`, OpenSSL's reasons in `native`; empties this thread's OpenSSL error queue, so that
/// the next failure does not tell about this one.
Failure opensslFailure(const QString& detail);

} // namespace busheng
