// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/files/text/text_encoding.h"

#include <optional>

namespace busheng {

/// How much of a file's beginning decides.
inline constexpr qsizetype kDetectBytes = 64 * 1024;

/// The encoding of a text by its first bytes (all of them, or kDetectBytes); nothing when it looks like text in an
/// encoding that nobody can tell. In this order:
///
///   a byte order mark                                      says it
///   the signature of a known format (ZIP, PDF, OLE, ...)   binary
///   NULs, and everyday text when read as UTF-16           UTF-16LE, UTF-16BE
///   NULs or other control characters                       binary
///   whole UTF-8                                            UTF-8
///   whole GB18030, most of it GB 2312                      GB18030
///   what uchardet says, where it decodes: GB18030, Big5    that
///   none of these                                          nothing
///
/// A character that the end of `head` cuts is no fault unless `isWhole`. Thread: any.
std::optional<TextEncoding> detectEncoding(BytesView head, bool isWhole);

} // namespace busheng
