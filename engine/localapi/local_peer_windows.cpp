// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/log.h"
#include "engine/base/service_account.h"
#include "engine/localapi/local_access.h"

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include <array>
#include <vector>

namespace busheng {
namespace {

struct CloseHandleOf {
    using pointer = HANDLE;
    void operator()(HANDLE handle) const { ::CloseHandle(handle); }
};
using OwnHandle = std::unique_ptr<HANDLE, CloseHandleOf>;

QString sidText(PSID sid)
{
    LPWSTR text = nullptr;
    if (::ConvertSidToStringSidW(sid, &text) == 0)
        return {};
    const QString shown = QString::fromWCharArray(text);
    ::LocalFree(text);
    return shown;
}

/// Empty when the system does not say.
std::vector<char> tokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS what)
{
    DWORD size = 0;
    ::GetTokenInformation(token, what, nullptr, 0, &size);
    std::vector<char> buffer(size);
    if (size == 0 || ::GetTokenInformation(token, what, buffer.data(), size, &size) == 0)
        return {};
    return buffer;
}

OwnHandle tokenOf(HANDLE process)
{
    HANDLE token = nullptr;
    return OwnHandle(::OpenProcessToken(process, TOKEN_QUERY, &token) == 0 ? nullptr : token);
}

QString userOf(HANDLE token)
{
    const std::vector<char> user = tokenInformation(token, TokenUser);
    return user.empty() ? QString() : sidText(reinterpret_cast<const TOKEN_USER*>(user.data())->User.Sid);
}

/// A pipe can be opened from another machine, whose numbers of processes mean nothing here. wine's cannot, and it lacks
/// the function that says so.
bool isOfAnotherMachine(HANDLE pipe)
{
    static const bool isWine = ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
    std::array<wchar_t, MAX_PATH> machine{};
    return !isWine && ::GetNamedPipeClientComputerNameW(pipe, machine.data(), sizeof(machine)) != 0;
}

/// The process at the other end of a pipe of this machine; 0 for one of another machine, and when nobody says.
DWORD processBehind(HANDLE pipe)
{
    DWORD flags = 0;
    ULONG process = 0;
    if (::GetNamedPipeInfo(pipe, &flags, nullptr, nullptr, nullptr) == 0)
        return 0;
    if ((flags & PIPE_SERVER_END) == 0)
        return ::GetNamedPipeServerProcessId(pipe, &process) == 0 ? 0 : process;
    return isOfAnotherMachine(pipe) || ::GetNamedPipeClientProcessId(pipe, &process) == 0 ? 0 : process;
}

} // namespace

std::optional<LocalPeer> LocalPeer::behind(qintptr descriptor)
{
    const DWORD number = processBehind(reinterpret_cast<HANDLE>(descriptor));
    if (number == 0)
        return std::nullopt;
    const OwnHandle process(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, number));
    const OwnHandle token = process ? tokenOf(process.get()) : OwnHandle();
    if (!token)
        return std::nullopt;
    LocalPeer peer;
    peer.process = number;
    peer.user = userOf(token.get());
    const std::vector<char> groups = tokenInformation(token.get(), TokenGroups);
    if (peer.user.isEmpty() || groups.empty())
        return std::nullopt;
    const auto* list = reinterpret_cast<const TOKEN_GROUPS*>(groups.data());
    const QString administrators = QStringLiteral("S-1-5-32-544");
    for (DWORD at = 0; at < list->GroupCount; ++at) {
        // An administrator who has not said yes to more rights has this group for denials only.
        if ((list->Groups[at].Attributes & SE_GROUP_ENABLED) != 0)
            peer.groups.append(sidText(list->Groups[at].Sid));
    }
    peer.isAdministrator = peer.user == u"S-1-5-18" || peer.groups.contains(administrators);
    return peer;
}

QString ownAccount()
{
    const OwnHandle token = tokenOf(::GetCurrentProcess());
    return token ? userOf(token.get()) : QString();
}

std::optional<QString> groupAccount(const QString& name)
{
    std::array<char, SECURITY_MAX_SID_SIZE> sid{};
    std::array<wchar_t, 256> domain{};
    DWORD sidSize = sid.size();
    DWORD domainSize = domain.size();
    SID_NAME_USE kind = SidTypeUnknown;
    if (::LookupAccountNameW(nullptr, reinterpret_cast<LPCWSTR>(name.utf16()), sid.data(), &sidSize, domain.data(),
                             &domainSize, &kind) == 0)
        return std::nullopt;
    if (kind != SidTypeGroup && kind != SidTypeAlias && kind != SidTypeWellKnownGroup)
        return std::nullopt;
    return sidText(sid.data());
}

bool isTrustedServer(qintptr descriptor)
{
    PSID owner = nullptr;
    PSECURITY_DESCRIPTOR all = nullptr;
    if (::GetSecurityInfo(reinterpret_cast<HANDLE>(descriptor), SE_KERNEL_OBJECT, OWNER_SECURITY_INFORMATION, &owner,
                          nullptr, nullptr, nullptr, &all) != ERROR_SUCCESS)
        return false;
    const bool isTrusted =
        owner != nullptr && // wine knows none of a pipe that was made without saying it
        (::IsWellKnownSid(owner, WinLocalSystemSid) != 0 || ::IsWellKnownSid(owner, WinBuiltinAdministratorsSid) != 0 ||
         ::EqualSid(owner, nodeServiceSid()) != 0 || sidText(owner) == ownAccount());
    ::LocalFree(all);
    return isTrusted;
}

void allowToBeKnown()
{
    static const bool isAllowed = [] {
        HANDLE opened = nullptr;
        if (::OpenProcessToken(::GetCurrentProcess(), READ_CONTROL | WRITE_DAC, &opened) == 0)
            return false;
        const OwnHandle token(opened);
        // This process itself may always change its own list: the handle has every right.
        return giveToNodeService(token.get(), TOKEN_QUERY) &&
               giveToNodeService(::GetCurrentProcess(), PROCESS_QUERY_LIMITED_INFORMATION);
    }();
    if (!isAllowed)
        qCWarning(logHost) << "the node's service cannot find out whose program this is, and may not let it in";
}

} // namespace busheng
