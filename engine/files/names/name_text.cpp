// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/name_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace busheng {
namespace {

bool isControl(char32_t code)
{
    return u_charType(static_cast<UChar32>(code)) == U_CONTROL_CHAR || code == 0x2028 || code == 0x2029;
}

/// Marks of direction, joiners and blanks without width, variation selectors, tags, fillers: nobody sees them.
bool isInvisible(char32_t code)
{
    const auto character = static_cast<UChar32>(code);
    return u_charType(character) == U_FORMAT_CHAR ||
           u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

QString codeOf(char32_t code)
{
    return QStringLiteral("U+%1").arg(static_cast<uint>(code), 4, 16, QLatin1Char('0')).toUpper();
}

} // namespace

std::optional<NameCharacter> NameCharacters::next()
{
    const auto size = static_cast<qsizetype>(m_name.size());
    if (m_at >= size)
        return std::nullopt;
    const auto* bytes = reinterpret_cast<const uint8_t*>(m_name.data());
    const qsizetype start = m_at;
    UChar32 code = 0;
    U8_NEXT(bytes, m_at, size, code);
    m_isUtf8 = code >= 0;
    if (!m_isUtf8)
        m_at = start + 1;
    return NameCharacter{m_isUtf8 ? static_cast<char32_t>(code) : U'\0', start, m_at - start};
}

std::optional<NameRefusal> hiddenFault(BytesView name)
{
    NameCharacters characters(name);
    while (const auto one = characters.next()) {
        if (!characters.isUtf8())
            return NameRefusal{NameFault::NotUtf8, one->position, one->length, {}};
        if (isControl(one->code))
            return NameRefusal{NameFault::ControlCharacter, one->position, one->length, {codeOf(one->code)}};
        if (isInvisible(one->code))
            return NameRefusal{NameFault::InvisibleCharacter, one->position, one->length, {codeOf(one->code)}};
    }
    return std::nullopt;
}

NameRefusal refuseCharacter(NameFault fault, BytesView name, const NameCharacter& character)
{
    const BytesView bytes =
        name.substr(static_cast<std::size_t>(character.position), static_cast<std::size_t>(character.length));
    return {fault, character.position, character.length, {shownName(bytes)}};
}

QString shownName(BytesView name)
{
    QString shown;
    NameCharacters characters(name);
    while (const auto one = characters.next()) {
        if (!characters.isUtf8())
            shown += QStringLiteral("\\x%1").arg(static_cast<uchar>(name[static_cast<std::size_t>(one->position)]), 2,
                                                 16, QLatin1Char('0'));
        else if (isControl(one->code) || isInvisible(one->code))
            shown += QStringLiteral("\\u{%1}").arg(static_cast<uint>(one->code), 0, 16);
        else if (one->code == U'\\')
            shown += QStringLiteral("\\\\");
        else
            shown += QString::fromUcs4(&one->code, 1);
    }
    return shown;
}

qsizetype characterNumber(BytesView name, qsizetype position)
{
    qsizetype number = 0;
    NameCharacters characters(name);
    while (const auto one = characters.next()) {
        ++number;
        if (position < one->position + one->length)
            return number;
    }
    return number + 1;
}

Bytes collisionKey(BytesView name)
{
    const QString text = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    return text.normalized(QString::NormalizationForm_C)
        .toCaseFolded()
        .normalized(QString::NormalizationForm_C)
        .toStdString();
}

} // namespace busheng
