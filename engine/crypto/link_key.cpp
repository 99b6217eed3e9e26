// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/link_key.h"

#include "engine/crypto/wipe.h"

namespace busheng {

LinkKey::~LinkKey()
{
    wipe(secret);
}

} // namespace busheng
