// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm2_ciphertext.h"

#include "engine/crypto/der.h"

#include <optional>

namespace busheng {
namespace {

using namespace std::string_view_literals;

// GB/T 32918.5, big-endian.
constexpr BytesView kPrime = "\xFF\xFF\xFF\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                             "\xFF\xFF\xFF\xFF\x00\x00\x00\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv;

bool takeCoordinate(BytesView& in)
{
    std::optional<BytesView> number = takeDer(in, der::kInteger);
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
    std::optional<BytesView> inside = takeDer(bytes, der::kSequence);
    if (!inside || !bytes.empty())
        return false;
    if (!takeCoordinate(*inside) || !takeCoordinate(*inside))
        return false;
    const std::optional<BytesView> hash = takeDer(*inside, der::kOctetString);
    const std::optional<BytesView> text = takeDer(*inside, der::kOctetString);
    return hash && text && hash->size() == 32 && !text->empty() && text->size() <= kLargestSm2Secret && inside->empty();
}

} // namespace busheng
