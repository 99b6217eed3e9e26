// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/id_card.h"

#include <QDate>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr qsizetype kLength = 18;
constexpr qsizetype kDigits = 17;
constexpr qsizetype kBirthAt = 6;
constexpr qsizetype kBirthLength = 8;
constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr char16_t kCheckCharacters[] = u"10X98765432";
constexpr int kModulus = 11;

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

} // namespace

QChar idCardCheckCharacter(QStringView digits)
{
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i)
        sum += (digits[static_cast<qsizetype>(i)].unicode() - u'0') * kWeights.at(i);
    return kCheckCharacters[sum % kModulus];
}

QString idCardMistake(QStringView number)
{
    if (number.size() != kLength)
        return QStringLiteral("length");
    if (!std::all_of(number.begin(), number.begin() + kDigits, isDigit))
        return QStringLiteral("digits");
    const QStringView birth = number.mid(kBirthAt, kBirthLength);
    if (!QDate(birth.left(4).toInt(), birth.mid(4, 2).toInt(), birth.right(2).toInt()).isValid())
        return QStringLiteral("birth");
    if (number.back().toUpper() != idCardCheckCharacter(number.left(kDigits)))
        return QStringLiteral("check");
    return {};
}

} // namespace busheng
