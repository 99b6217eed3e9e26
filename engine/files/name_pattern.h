// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"

namespace busheng {

/// Whether a name, or a path, is of a pattern with * (any characters) and ? (one). A dot in front is matched only by a
/// dot. On POSIX the patterns of the shell, with [abc] and \ as well.
bool matchesPattern(const Bytes& pattern, const Bytes& name);

} // namespace busheng
