// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/civil_time.h"

#include <charconv>
#include <chrono>

namespace busheng {
namespace {

constexpr std::chrono::sys_days kFirstDay = std::chrono::year(2000) / 1 / 1;
constexpr std::size_t kDateLength = 10;
constexpr std::size_t kMostHours = 5;

/// Digits only, all of them.
std::optional<int> number(BytesView digits)
{
    int value = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failure != std::errc() || end != digits.data() + digits.size() || digits.empty() || digits[0] == '-')
        return std::nullopt;
    return value;
}

void appendNumber(Bytes& out, std::int64_t value, std::size_t width)
{
    const Bytes digits = std::to_string(value);
    if (digits.size() < width)
        out.append(width - digits.size(), '0');
    out += digits;
}

/// ".000001" in microseconds; nothing: not such a thing.
std::optional<std::int64_t> fraction(BytesView text)
{
    if (text.empty())
        return 0;
    if (text[0] != '.' || text.size() < 2 || text.size() > kMostFraction + 1)
        return std::nullopt;
    const auto digits = number(text.substr(1));
    if (!digits)
        return std::nullopt;
    std::int64_t micros = *digits;
    for (std::size_t i = text.size(); i <= kMostFraction; ++i)
        micros *= 10;
    return micros;
}

bool appendFraction(Bytes& out, std::int64_t micros, int digits)
{
    if (digits == 0 || (digits < 0 && micros == 0))
        return micros == 0;
    out.push_back('.');
    appendNumber(out, micros, kMostFraction);
    int rest = kMostFraction;
    while (out.back() == '0' && rest > (digits < 0 ? 1 : digits)) {
        out.pop_back();
        --rest;
    }
    return digits < 0 || rest == digits;
}

} // namespace

std::optional<std::int64_t> parseCivilDate(BytesView text)
{
    if (text.size() != kDateLength || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day || *year == 0)
        return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok())
        return std::nullopt;
    return (std::chrono::sys_days(date) - kFirstDay).count();
}

std::optional<std::int64_t> parseCivilClock(BytesView text)
{
    const bool isNegative = text.starts_with('-');
    if (isNegative)
        text.remove_prefix(1);
    const std::size_t colon = text.find(':');
    if (colon < 2 || colon > kMostHours || text.size() < colon + 6 || text[colon + 3] != ':')
        return std::nullopt;
    const auto hours = number(text.substr(0, colon));
    const auto minutes = number(text.substr(colon + 1, 2));
    const auto seconds = number(text.substr(colon + 4, 2));
    const auto micros = fraction(text.substr(colon + 6));
    if (!hours || !minutes || !seconds || !micros || *minutes > 59 || *seconds > 59)
        return std::nullopt;
    const std::int64_t value = ((std::int64_t{*hours} * 60 + *minutes) * 60 + *seconds) * kMicrosPerSecond + *micros;
    return isNegative ? -value : value;
}

std::optional<std::int64_t> parseCivilMoment(BytesView text)
{
    if (text.size() < kDateLength + 2 || text[kDateLength] != ' ')
        return std::nullopt;
    const auto days = parseCivilDate(text.substr(0, kDateLength));
    const auto clock = parseCivilClock(text.substr(kDateLength + 1));
    if (!days || !clock || *clock < 0 || *clock >= kMicrosPerDay)
        return std::nullopt;
    return *days * kMicrosPerDay + *clock;
}

bool appendCivilDate(Bytes& out, std::int64_t days)
{
    constexpr std::int64_t kMostDays = 4'000'000; // some ten thousand years: no overflow below
    if (days < -kMostDays || days > kMostDays)
        return false;
    const std::chrono::year_month_day date(kFirstDay + std::chrono::days(days));
    const int year = static_cast<int>(date.year());
    if (year < 1 || year > 9999)
        return false;
    appendNumber(out, year, 4);
    out.push_back('-');
    appendNumber(out, static_cast<unsigned>(date.month()), 2);
    out.push_back('-');
    appendNumber(out, static_cast<unsigned>(date.day()), 2);
    return true;
}

bool appendCivilClock(Bytes& out, std::int64_t micros, int digits)
{
    if (micros < 0)
        out.push_back('-');
    const std::int64_t value = micros < 0 ? -micros : micros;
    const std::int64_t seconds = value / kMicrosPerSecond;
    appendNumber(out, seconds / 3600, 2);
    out.push_back(':');
    appendNumber(out, seconds / 60 % 60, 2);
    out.push_back(':');
    appendNumber(out, seconds % 60, 2);
    return appendFraction(out, value % kMicrosPerSecond, digits);
}

bool appendCivilMoment(Bytes& out, std::int64_t micros, int digits)
{
    std::int64_t days = micros / kMicrosPerDay;
    std::int64_t clock = micros % kMicrosPerDay;
    if (clock < 0) {
        clock += kMicrosPerDay;
        --days;
    }
    if (!appendCivilDate(out, days))
        return false;
    out.push_back(' ');
    return appendCivilClock(out, clock, digits);
}

} // namespace busheng
