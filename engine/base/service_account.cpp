// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/service_account.h"

#include "engine/base/windows_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QtEndian>

#include <aclapi.h>
#include <sddl.h>

namespace busheng {
namespace {

constexpr int kHashWords = 5; // of SHA-1

/// A list that the system allocated, and the descriptor that it lies in.
struct AccessList {
    PACL list = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;

    AccessList() = default;
    ~AccessList() { ::LocalFree(descriptor); }
    AccessList(const AccessList&) = delete;
    AccessList& operator=(const AccessList&) = delete;
};

bool hasEverything(PACL list)
{
    for (DWORD at = 0; at < list->AceCount; ++at) {
        void* entry = nullptr;
        if (::GetAce(list, at, &entry) == 0)
            return false;
        auto* allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
        if (allowed->Header.AceType == ACCESS_ALLOWED_ACE_TYPE && (allowed->Header.AceFlags & INHERIT_ONLY_ACE) == 0 &&
            (allowed->Mask & FILE_ALL_ACCESS) == FILE_ALL_ACCESS &&
            ::EqualSid(&allowed->SidStart, nodeServiceSid()) != 0)
            return true;
    }
    return false;
}

/// `list` and an entry for the account; nullptr when it cannot be made. The caller frees it.
PACL withService(PACL list, DWORD rights, DWORD inheritance)
{
    EXPLICIT_ACCESSW entry{};
    entry.grfAccessPermissions = rights;
    entry.grfAccessMode = GRANT_ACCESS;
    entry.grfInheritance = inheritance;
    entry.Trustee.TrusteeForm = TRUSTEE_IS_SID;
    entry.Trustee.TrusteeType = TRUSTEE_IS_UNKNOWN;
    entry.Trustee.ptstrName = static_cast<LPWSTR>(nodeServiceSid());
    PACL made = nullptr;
    return ::SetEntriesInAclW(1, &entry, list, &made) == ERROR_SUCCESS ? made : nullptr;
}

/// This list and no other: SetNamedSecurityInfo may bring in what the folder around it gives to others (wine's does,
/// also where the list is protected). Whether it inherits stays as in `before`. ERROR_SUCCESS, or why not.
DWORD setList(const std::wstring& path, PACL list, PSECURITY_DESCRIPTOR before)
{
    constexpr SECURITY_DESCRIPTOR_CONTROL kKept = SE_DACL_PROTECTED | SE_DACL_AUTO_INHERITED;
    SECURITY_DESCRIPTOR_CONTROL control = 0;
    DWORD revision = 0;
    SECURITY_DESCRIPTOR changed{};
    if (::GetSecurityDescriptorControl(before, &control, &revision) == 0)
        return ::GetLastError();
    control &= kKept;
    if ((control & SE_DACL_AUTO_INHERITED) != 0)
        control |= SE_DACL_AUTO_INHERIT_REQ; // else the system takes the other away
    const bool isSet = ::InitializeSecurityDescriptor(&changed, SECURITY_DESCRIPTOR_REVISION) != 0 &&
                       ::SetSecurityDescriptorDacl(&changed, TRUE, list, FALSE) != 0 &&
                       ::SetSecurityDescriptorControl(&changed, kKept | SE_DACL_AUTO_INHERIT_REQ, control) != 0 &&
                       ::SetFileSecurityW(path.c_str(), DACL_SECURITY_INFORMATION, &changed) != 0;
    return isSet ? ERROR_SUCCESS : ::GetLastError();
}

/// A folder after what it holds.
Result<> give(const QString& path, bool isFolder)
{
    std::wstring native = nativePath(path);
    AccessList now;
    DWORD code = ::GetNamedSecurityInfoW(native.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr,
                                         &now.list, nullptr, &now.descriptor);
    if (code != ERROR_SUCCESS)
        return storageFailure(code, QStringLiteral("giving the service"), path);
    if (now.list == nullptr || hasEverything(now.list)) // no list: everybody may
        return {};
    if (isFolder) {
        const QFileInfoList entries =
            QDir(path).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        for (const QFileInfo& entry : entries) {
            if (!entry.isSymLink() && !entry.isJunction())
                ENGINE_TRY(give(entry.filePath(), entry.isDir()));
        }
    }
    const PACL made =
        withService(now.list, FILE_ALL_ACCESS, isFolder ? SUB_CONTAINERS_AND_OBJECTS_INHERIT : NO_INHERITANCE);
    code = made == nullptr ? ERROR_INVALID_ACL : setList(native, made, now.descriptor);
    ::LocalFree(made);
    if (code != ERROR_SUCCESS)
        return storageFailure(code, QStringLiteral("giving the service"), path);
    return {};
}

} // namespace

QString serviceSidText(const QString& service)
{
    const QString name = service.toUpper();
    const QByteArray hash = QCryptographicHash::hash(
        QByteArray(reinterpret_cast<const char*>(name.utf16()), name.size() * qsizetype(sizeof(char16_t))),
        QCryptographicHash::Sha1);
    QString sid = QStringLiteral("S-1-5-80");
    for (int word = 0; word < kHashWords; ++word)
        sid += u'-' + QString::number(qFromLittleEndian<quint32>(hash.constData() + word * sizeof(quint32)));
    return sid;
}

PSID nodeServiceSid()
{
    static const PSID sid = [] {
        PSID made = nullptr;
        const QString text = serviceSidText(QString::fromWCharArray(kNodeServiceName));
        if (::ConvertStringSidToSidW(reinterpret_cast<LPCWSTR>(text.utf16()), &made) == 0)
            qFatal("the service's account cannot be named: error %lu", ::GetLastError());
        return made;
    }();
    return sid;
}

Result<> giveToNodeService(const QString& directory)
{
    return give(directory, true);
}

bool giveToNodeService(HANDLE object, DWORD rights)
{
    AccessList now;
    if (::GetSecurityInfo(object, SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, &now.list, nullptr,
                          &now.descriptor) != ERROR_SUCCESS)
        return false;
    if (now.list == nullptr) // everybody may everything
        return true;
    const PACL made = withService(now.list, rights, NO_INHERITANCE);
    const bool given = made != nullptr && ::SetSecurityInfo(object, SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION,
                                                            nullptr, nullptr, made, nullptr) == ERROR_SUCCESS;
    ::LocalFree(made);
    return given;
}

} // namespace busheng
