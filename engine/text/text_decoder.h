// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QStringList>

#include <memory>

namespace busheng {

/// Whole texts of one encoding to UTF-8: each character exactly, or the text is refused; nothing is ever replaced.
///
/// GB18030 is read by ICU's table of GB 18030-2005, and by today's places (GB 18030-2022) where they differ
/// (assigned_characters.h); GBK and GB 2312 are parts of it. Thread: one at a time.
class TextDecoder {
public:
    /// "ascii", "big5", "gb18030", "utf8": what `open` knows.
    static QStringList names();
    /// The name of it that people may write otherwise ("GBK", "UTF-8"); empty: none of names().
    static QString nameOf(const QString& written);
    /// Fails: Config for another name; Internal when ICU lacks the encoding.
    static Result<std::unique_ptr<TextDecoder>> open(const QString& name);
    ~TextDecoder();
    TextDecoder(const TextDecoder&) = delete;
    TextDecoder& operator=(const TextDecoder&) = delete;

    /// Appends `text` as UTF-8. False: bytes that are no text of the encoding; then nothing is appended.
    bool toUtf8(BytesView text, Bytes& out) const;

private:
    struct Impl;
    explicit TextDecoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
