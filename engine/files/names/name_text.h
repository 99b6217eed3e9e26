// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/names/name_fault.h"

#include <optional>

namespace busheng {

/// One character of a name.
struct NameCharacter {
    char32_t code = 0;
    qsizetype position = 0; ///< its first byte
    qsizetype length = 0;   ///< bytes
};

/// The characters of a name given as bytes; names are bytes on disk and on the wire. Thread: one at a time.
class NameCharacters {
public:
    explicit NameCharacters(BytesView name) : m_name(name) {}
    /// The next one; nothing at the end. Bytes that are no UTF-8 come one by one, with `code` 0 and isUtf8() false.
    std::optional<NameCharacter> next();
    bool isUtf8() const { return m_isUtf8; }

private:
    BytesView m_name;
    qsizetype m_at = 0;
    bool m_isUtf8 = true;
};

/// What no name may hold anywhere: bytes that are no UTF-8, control characters, characters that turn the direction of
/// writing or that cannot be seen (U+202E, U+200B, U+FEFF, ...). The first one, from the left.
std::optional<NameRefusal> hiddenFault(BytesView name);

/// The refusal of one character, with the character as its argument.
NameRefusal refuseCharacter(NameFault fault, BytesView name, const NameCharacter& character);

/// A name for people, screens and logs: what cannot be seen is written as \xHH or \u{HEX}, a backslash as two. Never
/// holds a line end, an escape sequence or a change of direction.
QString shownName(BytesView name);

/// The number of the character that holds the byte `position`, counted from 1.
qsizetype characterNumber(BytesView name, qsizetype position);

/// Two names with the same key are one name to a file system that does not tell capitals from small letters or composed
/// from decomposed characters; names themselves are kept byte by byte.
Bytes collisionKey(BytesView name);

} // namespace busheng
