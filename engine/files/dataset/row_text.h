// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/row_query.h"

namespace busheng {

/// How rows are written as text (docs/files.md, "Data sets as files").
enum class RowFormat {
    Csv,      ///< RFC 4180 with a line of names; NULL is nothing at all, an empty text is ""
    JsonLines ///< an object a line; whole numbers and booleans bare, NULL null, everything else a string
};

/// Writes rows; binary values as hexadecimal digits. Thread: any, const.
class RowText {
public:
    /// `noFormulas`: in CSV, a text that a spreadsheet would take for a formula gets an apostrophe before it.
    RowText(RowFormat format, bool noFormulas) : m_format(format), m_noFormulas(noFormulas) {}

    /// Fails: Config for two columns of one name (JSON Lines).
    Result<> begin(const std::vector<RowColumn>& columns, Bytes& out);
    /// `files`: by column, the path of the file that holds the value instead; empty: none.
    void row(std::span<const RowValue> values, std::span<const Bytes> files, Bytes& out) const;

private:
    void csvField(const RowValue& value, BytesView file, Bytes& out) const;
    void jsonValue(const RowValue& value, BytesView file, Bytes& out) const;

    RowFormat m_format;
    bool m_noFormulas;
    std::vector<Bytes> m_keys; ///< of JSON, written
};

} // namespace busheng
