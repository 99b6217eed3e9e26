// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/name_fault.h"

namespace busheng {

/// The most letters that stand for a system in a file's name.
inline constexpr qsizetype kMostInitials = 32;

/// The pinyin initials of a system's name: "联网监测系统" gives LWJCXT.
struct SystemInitials {
    QString letters;      ///< capitals A to Z
    QStringList doubtful; ///< characters of the name with readings of different initials, decided without a word
                          ///< around them: somebody should look
};

/// By ICU's Han-Latin transliteration, which reads a character alone, and a list of words in which it is read
/// otherwise (银行, 会计, 调解). Latin letters stay; blanks, '_', '-' and brackets are left out. Thread: any.
/// Refuses: Empty, hidden characters, NoInitial (digits and signs: how 12333 is to be spelt is not for us to guess),
/// InitialsTooLong.
NameResult<SystemInitials> initialsOf(const QString& systemName);

} // namespace busheng
