// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/value_text.h"

#include <charconv>

namespace busheng {
namespace {

constexpr std::size_t kUuidBytes = 16;
constexpr std::size_t kUuidText = 36;
constexpr BytesView kHex = "0123456789abcdef";

bool hasHyphenAt(std::size_t place)
{
    return place == 8 || place == 13 || place == 18 || place == 23;
}

template <typename Number>
bool readNumber(BytesView text, Number& value)
{
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc() && end == text.data() + text.size();
}

} // namespace

bool digitsToInteger(BytesView digits, Cell& common)
{
    std::int64_t value = 0;
    if (readNumber(digits, value)) {
        common = Cell::ofInteger(value);
        return true;
    }
    std::uint64_t large = 0;
    common = Cell::ofText(digits);
    return readNumber(digits, large);
}

bool appendUuidText(Bytes& out, BytesView bytes)
{
    if (bytes.size() != kUuidBytes)
        return false;
    std::size_t place = 0;
    for (const char byte : bytes) {
        if (hasHyphenAt(place)) {
            out.push_back('-');
            ++place;
        }
        out.push_back(kHex[static_cast<unsigned char>(byte) >> 4]);
        out.push_back(kHex[static_cast<unsigned char>(byte) & 0xfU]);
        place += 2;
    }
    return true;
}

bool appendUuidBytes(Bytes& out, BytesView text)
{
    if (text.size() != kUuidText)
        return false;
    for (std::size_t place = 0; place < text.size(); place += 2) {
        if (hasHyphenAt(place)) {
            if (text[place] != '-')
                return false;
            ++place;
        }
        const std::size_t high = kHex.find(text[place]);
        const std::size_t low = kHex.find(text[place + 1]);
        if (high == BytesView::npos || low == BytesView::npos)
            return false;
        out.push_back(static_cast<char>(high << 4 | low));
    }
    return true;
}

} // namespace busheng
