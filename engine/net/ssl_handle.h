// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/openssl_handle.h"

#include <openssl/ssl.h>

namespace busheng {

using SslContextHandle = std::unique_ptr<SSL_CTX, OpensslDeleter<SSL_CTX_free>>;
using SslHandle = std::unique_ptr<SSL, OpensslDeleter<SSL_free>>;

} // namespace busheng
