// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/wipe.h"

#include <openssl/crypto.h>

namespace busheng {

void wipe(std::span<char> bytes)
{
    OPENSSL_cleanse(bytes.data(), bytes.size());
}

} // namespace busheng
