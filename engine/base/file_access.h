// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

/// Who may reach a file, in this system's own words: mode bits on POSIX, access lists on Windows. "Others" are all but
/// the owner and those who may do everything anyway (root; SYSTEM and the administrators). Thread: any.
namespace busheng {

/// A file, not a directory, link, pipe or device.
bool isPlainFile(const QString& path);
/// Others may read, write or run it; also true when the system does not tell.
bool isOpenToOthers(const QString& path);
/// Others may write it, or its owner is another user (root excepted); also true when the system does not tell.
bool isChangeableByOthers(const QString& path);
/// Takes every right from others. False when the system refuses.
bool closeToOthers(const QString& path);

/// The reason to give for a file that is open to others, with this system's remedy.
QString openToOthersReason();

} // namespace busheng
