// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/text/encoding_detector.h"

#include "engine/files/text/text_converter.h"

#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <memory>

namespace busheng {
namespace {

struct Mark {
    BytesView bytes;
    TextEncoding encoding;
};

/// UTF-32's marks stand before UTF-16's, which they begin with.
constexpr std::array kMarks = {
    Mark{BytesView("\xff\xfe\0\0", 4), TextEncoding::Binary},
    Mark{BytesView("\xef\xbb\xbf", 3), TextEncoding::Utf8},
    Mark{BytesView("\xff\xfe", 2), TextEncoding::Utf16Le},
    Mark{BytesView("\xfe\xff", 2), TextEncoding::Utf16Be},
    Mark{BytesView("\x84\x31\x95\x33", 4), TextEncoding::Gb18030},
};

/// Formats whose beginning may be without control characters.
constexpr std::array kSignatures = {
    BytesView("PK\x03\x04"), BytesView("%PDF-"), BytesView("Rar!\x1a"), BytesView("\xd0\xcf\x11\xe0"),
    BytesView("\x89PNG"),    BytesView("GIF8"),  BytesView("\x1f\x8b"), BytesView("7z\xbc\xaf"),
};

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    const bool isOfText = (byte >= '\t' && byte <= '\r') || byte == 0x1a || byte == 0x1b;
    return (byte < 0x20 && !isOfText) || byte == 0x7f;
}

/// Of everyday text: Latin, Chinese, their punctuation and full-width forms.
bool isCommon(char16_t unit)
{
    return (unit >= 0x20 && unit < 0x7f) || (unit >= 0x4e00 && unit < 0xa000) || (unit >= 0x2010 && unit < 0x2030) ||
           (unit >= 0x3000 && unit < 0x3040) || (unit >= 0xff00 && unit < 0xfff0) || (unit >= u'\t' && unit <= u'\r');
}

/// Of a hundred units, how many are of everyday text when the bytes are read as UTF-16 that has no byte order mark; 0
/// when they cannot be. `high` is the place of a unit's high byte.
std::size_t likenessToUtf16(BytesView head, std::size_t high)
{
    std::size_t zeros = 0;
    std::size_t common = 0;
    const std::size_t units = head.size() / 2;
    for (std::size_t i = 0; i < units; ++i) {
        const auto highByte = static_cast<unsigned char>(head[2 * i + high]);
        const auto lowByte = static_cast<unsigned char>(head[2 * i + 1 - high]);
        const auto unit = static_cast<char16_t>(highByte << 8 | lowByte);
        if (unit < 0x20 && !isCommon(unit))
            return 0;
        common += isCommon(unit) ? 1 : 0;
        zeros += highByte == 0 ? 1 : 0;
    }
    return zeros * 100 > units ? common * 100 / units : 0; // line ends at least are Latin
}

/// Without a byte order mark.
std::optional<TextEncoding> unmarkedUtf16(BytesView head)
{
    constexpr std::size_t kFewest = 60;
    const std::size_t little = likenessToUtf16(head, 1);
    const std::size_t big = likenessToUtf16(head, 0);
    if (std::max(little, big) < kFewest)
        return std::nullopt;
    return little >= big ? TextEncoding::Utf16Le : TextEncoding::Utf16Be;
}

bool decodes(TextEncoding encoding, BytesView head, bool isWhole)
{
    auto converter = TextConverter::create(encoding, QString());
    Bytes converted;
    return converter && (*converter)->append(head, converted) && (!isWhole || (*converter)->finish(converted));
}

/// Of the pairs above 0x7f, nearly all are of GB 2312's rows: so is Chinese text of every day, and hardly ever another
/// encoding's.
bool isMostlyGb2312(BytesView head)
{
    qsizetype pairs = 0;
    qsizetype common = 0;
    for (std::size_t i = 0; i + 1 < head.size(); ++i) {
        const auto lead = static_cast<unsigned char>(head[i]);
        if (lead < 0x80)
            continue;
        const auto trail = static_cast<unsigned char>(head[++i]);
        ++pairs;
        common += lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1 ? 1 : 0;
    }
    return common * 10 >= pairs * 9;
}

QString guess(BytesView head)
{
    const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
    if (uchardet_handle_data(detector.get(), head.data(), head.size()) != 0)
        return {};
    uchardet_data_end(detector.get());
    return QString::fromLatin1(uchardet_get_charset(detector.get()));
}

} // namespace

std::optional<TextEncoding> detectEncoding(BytesView head, bool isWhole)
{
    head = head.substr(0, kDetectBytes);
    for (const Mark& mark : kMarks) {
        if (head.starts_with(mark.bytes))
            return mark.encoding;
    }
    if (std::ranges::any_of(kSignatures, [head](BytesView signature) { return head.starts_with(signature); }))
        return TextEncoding::Binary;
    if (const auto utf16 = unmarkedUtf16(head); utf16 && decodes(*utf16, head, isWhole))
        return utf16;
    if (std::ranges::any_of(head, isControl))
        return TextEncoding::Binary;
    if (decodes(TextEncoding::Utf8, head, isWhole))
        return TextEncoding::Utf8;
    const bool isGb = decodes(TextEncoding::Gb18030, head, isWhole);
    if (isGb && isMostlyGb2312(head))
        return TextEncoding::Gb18030;
    const auto guessed = textEncodingOf(guess(head));
    const bool isKnown = guessed == TextEncoding::Gb18030 || guessed == TextEncoding::Big5;
    return isKnown && decodes(*guessed, head, isWhole) ? guessed : std::nullopt;
}

} // namespace busheng
