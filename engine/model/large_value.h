// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/large_change.h"

#include <optional>

namespace busheng {

/// Values of columns that do not come with their rows (DatasetConfig::largeColumns; §6.4). Behind the row, in its
/// transaction or load, each travels as ChangeKind::Value operations: parts of kPartBytes, one behind the other, so
/// that nobody on the way holds more of it than one. docs/formats/packet.md.

inline constexpr std::uint64_t kLargestValue = 1ULL << 30; ///< bytes of a value that travels at all
inline constexpr std::size_t kValueDigest = 32;            ///< bytes of ValueHead::digest

/// A column whose values travel so.
struct LargeColumn {
    QString name;
    bool isText = false; ///< UTF-8; else bytes

    bool operator==(const LargeColumn&) const = default;
};

/// A value, as its source knows it before it is read.
struct LargeValue {
    std::optional<std::uint64_t> bytes; ///< nothing: NULL
    Bytes digest;                       ///< SHA-256; of NULL none

    bool operator==(const LargeValue&) const = default;
};

/// What a Value operation says. Views point into it.
struct ValuePart {
    BytesView key; ///< of the row, as RowChange::before has it
    QString column;
    bool isText = false;
    bool isNull = false;
    std::uint64_t total = 0; ///< bytes of the whole value
    std::uint64_t offset = 0;
    BytesView bytes;
    BytesView digest; ///< SHA-256 of the whole value; of NULL empty
    BytesView behind; ///< as ChangePart::behind
};
/// False when `change` is no well-formed Value.
bool readValuePart(const RowChange& change, ValuePart& part);

/// Gives the parts of one value to a sink, in order: one for a value of no bytes and for NULL.
class ValueParts {
public:
    ValueParts(std::uint32_t tableId, BytesView key, const LargeColumn& column, const LargeValue& value,
               BytesView behind, const ChangeSink& sink);

    /// The next bytes of the value, however many. Fails: as the sink; Internal for more than the value has.
    Result<> add(BytesView bytes);
    /// The last part. Fails: also Internal when bytes are missing.
    Result<> end();

private:
    Result<> give();

    std::uint32_t m_tableId;
    BytesView m_key;
    LargeColumn m_column;
    LargeValue m_value;
    BytesView m_behind;
    const ChangeSink& m_sink;
    std::uint64_t m_given = 0;
    bool m_isFirst = true;
    Bytes m_gathered;
};

} // namespace busheng
