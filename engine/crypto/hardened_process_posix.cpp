// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/hardened_process.h"

#include "engine/base/log.h"

#include <openssl/crypto.h>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace busheng {
namespace {

constexpr std::size_t kSecureHeapBytes = 256 << 10;
constexpr std::size_t kSmallestBlock = 32;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsInspected = true; // the leak checker is a debugger of the same user
#else
constexpr bool kIsInspected = false;
#endif

} // namespace

void hardenProcess()
{
    const rlimit none{0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || (!kIsInspected && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0))
        qCWarning(logCrypto) << "core dumps cannot be switched off: a crash may write keys to disk";
    if (CRYPTO_secure_malloc_initialized() == 0 && CRYPTO_secure_malloc_init(kSecureHeapBytes, kSmallestBlock) != 1)
        qCWarning(logCrypto) << "memory for private keys cannot be locked (RLIMIT_MEMLOCK): it may be swapped to disk";
}

} // namespace busheng
