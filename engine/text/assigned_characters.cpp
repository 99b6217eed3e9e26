// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/assigned_characters.h"

#include <QChar>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

struct Assigned {
    char16_t privateUse;
    char32_t code;
};

constexpr std::array kAssigned = {
    Assigned{0xe78d, 0xfe10},  Assigned{0xe78e, 0xfe12},  Assigned{0xe78f, 0xfe11},  Assigned{0xe790, 0xfe13},
    Assigned{0xe791, 0xfe14},  Assigned{0xe792, 0xfe15},  Assigned{0xe793, 0xfe16},  Assigned{0xe794, 0xfe17},
    Assigned{0xe795, 0xfe18},  Assigned{0xe796, 0xfe19},  Assigned{0xe7c7, 0x1e3f},  Assigned{0xe816, 0x20087},
    Assigned{0xe817, 0x20089}, Assigned{0xe818, 0x200cc}, Assigned{0xe81e, 0x9fb4},  Assigned{0xe826, 0x9fb5},
    Assigned{0xe82b, 0x9fb6},  Assigned{0xe82c, 0x9fb7},  Assigned{0xe831, 0x215d7}, Assigned{0xe832, 0x9fb8},
    Assigned{0xe83b, 0x2298f}, Assigned{0xe843, 0x9fb9},  Assigned{0xe854, 0x9fba},  Assigned{0xe855, 0x241fe},
    Assigned{0xe864, 0x9fbb},
};

} // namespace

bool hasLateCharacters(std::u16string_view units)
{
    return std::ranges::any_of(units, [](char16_t unit) {
        return unit >= kAssigned.front().privateUse && unit <= kAssigned.back().privateUse;
    });
}

std::u16string withAssignedCharacters(std::u16string_view units)
{
    std::u16string made;
    made.reserve(units.size());
    for (const char16_t unit : units) {
        const auto* const found = std::ranges::find(kAssigned, unit, &Assigned::privateUse);
        if (found == kAssigned.end())
            made += unit;
        else if (found->code > 0xffff)
            made.append({QChar::highSurrogate(found->code), QChar::lowSurrogate(found->code)});
        else
            made += static_cast<char16_t>(found->code);
    }
    return made;
}

} // namespace busheng
