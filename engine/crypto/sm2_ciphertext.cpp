// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm2_ciphertext.h"

#include <optional>

namespace busheng {
namespace {

using namespace std::string_view_literals;

constexpr unsigned char kInteger = 0x02;
constexpr unsigned char kOctetString = 0x04;
constexpr unsigned char kSequence = 0x30;

// GB/T 32918.5, big-endian.
constexpr BytesView kPrime = "\xFF\xFF\xFF\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                             "\xFF\xFF\xFF\xFF\x00\x00\x00\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv;

/// Takes one element with `tag` from the front of `in` and returns its content; lengths in DER's one way only.
std::optional<BytesView> takeElement(BytesView& in, unsigned char tag)
{
    const auto byteAt = [&in](std::size_t i) { return static_cast<unsigned char>(in[i]); };
    if (in.size() < 2 || byteAt(0) != tag)
        return std::nullopt;
    std::size_t header = 2;
    std::size_t length = byteAt(1);
    if (length >= 0x80U) {
        const std::size_t octets = length & 0x7fU;
        header += octets;
        if (octets < 1 || octets > 2 || in.size() < header)
            return std::nullopt;
        length = byteAt(2);
        if (octets == 2)
            length = length << 8 | byteAt(3);
        if (length < (octets == 1 ? 0x80U : 0x100U))
            return std::nullopt;
    }
    if (length > in.size() - header)
        return std::nullopt;
    const BytesView content = in.substr(header, length);
    in.remove_prefix(header + length);
    return content;
}

bool takeCoordinate(BytesView& in)
{
    std::optional<BytesView> number = takeElement(in, kInteger);
    if (!number || number->empty() || (static_cast<unsigned char>(number->front()) & 0x80U) != 0)
        return false;
    if (number->front() == '\0') {
        number->remove_prefix(1);
        if (number->empty())
            return true; // zero
        if ((static_cast<unsigned char>(number->front()) & 0x80U) == 0)
            return false; // a zero too many
    }
    // std::string_view compares as unsigned bytes.
    return number->size() < kPrime.size() || (number->size() == kPrime.size() && *number < kPrime);
}

} // namespace

bool isSm2Ciphertext(BytesView bytes)
{
    std::optional<BytesView> inside = takeElement(bytes, kSequence);
    if (!inside || !bytes.empty())
        return false;
    if (!takeCoordinate(*inside) || !takeCoordinate(*inside))
        return false;
    const std::optional<BytesView> hash = takeElement(*inside, kOctetString);
    const std::optional<BytesView> text = takeElement(*inside, kOctetString);
    return hash && text && hash->size() == 32 && !text->empty() && text->size() <= kLargestSm2Secret && inside->empty();
}

} // namespace busheng
