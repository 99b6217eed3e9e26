// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_value.h"

#include "engine/base/per_thread.h"

#include <QRegularExpression>

#include <charconv>

namespace busheng {
namespace {

template <typename Number>
bool readNumber(BytesView text, Number& value)
{
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc() && end == text.data() + text.size();
}

bool writeInteger(ByteWriter& out, BytesView text)
{
    std::int64_t value = 0;
    if (readNumber(text, value)) {
        writeCell(out, Cell::ofInteger(value));
        return true;
    }
    std::uint64_t large = 0;
    if (!readNumber(text, large))
        return false;
    writeMyUnsigned(out, large);
    return true;
}

QString fromUtf8(BytesView bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::optional<QString> checked(const Cell& cell, const QString& pattern, bool isQuoted)
{
    if (cell.kind != CellKind::Text)
        return std::nullopt;
    const QString text = fromUtf8(cell.bytes);
    if (!QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch())
        return std::nullopt;
    return isQuoted ? u'\'' + text + u'\'' : text;
}

} // namespace

QString myRealTerm(const MyConnection& connection, const QString& term)
{
    return (connection.isMariaDb() ? QStringLiteral("CAST(%1 AS DOUBLE)") : QStringLiteral("%1 * 1e0")).arg(term);
}

QString mySelectTerm(const MyConnection& connection, const MyType& type, const QString& term)
{
    switch (type.kind) {
    case MyKind::Float:
    case MyKind::Double:
        return myRealTerm(connection, term);
    case MyKind::Bit:
        return term + QStringLiteral(" + 0");
    case MyKind::Text:
        return type.isUtf8() ? term : QStringLiteral("CAST(%1 AS BINARY)").arg(term);
    default:
        return term;
    }
}

void writeMyUnsigned(ByteWriter& out, std::uint64_t value)
{
    if (value <= static_cast<std::uint64_t>(INT64_MAX)) {
        writeCell(out, Cell::ofInteger(static_cast<std::int64_t>(value)));
        return;
    }
    const Bytes digits = std::to_string(value);
    writeCell(out, Cell::ofText(digits));
}

bool writeMyText(ByteWriter& out, const MyColumn& column, BytesView text)
{
    if (column.charset == nullptr) {
        writeCell(out, Cell::ofText(text));
        return true;
    }
    Bytes& converted = perThread<Bytes, struct ConvertedText>();
    converted.clear();
    const bool isText = column.charset->toUtf8(text, converted);
    if (isText || !column.isKey)
        writeCell(out, isText ? Cell::ofText(converted) : Cell::ofBlob(text));
    return isText || !column.isKey;
}

BytesView withoutLeadingZeros(BytesView decimal, Bytes& scratch)
{
    const bool isNegative = decimal.starts_with('-') && decimal.find_first_of("123456789") != BytesView::npos;
    BytesView digits = decimal.substr(decimal.starts_with('-') ? 1 : 0);
    while (digits.size() > 1 && digits[0] == '0' && digits[1] != '.')
        digits.remove_prefix(1);
    if (isNegative == decimal.starts_with('-') && digits.size() + (isNegative ? 1 : 0) == decimal.size())
        return decimal;
    scratch.clear();
    if (isNegative)
        scratch.push_back('-');
    scratch += digits;
    return scratch;
}

bool writeMyField(ByteWriter& out, const MyColumn& column, BytesView field)
{
    if (field.data() == nullptr) {
        writeCell(out, Cell::null());
        return true;
    }
    switch (column.type.kind) {
    case MyKind::Integer:
    case MyKind::Bit:
    case MyKind::Year:
        return writeInteger(out, field);
    case MyKind::Float:
    case MyKind::Double: {
        double value = 0;
        if (!readNumber(field, value))
            return false;
        writeCell(out, Cell::ofReal(value));
        return true;
    }
    case MyKind::Decimal: {
        Bytes scratch;
        writeCell(out, Cell::ofText(withoutLeadingZeros(field, scratch)));
        return true;
    }
    case MyKind::Text:
        return writeMyText(out, column, field);
    case MyKind::Binary:
    case MyKind::Geometry:
        writeCell(out, Cell::ofBlob(field));
        return true;
    default:
        writeCell(out, Cell::ofText(field));
        return true;
    }
}

std::optional<QString> myKeyLiteral(const MyType& type, const Cell& cell)
{
    static const QString kTime = QStringLiteral("-?[0-9]{1,4}[-:0-9. ]{0,24}");
    switch (type.kind) {
    case MyKind::Integer:
    case MyKind::Year:
        if (cell.kind == CellKind::Integer)
            return QString::number(cell.integer);
        return checked(cell, QStringLiteral("[0-9]{19,20}"), false);
    case MyKind::Decimal:
        return checked(cell, QStringLiteral("-?[0-9]{1,65}(\\.[0-9]{1,38})?"), false);
    case MyKind::Date:
    case MyKind::Time:
    case MyKind::DateTime:
    case MyKind::Timestamp:
        return checked(cell, kTime, true);
    case MyKind::Text:
        return cell.kind == CellKind::Text ? std::optional(myLiteral(fromUtf8(cell.bytes))) : std::nullopt;
    case MyKind::Binary:
        return cell.kind == CellKind::Blob ? std::optional(QStringLiteral("X'%1'").arg(toHex(cell.bytes)))
                                           : std::nullopt;
    default:
        return std::nullopt;
    }
}

} // namespace busheng
