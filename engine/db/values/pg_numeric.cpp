// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/pg_numeric.h"

#include "engine/db/postgres/pg_network_number.h"

#include <algorithm>
#include <array>
#include <utility>

namespace busheng {
namespace {

// Groups of four decimal digits; the first has the weight 10000^weight.
constexpr int kGroup = 4;
constexpr std::size_t kHead = 8; ///< number of groups, weight, sign, digits behind the point
constexpr std::uint16_t kNegative = 0x4000;
constexpr std::uint16_t kScaleOfInfinity = 32; ///< as the server sends it
constexpr std::size_t kMostBefore = 131'072;
constexpr std::size_t kMostBehind = 16'383;

constexpr std::array kSpecial = {std::pair<std::uint16_t, BytesView>{0xc000, "NaN"},
                                 std::pair<std::uint16_t, BytesView>{0xd000, "Infinity"},
                                 std::pair<std::uint16_t, BytesView>{0xf000, "-Infinity"}};

void append16(Bytes& out, std::uint16_t value)
{
    out.push_back(static_cast<char>(value >> 8));
    out.push_back(static_cast<char>(value & 0xffU));
}

void appendGroup(Bytes& out, int value)
{
    const std::array<char, kGroup> digits = {
        static_cast<char>('0' + value / 1000), static_cast<char>('0' + value / 100 % 10),
        static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
    out.append(digits.data(), digits.size());
}

bool isDigits(BytesView text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The digits in groups, filled up with zeros at the outer ends.
void appendGroups(Bytes& groups, BytesView digits, bool isBehindPoint)
{
    const std::size_t odd = digits.size() % kGroup;
    Bytes whole;
    if (odd != 0 && !isBehindPoint)
        whole.append(kGroup - odd, '0');
    whole += digits;
    if (odd != 0 && isBehindPoint)
        whole.append(kGroup - odd, '0');
    for (std::size_t i = 0; i < whole.size(); i += kGroup)
        append16(groups, static_cast<std::uint16_t>((whole[i] - '0') * 1000 + (whole[i + 1] - '0') * 100 +
                                                    (whole[i + 2] - '0') * 10 + (whole[i + 3] - '0')));
}

} // namespace

bool appendPgNumericText(Bytes& out, BytesView numeric)
{
    if (numeric.size() < kHead)
        return false;
    const auto count = pgNetworkNumber<std::uint16_t>(numeric);
    const int weight = pgNetworkNumber<std::int16_t>(numeric.substr(2));
    const auto sign = pgNetworkNumber<std::uint16_t>(numeric.substr(4));
    const auto scale = pgNetworkNumber<std::uint16_t>(numeric.substr(6));
    for (const auto& [mark, text] : kSpecial) {
        if (sign == mark) {
            out += text;
            return true;
        }
    }
    if ((sign != 0 && sign != kNegative) || numeric.size() != kHead + std::size_t{count} * 2)
        return false;
    const auto group = [&](int at) { // by its weight
        const int index = weight - at;
        return index < 0 || index >= count
                   ? 0
                   : int{pgNetworkNumber<std::int16_t>(numeric.substr(kHead + static_cast<std::size_t>(index) * 2))};
    };
    for (int i = 0; i < count; ++i) {
        if (const int value = group(weight - i); value < 0 || value > 9999)
            return false;
    }
    if (sign == kNegative)
        out.push_back('-');
    if (weight < 0 || count == 0) {
        out.push_back('0');
    } else {
        out += std::to_string(group(weight));
        for (int at = weight - 1; at >= 0; --at)
            appendGroup(out, group(at));
    }
    if (scale == 0)
        return true;
    out.push_back('.');
    const std::size_t end = out.size() + scale;
    for (int at = -1; out.size() < end; --at)
        appendGroup(out, group(at));
    out.resize(end);
    return true;
}

bool appendPgNumeric(Bytes& out, BytesView text)
{
    for (const auto& [mark, special] : kSpecial) {
        if (text == special) {
            out.append(4, '\0');
            append16(out, mark);
            append16(out, mark == kSpecial[0].first ? 0 : kScaleOfInfinity);
            return true;
        }
    }
    const bool isNegative = text.starts_with('-');
    if (isNegative)
        text.remove_prefix(1);
    const std::size_t point = text.find('.');
    BytesView before = text.substr(0, point);
    const BytesView behind = point == BytesView::npos ? BytesView() : text.substr(point + 1);
    if (before.empty() || !isDigits(before) || !isDigits(behind) || behind.size() > kMostBehind ||
        before.size() > kMostBefore || (point != BytesView::npos && behind.empty()))
        return false;
    before.remove_prefix(std::min(before.find_first_not_of('0'), before.size()));
    Bytes groups;
    appendGroups(groups, before, false);
    int weight = static_cast<int>(groups.size() / 2) - 1;
    appendGroups(groups, behind, true);
    std::size_t first = 0;
    while (first < groups.size() && groups[first] == 0 && groups[first + 1] == 0) {
        first += 2;
        --weight;
    }
    std::size_t last = groups.size();
    while (last > first && groups[last - 1] == 0 && groups[last - 2] == 0)
        last -= 2;
    const bool isZero = first == last;
    append16(out, static_cast<std::uint16_t>((last - first) / 2));
    append16(out, isZero ? 0 : static_cast<std::uint16_t>(weight));
    append16(out, isNegative && !isZero ? kNegative : 0);
    append16(out, static_cast<std::uint16_t>(behind.size()));
    out.append(groups, first, last - first);
    return true;
}

} // namespace busheng
