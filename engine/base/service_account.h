// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

#include <windows.h>

/// The account of the node's service: NT SERVICE\BushengNode, a virtual account. It has no password and no rights but
/// to what is given to it, and is there as soon as the service is. Windows only. Thread: any.
namespace busheng {

inline constexpr const wchar_t* kNodeServiceName = L"BushengNode";
inline constexpr const wchar_t* kNodeServiceAccount = L"NT SERVICE\\BushengNode";

/// The SID of a service's account as text. Windows makes it of the service's name, so it is known before there is one.
QString serviceSidText(const QString& service);
/// That of the node's service. Valid as long as the program runs.
PSID nodeServiceSid();

/// Gives that account everything at and below `directory`, beside what others have there already. A folder comes after
/// what it holds, and one that the account has already is left alone with all below it: what the account itself may
/// have put there is not looked at, and links are not followed. Fails: Storage DSK_ERROR.
Result<> giveToNodeService(const QString& directory);
/// Gives it `rights` at an object of the kernel, beside what others have; `object` must be open with READ_CONTROL and
/// WRITE_DAC. False when the system refuses.
bool giveToNodeService(HANDLE object, DWORD rights);

} // namespace busheng
