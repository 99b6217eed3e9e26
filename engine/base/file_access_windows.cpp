// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_access.h"
#include "engine/base/service_account.h"
#include "engine/base/windows_file.h"

#include <aclapi.h>
#include <sddl.h>

#include <functional>
#include <vector>

namespace busheng {
namespace {

constexpr DWORD kChanging =
    FILE_WRITE_DATA | FILE_APPEND_DATA | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;

/// The user of this process, SYSTEM, the administrators and the node's service.
bool isTrusted(PSID account)
{
    if (::EqualSid(account, nodeServiceSid()) != 0 || ::IsWellKnownSid(account, WinLocalSystemSid) != 0 ||
        ::IsWellKnownSid(account, WinBuiltinAdministratorsSid) != 0 ||
        ::IsWellKnownSid(account, WinCreatorOwnerRightsSid) != 0)
        return true;
    HANDLE token = nullptr;
    if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) == 0)
        return false;
    std::vector<char> buffer(sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE);
    DWORD size = 0;
    const BOOL known = ::GetTokenInformation(token, TokenUser, buffer.data(), static_cast<DWORD>(buffer.size()), &size);
    ::CloseHandle(token);
    return known != 0 && ::EqualSid(account, reinterpret_cast<TOKEN_USER*>(buffer.data())->User.Sid) != 0;
}

struct Access {
    PACL list = nullptr;
    PSID owner = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;

    explicit Access(const QString& path)
    {
        std::wstring native = nativePath(path);
        if (::GetNamedSecurityInfoW(native.data(), SE_FILE_OBJECT,
                                    DACL_SECURITY_INFORMATION | OWNER_SECURITY_INFORMATION, &owner, nullptr, &list,
                                    nullptr, &descriptor) != ERROR_SUCCESS)
            descriptor = nullptr;
    }
    ~Access() { ::LocalFree(descriptor); }
    Access(const Access&) = delete;
    Access& operator=(const Access&) = delete;

    /// Whether somebody who is not trusted is given any of these rights. No list at all: everybody has all rights.
    bool gives(DWORD rights) const
    {
        if (descriptor == nullptr || list == nullptr)
            return true;
        for (DWORD at = 0; at < list->AceCount; ++at) {
            void* entry = nullptr;
            if (::GetAce(list, at, &entry) == 0)
                return true;
            const auto* header = static_cast<const ACE_HEADER*>(entry);
            if (header->AceType == ACCESS_DENIED_ACE_TYPE || (header->AceFlags & INHERIT_ONLY_ACE) != 0)
                continue;
            if (header->AceType != ACCESS_ALLOWED_ACE_TYPE)
                return true;
            auto* allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
            if ((allowed->Mask & rights) != 0 && !isTrusted(&allowed->SidStart))
                return true;
        }
        return false;
    }
};

} // namespace

bool isPlainFile(const QString& path)
{
    constexpr DWORD kOther = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DEVICE;
    const DWORD attributes = ::GetFileAttributesW(nativePath(path).c_str());
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & kOther) == 0;
}

bool isOpenToOthers(const QString& path)
{
    constexpr DWORD kHarmless = SYNCHRONIZE | READ_CONTROL | FILE_READ_ATTRIBUTES;
    return Access(path).gives(~kHarmless);
}

bool isChangeableByOthers(const QString& path)
{
    const Access access(path);
    return access.gives(kChanging) || access.owner == nullptr || !isTrusted(access.owner);
}

bool closeToOthers(const QString& path)
{
    BOOL present = FALSE;
    BOOL defaulted = FALSE;
    PACL list = nullptr;
    std::wstring native = nativePath(path);
    return ::GetSecurityDescriptorDacl(ownerOnly()->lpSecurityDescriptor, &present, &list, &defaulted) != 0 &&
           ::SetNamedSecurityInfoW(native.data(), SE_FILE_OBJECT,
                                   DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, nullptr, nullptr,
                                   list, nullptr) == ERROR_SUCCESS;
}

QString openToOthersReason()
{
    // By SIDs, since the names of accounts are translated. S-1-5-32-544: the administrators.
    return QStringLiteral("open to other users (icacls FILE /inheritance:r /grant *S-1-5-32-544:F /grant *%1:R)")
        .arg(ownSidText());
}

} // namespace busheng
