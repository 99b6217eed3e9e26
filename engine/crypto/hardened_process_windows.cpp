// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/hardened_process.h"

#include "engine/base/log.h"

#include <openssl/crypto.h>

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

// In kernel32; MinGW's own header of it (werapi.h) does not compile.
extern "C" HRESULT WINAPI WerSetFlags(DWORD flags);

namespace busheng {
namespace {

constexpr DWORD kNoHeapInReports = 1; // WER_FAULT_REPORTING_FLAG_NOHEAP

constexpr std::size_t kSecureHeapBytes = 256 << 10;
constexpr std::size_t kSmallestBlock = 32;

/// Of other processes of this user, whoever may: end it, wait for it, ask its name. Nobody reads its memory but SYSTEM
/// and the administrators; the owner (OW) may not change that. 0x121001: TERMINATE, QUERY_LIMITED_INFORMATION,
/// READ_CONTROL, SYNCHRONIZE.
constexpr auto kOwnRights = L"D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x121001;;;OW)(A;;0x121001;;;AU)";

bool closeMemory()
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(kOwnRights, SDDL_REVISION_1, &descriptor, nullptr) == 0)
        return false;
    const BOOL done = ::SetKernelObjectSecurity(::GetCurrentProcess(), DACL_SECURITY_INFORMATION, descriptor);
    ::LocalFree(descriptor);
    return done != 0;
}

} // namespace

void hardenProcess()
{
    ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX); // no box that waits for somebody
    // Libraries come from the program's and the system's folders, never from the current one.
    if (::SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS) == 0)
        qCWarning(logCrypto) << "the folders of libraries cannot be bounded";
    if (FAILED(::WerSetFlags(kNoHeapInReports)))
        qCWarning(logCrypto) << "crash reports cannot be kept free of memory: a crash may write keys to disk";
    if (!closeMemory())
        qCWarning(logCrypto) << "this process's memory cannot be closed to other programs of its user";
    if (CRYPTO_secure_malloc_initialized() == 0 && CRYPTO_secure_malloc_init(kSecureHeapBytes, kSmallestBlock) != 1)
        qCWarning(logCrypto) << "memory for private keys cannot be locked: it may be swapped to disk";
}

} // namespace busheng
