// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/windows_file.h"

#include "engine/base/service_account.h"

#include <QDir>

#include <sddl.h>

#include <array>

namespace busheng {
namespace {

constexpr int kLongestPlainPath = 240; // MAX_PATH less what a short file name adds to its folder's path
constexpr DWORD kQuotaExceeded = 1295; // ERROR_DISK_QUOTA_EXCEEDED, which MinGW 10 has not

/// Whether it works with an administrator's rights: not before its user has said yes to them.
bool isElevated()
{
    std::array<char, SECURITY_MAX_SID_SIZE> administrators{};
    DWORD size = administrators.size();
    BOOL isMember = FALSE;
    return ::CreateWellKnownSid(WinBuiltinAdministratorsSid, nullptr, administrators.data(), &size) != 0 &&
           ::CheckTokenMembership(nullptr, administrators.data(), &isMember) != 0 && isMember != 0;
}

SECURITY_ATTRIBUTES makeOwnerOnly()
{
    // P: nothing is inherited from the folder; OICI: what is made inside inherits it. SY: SYSTEM, BA: administrators.
    QString rights = QStringLiteral("D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;%1)")
                         .arg(serviceSidText(QString::fromWCharArray(kNodeServiceName)));
    // An administrator makes things for the machine: its service must not find them open to that person.
    if (!isElevated())
        rights += QStringLiteral("(A;OICI;FA;;;%1)").arg(ownSidText());
    SECURITY_ATTRIBUTES attributes{sizeof(SECURITY_ATTRIBUTES), nullptr, FALSE};
    if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(
            reinterpret_cast<LPCWSTR>(rights.utf16()), SDDL_REVISION_1, &attributes.lpSecurityDescriptor, nullptr) == 0)
        qFatal("this user's access list cannot be made: error %lu", ::GetLastError());
    return attributes;
}

} // namespace

QString ownSidText()
{
    HANDLE token = nullptr;
    if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) == 0)
        return {};
    std::array<char, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> buffer{};
    DWORD size = 0;
    const BOOL known = ::GetTokenInformation(token, TokenUser, buffer.data(), static_cast<DWORD>(buffer.size()), &size);
    ::CloseHandle(token);
    LPWSTR text = nullptr;
    if (known == 0 || ::ConvertSidToStringSidW(reinterpret_cast<TOKEN_USER*>(buffer.data())->User.Sid, &text) == 0)
        return {};
    const QString sid = QString::fromWCharArray(text);
    ::LocalFree(text);
    return sid;
}

std::wstring nativePath(const QString& path)
{
    const QString absolute = QDir::toNativeSeparators(QDir::cleanPath(QDir(path).absolutePath()));
    if (absolute.size() < kLongestPlainPath || absolute.startsWith(QStringLiteral("\\\\?\\")))
        return absolute.toStdWString();
    const bool isShare = absolute.startsWith(QStringLiteral("\\\\"));
    const QString whole =
        isShare ? QStringLiteral("\\\\?\\UNC") + absolute.mid(1) : QStringLiteral("\\\\?\\") + absolute;
    return whole.toStdWString();
}

QString systemErrorText(DWORD code)
{
    return qt_error_string(static_cast<int>(code)).simplified();
}

Failure storageFailure(DWORD code, const QString& doing, const QString& path)
{
    Error error = makeError(ErrorCode::Storage, QStringLiteral("%1 %2").arg(doing, path));
    error.native = systemErrorText(code);
    const bool isFull = code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL || code == kQuotaExceeded;
    error.event = isFull ? QStringLiteral("DSK_FULL") : QStringLiteral("DSK_ERROR");
    error.transient = isFull || code == ERROR_TOO_MANY_OPEN_FILES || code == ERROR_NO_SYSTEM_RESOURCES;
    error.args = {path, error.native};
    return fail(error);
}

SECURITY_ATTRIBUTES* ownerOnly()
{
    static SECURITY_ATTRIBUTES attributes = makeOwnerOnly();
    return &attributes;
}

} // namespace busheng
