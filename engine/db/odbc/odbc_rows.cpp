// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_rows.h"

#include "engine/base/per_thread.h"
#include "engine/db/odbc/odbc_statement.h"

#include <QStringView>
#include <QUtf8StringView>

#include <algorithm>
#include <cstring>

namespace busheng {
namespace {

constexpr std::size_t kBlockBytes = 4U << 20;
constexpr std::size_t kMostBlockRows = 500;
constexpr std::size_t kPieceBytes = 64U << 10; ///< of a long value
constexpr std::size_t kUtf8Bytes = 4;          ///< of a character, at most

SQLSMALLINT typeOf(OdbcForm form, bool isWide)
{
    switch (form) {
    case OdbcForm::Whole:
        return SQL_C_SBIGINT;
    case OdbcForm::Real:
        return SQL_C_DOUBLE;
    case OdbcForm::Binary:
        return SQL_C_BINARY;
    case OdbcForm::Text:
        break;
    }
    return static_cast<SQLSMALLINT>(isWide ? SQL_C_WCHAR : SQL_C_CHAR);
}

/// Bytes of a bound value, with what ends a text.
std::size_t widthOf(const OdbcField& field, bool isWide)
{
    switch (field.form) {
    case OdbcForm::Whole:
        return sizeof(std::int64_t);
    case OdbcForm::Real:
        return sizeof(double);
    case OdbcForm::Binary:
        return std::max<std::size_t>(field.most, 1);
    case OdbcForm::Text:
        break;
    }
    // A character beyond the first plane has two units.
    return isWide ? (2 * field.most + 1) * sizeof(char16_t) : kUtf8Bytes * field.most + 1;
}

/// Makes the value of its bytes; `scratch` holds a text that had to be converted.
void setValue(OdbcValue& value, OdbcForm form, bool isWide, BytesView bytes, Bytes& scratch)
{
    value = {};
    value.isNull = false;
    switch (form) {
    case OdbcForm::Whole:
        std::memcpy(&value.whole, bytes.data(), sizeof value.whole);
        return;
    case OdbcForm::Real:
        std::memcpy(&value.real, bytes.data(), sizeof value.real);
        return;
    case OdbcForm::Binary:
        value.bytes = bytes;
        return;
    case OdbcForm::Text:
        break;
    }
    if (!isWide) {
        value.bytes = bytes;
        value.isValid = QUtf8StringView(bytes.data(), qsizetype(bytes.size())).isValidUtf8();
        return;
    }
    // The driver's buffer may begin at any byte.
    std::u16string& units = perThread<std::u16string, struct WideText>();
    units.resize(bytes.size() / sizeof(char16_t));
    std::memcpy(units.data(), bytes.data(), units.size() * sizeof(char16_t));
    const QStringView text(units.data(), qsizetype(units.size()));
    value.isValid = text.isValidUtf16();
    const QByteArray utf8 = text.toUtf8();
    scratch.assign(utf8.constData(), std::size_t(utf8.size()));
    value.bytes = scratch;
}

/// Column-wise buffers of a block of rows.
class Block {
public:
    Block(const std::vector<OdbcField>& fields, bool isWide) : m_fields(fields), m_isWide(isWide)
    {
        std::size_t row = 0;
        for (const OdbcField& field : fields) {
            m_widths.push_back(widthOf(field, isWide));
            row += m_widths.back() + sizeof(SQLLEN);
        }
        m_rows = std::clamp<std::size_t>(kBlockBytes / std::max<std::size_t>(row, 1), 1, kMostBlockRows);
    }

    Result<> bind(OdbcStatement& statement)
    {
        m_states.resize(m_rows);
        if (!statement.setBlock(m_rows, &m_fetched, m_states.data())) {
            m_rows = 1;
            m_isSingle = true;
        }
        for (std::size_t i = 0; i < m_fields.size(); ++i) {
            m_buffers.emplace_back(m_rows * m_widths[i], '\0');
            m_lengths.emplace_back(m_rows, SQLLEN{0});
            ENGINE_TRY(statement.check(SQLBindCol(statement.handle(), static_cast<SQLUSMALLINT>(i + 1),
                                                  typeOf(m_fields[i].form, m_isWide), m_buffers[i].data(),
                                                  static_cast<SQLLEN>(m_widths[i]), m_lengths[i].data()),
                                       QStringLiteral("binding")));
        }
        return {};
    }

    std::size_t fetched() const { return m_isSingle ? 1 : static_cast<std::size_t>(m_fetched); }
    bool isBad(std::size_t row) const { return !m_isSingle && m_states[row] == SQL_ROW_ERROR; }

    /// False: a value is longer than its field.
    bool read(std::size_t row, std::vector<OdbcValue>& values, std::vector<Bytes>& scratch) const
    {
        for (std::size_t i = 0; i < m_fields.size(); ++i) {
            const SQLLEN length = m_lengths[i][row];
            if (length == SQL_NULL_DATA) {
                values[i] = {};
                continue;
            }
            const OdbcForm form = m_fields[i].form;
            const bool isText = form == OdbcForm::Text;
            const std::size_t end = isText ? (m_isWide ? sizeof(char16_t) : 1) : 0;
            const bool isFixed = form == OdbcForm::Whole || form == OdbcForm::Real;
            if (!isFixed && (length < 0 || static_cast<std::size_t>(length) > m_widths[i] - end))
                return false;
            const std::size_t size = isFixed ? m_widths[i] : static_cast<std::size_t>(length);
            setValue(values[i], form, m_isWide, BytesView(m_buffers[i]).substr(row * m_widths[i], size), scratch[i]);
        }
        return true;
    }

private:
    const std::vector<OdbcField>& m_fields;
    const bool m_isWide;
    std::size_t m_rows = 1;
    bool m_isSingle = false;
    std::vector<std::size_t> m_widths;
    std::vector<Bytes> m_buffers;
    std::vector<std::vector<SQLLEN>> m_lengths;
    std::vector<SQLUSMALLINT> m_states;
    SQLULEN m_fetched = 0;
};

/// One value by SQLGetData, whatever its length.
Result<> readLong(OdbcStatement& statement, std::size_t column, OdbcForm form, OdbcValue& value, Bytes& scratch)
{
    const bool isWide = statement.isWide();
    const std::size_t end = form != OdbcForm::Text ? 0 : isWide ? sizeof(char16_t) : 1;
    const bool isFixed = form == OdbcForm::Whole || form == OdbcForm::Real;
    Bytes& piece = perThread<Bytes, struct LongPiece>();
    piece.resize(kPieceBytes);
    Bytes& whole = perThread<Bytes, struct LongValue>();
    whole.clear();
    while (true) {
        SQLLEN length = 0;
        const SQLRETURN result =
            SQLGetData(statement.handle(), static_cast<SQLUSMALLINT>(column + 1), typeOf(form, isWide), piece.data(),
                       static_cast<SQLLEN>(piece.size()), &length);
        ENGINE_TRY(statement.check(result, QStringLiteral("reading")));
        if (result == SQL_NO_DATA)
            break;
        if (length == SQL_NULL_DATA) {
            value = {};
            return {};
        }
        const std::size_t room = piece.size() - end;
        const bool isLast = isFixed || (length >= 0 && static_cast<std::size_t>(length) <= room);
        const std::size_t size = !isLast ? room : isFixed ? sizeof(std::int64_t) : static_cast<std::size_t>(length);
        whole.append(piece, 0, size);
        if (whole.size() > kMostOdbcValue)
            return fail(ErrorCode::Schema, QStringLiteral("a value of more than %1 MiB").arg(kMostOdbcValue >> 20));
        if (isLast)
            break;
    }
    scratch = whole;
    Bytes& text = perThread<Bytes, struct LongText>();
    setValue(value, form, isWide, scratch, text);
    if (form == OdbcForm::Text && isWide) {
        scratch = text;
        value.bytes = scratch;
    }
    return {};
}

} // namespace

Result<OdbcEnd> fetchInBlocks(OdbcStatement& statement, const std::vector<OdbcField>& fields, const OdbcSink& sink)
{
    Block block(fields, statement.isWide());
    ENGINE_TRY(block.bind(statement));
    std::vector<OdbcValue> values(fields.size());
    std::vector<Bytes> scratch(fields.size());
    while (true) {
        ENGINE_TRY_AS(const bool hasRows, statement.fetch());
        if (!hasRows)
            return OdbcEnd::All;
        for (std::size_t row = 0; row < block.fetched(); ++row) {
            if (block.isBad(row))
                ENGINE_TRY(statement.check(SQL_ERROR, QStringLiteral("reading a row of")));
            if (!block.read(row, values, scratch))
                return OdbcEnd::TooLong;
            ENGINE_TRY_AS(const bool wantsMore, sink(values));
            if (!wantsMore)
                return OdbcEnd::Stopped;
        }
    }
}

Result<OdbcEnd> fetchByRow(OdbcStatement& statement, const std::vector<OdbcField>& fields, const OdbcSink& sink)
{
    std::vector<OdbcValue> values(fields.size());
    std::vector<Bytes> scratch(fields.size());
    while (true) {
        ENGINE_TRY_AS(const bool hasRow, statement.fetch());
        if (!hasRow)
            return OdbcEnd::All;
        for (std::size_t i = 0; i < fields.size(); ++i)
            ENGINE_TRY(readLong(statement, i, fields[i].form, values[i], scratch[i]));
        ENGINE_TRY_AS(const bool wantsMore, sink(values));
        if (!wantsMore)
            return OdbcEnd::Stopped;
    }
}

} // namespace busheng
