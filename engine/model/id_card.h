// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// Why `number` is no citizen's identity number by GB 11643-1999: 18 characters, a date of birth that there was, and
/// the check character of ISO 7064 MOD 11-2 (a small x is as good as a large one). Empty: it is one. Whether the first
/// six digits are a division of today is not asked: they name the one of the day when the number was given.
/// Thread: any.
QString idCardMistake(QStringView number);

/// The check character that belongs behind these 17 digits.
QChar idCardCheckCharacter(QStringView digits);

} // namespace busheng
