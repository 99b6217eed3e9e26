// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/der.h"

namespace busheng {

std::optional<BytesView> takeDer(BytesView& in, unsigned char tag)
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

Bytes makeDer(unsigned char tag, BytesView content)
{
    Bytes element(1, static_cast<char>(tag));
    if (content.size() >= 0x100U) {
        element += static_cast<char>(0x82);
        element += static_cast<char>(content.size() >> 8);
    } else if (content.size() >= 0x80U) {
        element += static_cast<char>(0x81);
    }
    element += static_cast<char>(content.size() & 0xffU);
    return element.append(content);
}

} // namespace busheng
