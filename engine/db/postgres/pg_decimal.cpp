// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_decimal.h"

#include "engine/db/postgres/pg_network_number.h"

#include <charconv>

namespace busheng {
namespace {

/// Takes the zeros from both ends.
void normalize(PgDecimal& number)
{
    const std::size_t first = number.digits.find_first_not_of('0');
    if (first == std::string::npos) {
        number = {};
        return;
    }
    number.digits.erase(0, first);
    number.point -= static_cast<std::int64_t>(first);
    number.digits.erase(number.digits.find_last_not_of('0') + 1);
}

int rank(const PgDecimal& number)
{
    switch (number.kind) {
    case PgDecimal::Kind::NegativeInfinity:
        return -2;
    case PgDecimal::Kind::Infinity:
        return 2;
    case PgDecimal::Kind::NaN:
        return 3;
    case PgDecimal::Kind::Finite:
        break;
    }
    if (number.digits.empty())
        return 0;
    return number.negative ? -1 : 1;
}

} // namespace

PgDecimal PgDecimal::ofInteger(std::int64_t value)
{
    return ofText(std::to_string(value)).value_or(PgDecimal());
}

std::optional<PgDecimal> PgDecimal::ofText(const std::string& text)
{
    PgDecimal number;
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '+' || text[at] == '-'))
        number.negative = text[at++] == '-';
    bool seenPoint = false;
    for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
        if (text[at] == '.' && !seenPoint) {
            seenPoint = true;
            continue;
        }
        if (text[at] < '0' || text[at] > '9')
            return std::nullopt;
        number.digits += text[at];
        number.point += seenPoint ? 0 : 1;
    }
    if (number.digits.empty())
        return std::nullopt;
    if (at < text.size()) {
        const char* begin = text.data() + at + 1;
        const char* const end = text.data() + text.size();
        if (begin != end && *begin == '+')
            ++begin;
        int exponent = 0;
        const auto read = std::from_chars(begin, end, exponent);
        if (read.ec != std::errc() || read.ptr != end)
            return std::nullopt;
        number.point += exponent;
    }
    normalize(number);
    return number;
}

std::optional<PgDecimal> PgDecimal::ofNumeric(BytesView bytes)
{
    constexpr std::size_t kHead = 8;
    if (bytes.size() < kHead)
        return std::nullopt;
    const auto count = pgNetworkNumber<std::uint16_t>(bytes);
    const auto weight = pgNetworkNumber<std::int16_t>(bytes.substr(2));
    const auto sign = pgNetworkNumber<std::uint16_t>(bytes.substr(4));
    PgDecimal number;
    if (sign == 0xc000 || sign == 0xd000 || sign == 0xf000) {
        number.kind = sign == 0xc000 ? Kind::NaN : sign == 0xd000 ? Kind::Infinity : Kind::NegativeInfinity;
        return number;
    }
    if (bytes.size() != kHead + 2 * std::size_t{count} || (sign != 0 && sign != 0x4000))
        return std::nullopt;
    number.negative = sign != 0;
    number.point = 4 * (std::int64_t{weight} + 1);
    for (std::size_t i = 0; i < count; ++i) {
        const auto group = pgNetworkNumber<std::uint16_t>(bytes.substr(kHead + 2 * i));
        if (group > 9999)
            return std::nullopt;
        const std::string padded = std::to_string(10'000 + group);
        number.digits.append(padded, 1);
    }
    normalize(number);
    return number;
}

int PgDecimal::compare(const PgDecimal& other) const
{
    const int own = rank(*this);
    const int theirs = rank(other);
    if (own != theirs)
        return own < theirs ? -1 : 1;
    if (own != 1 && own != -1)
        return 0;
    const int size = point != other.point ? (point < other.point ? -1 : 1) : digits.compare(other.digits);
    const int magnitude = size < 0 ? -1 : size > 0 ? 1 : 0;
    return negative ? -magnitude : magnitude;
}

} // namespace busheng
