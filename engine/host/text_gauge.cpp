// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/text_gauge.h"

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr std::size_t kMostSamples = 5;
constexpr std::size_t kBytesShown = 32;
struct Special {
    char32_t code;
    unsigned char byte;
};

/// The characters of Windows' page 1252 that are not where latin1 has them.
constexpr std::array kSpecials = {
    Special{0x20ac, 0x80}, Special{0x201a, 0x82}, Special{0x0192, 0x83}, Special{0x201e, 0x84}, Special{0x2026, 0x85},
    Special{0x2020, 0x86}, Special{0x2021, 0x87}, Special{0x02c6, 0x88}, Special{0x2030, 0x89}, Special{0x0160, 0x8a},
    Special{0x2039, 0x8b}, Special{0x0152, 0x8c}, Special{0x017d, 0x8e}, Special{0x2018, 0x91}, Special{0x2019, 0x92},
    Special{0x201c, 0x93}, Special{0x201d, 0x94}, Special{0x2022, 0x95}, Special{0x2013, 0x96}, Special{0x2014, 0x97},
    Special{0x02dc, 0x98}, Special{0x2122, 0x99}, Special{0x0161, 0x9a}, Special{0x203a, 0x9b}, Special{0x0153, 0x9c},
    Special{0x017e, 0x9e}, Special{0x0178, 0x9f}};

/// The bytes that a database read as latin1. Empty: it did not.
Bytes latinBytes(const std::u32string& characters)
{
    Bytes bytes;
    for (const char32_t character : characters) {
        const auto* const special = std::ranges::find(kSpecials, character, &Special::code);
        if (special != kSpecials.end())
            bytes.push_back(static_cast<char>(special->byte));
        else if (character < 0x100)
            bytes.push_back(static_cast<char>(character));
        else
            return {};
    }
    return bytes;
}

std::u32string charactersOf(BytesView utf8)
{
    const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    const auto codes = text.toUcs4();
    return {codes.begin(), codes.end()};
}

/// The common Han characters, their first extension, and those beyond the basic plane.
bool isHan(char32_t c)
{
    return (c >= 0x3400 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x3ffff);
}

/// Chinese texts are mostly of these; what is none by chance seldom is.
bool isMostlyHan(const std::u32string& characters)
{
    const auto foreign = std::ranges::count_if(characters, [](char32_t c) { return c >= 0x80; });
    const auto han = std::ranges::count_if(characters, isHan);
    return han > 0 && han * 2 >= foreign;
}

/// A character of two bytes whose second is a letter is rare in Chinese texts; in the languages of latin1 a foreign
/// letter stands among others, which looks like nothing else.
bool isSeldomWithLetters(BytesView raw)
{
    const auto at = [&raw](std::size_t i) { return i < raw.size() ? static_cast<unsigned char>(raw[i]) : 0U; };
    std::size_t characters = 0;
    std::size_t withLetters = 0;
    for (std::size_t i = 0; i < raw.size();) {
        if (at(i) < 0x80) {
            ++i;
            continue;
        }
        const bool isLong = at(i + 1) >= '0' && at(i + 1) <= '9'; // four bytes
        ++characters;
        withLetters += !isLong && at(i + 1) < 0x80 ? 1 : 0;
        i += isLong ? 4 : 2;
    }
    return withLetters * 2 < characters;
}

QString shown(char32_t character)
{
    return QStringLiteral("U+%1 %2").arg(
        QString::number(static_cast<uint>(character), 16).toUpper().rightJustified(4, u'0'),
        QString::fromUcs4(&character, 1));
}

} // namespace

Result<TextGauge> TextGauge::make(const std::vector<Repertoire>& repertoires, std::optional<ForeignBytes> mayLie)
{
    TextGauge gauge;
    gauge.m_repertoires = &repertoires;
    for (const QString& name : Repertoire::names())
        gauge.m_column.lacking.push_back({name, 0, {}});
    gauge.m_mayLie = mayLie;
    if (mayLie) {
        ENGINE_TRY_AS(gauge.m_utf8, TextDecoder::open(QStringLiteral("utf8")));
        ENGINE_TRY_AS(gauge.m_gb18030, TextDecoder::open(QStringLiteral("gb18030")));
    }
    return gauge;
}

void TextGauge::text(BytesView utf8, const std::function<QString()>& key)
{
    ++m_column.rows;
    const std::u32string characters = charactersOf(utf8);
    m_column.longestBytes = std::max(m_column.longestBytes, static_cast<qint64>(utf8.size()));
    if (static_cast<qint64>(characters.size()) > m_column.longestCharacters) {
        m_column.longestCharacters = static_cast<qint64>(characters.size());
        m_column.longestKey = key();
    }
    if (std::ranges::all_of(characters, [](char32_t c) { return c < 0x80; }))
        return;
    for (std::size_t i = 0; i < m_repertoires->size(); ++i) {
        const auto lacking = (*m_repertoires)[i].firstLacking(characters);
        if (!lacking)
            continue;
        LackingTexts& texts = m_column.lacking[i];
        ++texts.rows;
        if (texts.samples.size() < kMostSamples)
            texts.samples.push_back({key(), shown(*lacking)});
    }
    if (m_mayLie == ForeignBytes::Latin)
        guess(latinBytes(characters));
    else if (m_mayLie)
        ++m_foreign; // and UTF-8, as it says
}

/// Empty: it is what it says.
void TextGauge::guess(BytesView raw)
{
    ++m_foreign;
    Bytes utf8;
    if (raw.empty())
        return;
    if (m_utf8->toUtf8(raw, utf8))
        ++m_asUtf8;
    utf8.clear();
    if (isSeldomWithLetters(raw) && m_gb18030->toUtf8(raw, utf8) && isMostlyHan(charactersOf(utf8)))
        ++m_asGb18030;
}

void TextGauge::bytes(BytesView raw, const std::function<QString()>& key)
{
    ++m_column.rows;
    ++m_column.unreadable;
    if (m_column.unreadableSamples.size() < kMostSamples)
        m_column.unreadableSamples.push_back({key(), QStringLiteral("x'%1'").arg(toHex(raw.substr(0, kBytesShown)))});
    if (m_mayLie == ForeignBytes::Raw)
        guess(raw);
}

SourceTextColumn TextGauge::result() const
{
    SourceTextColumn column = m_column;
    // Most texts, so that one that is damaged does not hide what the others are.
    if (m_foreign > 0 && m_asUtf8 * 10 >= m_foreign * 9)
        column.looksLike = QStringLiteral("utf8");
    else if (m_foreign > 0 && m_asGb18030 * 10 >= m_foreign * 9)
        column.looksLike = QStringLiteral("gb18030");
    return column;
}

} // namespace busheng
