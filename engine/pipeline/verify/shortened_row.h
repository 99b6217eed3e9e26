// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"

namespace busheng {

inline constexpr std::size_t kShortValue = 1U << 10; ///< bytes; a longer value is told by its length and digest

/// The row with long values outside of its key as texts that say how long they are and their digest, so that a chunk of
/// rows with large values fits in a message and in memory (§6.4). Values are the same when their texts are. A row that
/// is short already, also one that was shortened, stays as it is; so does each row of a table without a key, which is
/// found by all of its values. False: malformed.
bool shortenRow(const TableSchema& table, BytesView row, Bytes& out);

} // namespace busheng
