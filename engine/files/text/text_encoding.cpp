// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/text/text_encoding.h"

#include <array>

namespace busheng {
namespace {

struct Name {
    TextEncoding encoding;
    const char* text;
};

/// The first of each encoding is its name.
constexpr std::array kNames = {
    Name{TextEncoding::Binary, "binary"},    Name{TextEncoding::Utf8, "UTF-8"},
    Name{TextEncoding::Utf8, "UTF8"},        Name{TextEncoding::Utf8, "ASCII"},
    Name{TextEncoding::Gb18030, "GB18030"},  Name{TextEncoding::Gb18030, "GBK"},
    Name{TextEncoding::Gb18030, "GB2312"},   Name{TextEncoding::Utf16Le, "UTF-16LE"},
    Name{TextEncoding::Utf16Be, "UTF-16BE"}, Name{TextEncoding::Big5, "Big5"},
};

} // namespace

QString textEncodingName(TextEncoding encoding)
{
    for (const Name& name : kNames) {
        if (name.encoding == encoding)
            return QString::fromLatin1(name.text);
    }
    return {};
}

std::optional<TextEncoding> textEncodingOf(const QString& name)
{
    for (const Name& known : kNames) {
        if (name.compare(QLatin1String(known.text), Qt::CaseInsensitive) == 0)
            return known.encoding;
    }
    return std::nullopt;
}

} // namespace busheng
