// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/gcrypt_start.h"

#include "engine/base/log.h"
#include "engine/model/events.h"

#include <gcrypt.h>

namespace busheng {
namespace {

constexpr const char* kOldestVersion = "1.10.0"; // the first whose SM4-GCM we have checked
// Locked, so it must fit RLIMIT_MEMLOCK (8 MiB by default). Beyond it libgcrypt takes memory that is wiped, not locked.
constexpr int kSecureBytes = 1 << 20;
constexpr unsigned int kOverflowBytes = 256U << 10;

Failure unavailable(const QString& detail)
{
    return fail(makeEvent(ErrorCode::Crypto, events::CRY_UNAVAILABLE, {}, detail));
}

Result<> initialize()
{
    if (gcry_check_version(kOldestVersion) == nullptr)
        return unavailable(QStringLiteral("libgcrypt is older than %1").arg(QLatin1String(kOldestVersion)));
    // Another library of this process may have been first; what it set up stays.
    if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P) == 0) {
        gcry_control(GCRYCTL_DISABLE_SECMEM_WARN); // it would write to stderr; we say it in our log
        gcry_control(GCRYCTL_DISABLE_PRIV_DROP);   // giving up privileges is the program's business
        gcry_control(GCRYCTL_AUTO_EXPAND_SECMEM, kOverflowBytes, 0);
        if (gcry_control(GCRYCTL_INIT_SECMEM, kSecureBytes, 0) != 0)
            qCWarning(logCrypto) << "memory for keys cannot be locked (RLIMIT_MEMLOCK): keys may be swapped to disk";
        gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
    if (gcry_cipher_test_algo(GCRY_CIPHER_SM4) != 0 || gcry_md_test_algo(GCRY_MD_SM3) != 0)
        return unavailable(QStringLiteral("libgcrypt offers no SM4 or no SM3 (FIPS mode?)"));
    return {};
}

} // namespace

Result<> startGcrypt()
{
    static const Result<> started = initialize();
    return started;
}

Failure gcryptFailure(const QString& detail, unsigned int code)
{
    Error error = makeError(ErrorCode::Crypto, detail);
    error.native = QString::fromLatin1(gcry_strerror(code));
    return fail(std::move(error));
}

} // namespace busheng
