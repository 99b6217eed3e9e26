// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/name_pattern.h"

#include <fnmatch.h>

namespace busheng {

bool matchesPattern(const Bytes& pattern, const Bytes& name)
{
    return ::fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD) == 0;
}

} // namespace busheng
