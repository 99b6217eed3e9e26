// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/files/text/text_encoding.h"
#include "engine/model/packet.h"

#include <memory>

namespace busheng {

/// What came in and what went out.
struct TextSummary {
    TextEncoding encoding = TextEncoding::Binary;
    qint64 originalBytes = 0;
    qint64 convertedBytes = 0;
    Digest original;  ///< SM3
    Digest converted; ///< SM3; the same for what passes untouched
};

/// Turns a file into UTF-8 as it streams by, in blocks of any size: a character may lie across two of them. UTF-8 and
/// binaries pass untouched, byte by byte; of other encodings the byte order mark goes. Memory: a few KiB.
///
/// Thread: one at a time. Fails: Config, event TXT_REFUSED with the offset of the first byte that is no character of
/// the encoding; nothing is converted any more then.
class TextConverter {
public:
    /// `name` is what errors call the file. Fails: Internal when ICU lacks the encoding.
    static Result<std::unique_ptr<TextConverter>> create(TextEncoding encoding, const QString& name);
    ~TextConverter();
    TextConverter(const TextConverter&) = delete;
    TextConverter& operator=(const TextConverter&) = delete;

    /// Appends to `converted`.
    Result<> append(BytesView bytes, Bytes& converted);
    /// The file has ended: a character that is not whole is refused.
    Result<TextSummary> finish(Bytes& converted);

private:
    struct Impl;
    explicit TextConverter(std::unique_ptr<Impl> impl);
    Result<> convert(BytesView bytes, bool isLast, Bytes& converted);
    Failure refuse(qint64 read);

    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
