// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

#include <windows.h>

#include <string>

/// What the Windows files of the engine share. Windows only.
namespace busheng {

/// A path for the system's own functions: absolute, with backslashes, and freed from the limit of 260 characters.
std::wstring nativePath(const QString& path);

/// What the system says of an error code, in its own language.
QString systemErrorText(DWORD code);
/// Storage DSK_FULL (transient) or DSK_ERROR, with the system's words.
Failure storageFailure(DWORD code, const QString& doing, const QString& path);

/// The SID of this process's user; empty when the system does not say.
QString ownSidText();

/// A security descriptor that gives everything to SYSTEM, the administrators, the node's service (service_account.h)
/// and, unless it works as an administrator, the user of this process; nothing to anybody else; and inherits nothing.
/// Valid as long as the program runs; made once.
SECURITY_ATTRIBUTES* ownerOnly();

} // namespace busheng
