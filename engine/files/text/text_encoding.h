// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace busheng {

/// What a file's bytes are, as far as conversion to UTF-8 goes.
enum class TextEncoding {
    Binary,  ///< no text: passes untouched
    Utf8,    ///< ASCII is; with a byte order mark or without: passes untouched, and is checked
    Gb18030, ///< and GBK and GB 2312, which it contains
    Utf16Le,
    Utf16Be,
    Big5,
};

/// "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "Big5", "binary": as people, manifests and commands write them.
QString textEncodingName(TextEncoding encoding);
/// The reverse, in any case; also "GBK", "GB2312", "UTF8".
std::optional<TextEncoding> textEncodingOf(const QString& name);

} // namespace busheng
