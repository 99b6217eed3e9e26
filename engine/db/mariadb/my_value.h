// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_charset.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/model/cell.h"

namespace busheng {

/// A column as rows of a SELECT bring it.
struct MyColumn {
    MyType type;
    const MyCharset* charset = nullptr; ///< null: its texts are UTF-8
    bool isKey = false;                 ///< a row is found by it: bytes that are no text are refused
};

/// What stands for the column `term` ("t.`name`") in a SELECT, so that writeMyField() can read it: exact, and
/// independent of how the column is to be displayed.
QString mySelectTerm(const MyConnection& connection, const MyType& type, const QString& term);

/// The exact value of a float or double column: a MySQL shows six digits of a float, and casts to DOUBLE from 8.0 on
/// only. Times one keeps the sign of a zero, which plus zero would not.
QString myRealTerm(const MyConnection& connection, const QString& term);

/// Appends the cell of a field of such a SELECT. False: it is no value of the type, or a key that holds a byte that is
/// no character of its encoding.
bool writeMyField(ByteWriter& out, const MyColumn& column, BytesView field);

/// Appends a text as a cell; one with a byte that is no character of its encoding as the Blob that it is, for the
/// target to set aside with its row (docs/encodings.md). False: it is of a key.
bool writeMyText(ByteWriter& out, const MyColumn& column, BytesView text);

/// Appends an unsigned number: Integer as long as it is one, else its digits as a Text.
void writeMyUnsigned(ByteWriter& out, std::uint64_t value);

/// "0012.50" as "12.50", "-0.00" as "0.00".
BytesView withoutLeadingZeros(BytesView decimal, Bytes& scratch);

/// A value of the type as a literal to compare the column with. Nothing: it is none, NULL or left out; what comes from
/// another node can so not become a statement.
std::optional<QString> myKeyLiteral(const MyType& type, const Cell& cell);

} // namespace busheng
