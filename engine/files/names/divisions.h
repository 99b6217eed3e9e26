// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace busheng {

/// The administrative divisions of GB/T 2260 that a file's name may begin with: provinces, cities and areas, the
/// Xinjiang Production and Construction Corps (660000, customary) and the ministry itself (100000), which the standard
/// does not number. The table is in resources/gbt2260. Thread: any.
struct Division {
    QString code; ///< six digits: "370000"
    QString name; ///< "山东省"
};

/// All of them, in the order of their codes.
const std::vector<Division>& divisions();

/// The name of a code; null for a code that is not in the table.
QString divisionName(const QString& code);

/// "安徽省 合肥市 蜀山区" for 340104: the division below those that it lies in; the name alone for a province.
QString divisionPath(const QString& code);

/// Every code of a division as a person may look for it.
struct DivisionSpelling {
    QString code;
    QString name;
    QString initials; ///< of the name's pinyin: "AHS"
    QString pinyin;   ///< "anhuisheng"
};

/// All of them, in the order of their codes. Spelling thousands of names takes a while: not for a window's thread.
std::vector<DivisionSpelling> spellDivisions();

} // namespace busheng
