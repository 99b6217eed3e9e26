// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/read_as_rows.h"

#include "engine/db/values/common_type.h"
#include "engine/model/events.h"
#include "engine/text/text_decoder.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kBytesShown = 32;

/// What the database keeps as bytes of its encoding.
bool holdsTexts(const QString& engine, const ColumnSchema& column)
{
    QString why;
    const auto type = engineValues(engine)->parse(column.declaredType, why);
    return type && (type->kind == CommonKind::Text || column.declaredType == u"json");
}

/// The bytes that latin1's characters stand for. False: there is another character.
bool latinBytes(BytesView utf8, Bytes& out)
{
    const auto at = [&utf8](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        if (at(i) < 0x80) {
            out.push_back(utf8[i]);
            continue;
        }
        const bool isLatin = (at(i) == 0xc2 || at(i) == 0xc3) && i + 1 < utf8.size() && (at(i + 1) & 0xc0U) == 0x80;
        if (!isLatin)
            return false;
        out.push_back(static_cast<char>(((at(i) & 0x03U) << 6U) | (at(i + 1) & 0x3fU)));
        ++i;
    }
    return true;
}

} // namespace

Cell unreadableText(const QString& engine, BytesView bytes)
{
    return engine == u"postgres" ? Cell::ofBlob(bytes) : Cell::ofNative(bytes);
}

bool isUnreadableText(const QString& engine, const Cell& cell)
{
    return cell.kind == (engine == u"postgres" ? CellKind::Blob : CellKind::Native);
}

ReadAsTable::~ReadAsTable() = default;
ReadAsTable::ReadAsTable(ReadAsTable&&) noexcept = default;
ReadAsTable& ReadAsTable::operator=(ReadAsTable&&) noexcept = default;

Result<ReadAs> ReadAs::of(const QString& source, const QStringList& readAs, ForeignBytes bytes,
                          const DatasetSchema& schema)
{
    ReadAs made;
    made.m_source = source;
    made.m_engine = schema.engine;
    made.m_bytes = bytes;
    const auto qualified = [&schema](const QString& table) -> QString {
        const bool lacksSchema = schema.engine == u"postgres" && !table.contains(u'.');
        return lacksSchema ? QString(QStringLiteral("public.") + table) : table;
    };
    const auto isMeant = [&schema](const ColumnSchema& column) { return holdsTexts(schema.engine, column); };
    ENGINE_TRY_AS(made.m_places,
                  ReadAsPlaces::of(readAs, schema, {qualified, isMeant, QStringLiteral("a text column")}));
    return made;
}

Result<> ReadAs::requireAll(const DatasetSchema& schema) const
{
    if (!m_places.areAll())
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {QStringLiteral("dataset"), QStringLiteral("readAs"), QString(),
                               QStringLiteral("'*=ENCODING' among others: the database says of no text what it is in")},
                              QStringLiteral("read as: the database is in SQL_ASCII")));
    for (const TableSchema& table : schema.tables) {
        for (const ColumnSchema& column : table.columns) {
            QString why;
            const auto type = engineValues(m_engine)->parse(column.declaredType, why);
            if (holdsTexts(m_engine, column) || (type && type->kind != CommonKind::Json))
                continue;
            why = QStringLiteral("its texts may be in any encoding: leave the table out, or give it another type");
            return fail(makeEvent(ErrorCode::Schema, events::SRC_COLUMN_UNSUPPORTED,
                                  {m_source, table.name, QString(column.name + QStringLiteral(": ") + why)},
                                  QStringLiteral("column %1 of %2: %3").arg(column.name, table.name, why)));
        }
    }
    return {};
}

Result<ReadAsTable> ReadAs::table(const TableSchema& table) const
{
    ReadAsTable made;
    made.m_source = m_source;
    made.m_engine = m_engine;
    made.m_bytes = m_bytes;
    made.m_table = table;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const ColumnSchema& column = table.columns[i];
        auto& decoder = made.m_decoders.emplace_back();
        const QString encoding = m_places.encodingOf(table.name, column.name);
        if (encoding.isEmpty() || !holdsTexts(m_engine, column))
            continue;
        const bool isKey = std::ranges::find(table.keyColumns, i) != table.keyColumns.end();
        ENGINE_TRY_AS(decoder, TextDecoder::open(isKey ? QStringLiteral("ascii") : encoding));
    }
    return made;
}

Failure ReadAsTable::refused(bool isKey, std::size_t column, BytesView bytes) const
{
    QStringList key;
    for (std::size_t i = 0; i < m_table.keyColumns.size(); ++i)
        key.append(cellToText(m_cells[isKey ? i : m_table.keyColumns[i]]));
    const QString why = QStringLiteral("row %1, column %2: bytes that are no text in its encoding, x'%3'")
                            .arg(key.join(QStringLiteral(", ")).left(80), m_table.columns[column].name,
                                 toHex(bytes.substr(0, kBytesShown)));
    return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {m_source, m_table.name, why},
                          QStringLiteral("table %1 of %2: %3").arg(m_table.name, m_source, why)));
}

bool ReadAsTable::isKey(std::size_t column) const
{
    return std::ranges::find(m_table.keyColumns, column) != m_table.keyColumns.end();
}

/// Those of the value at the database; where these are not to be had, its own.
BytesView ReadAsTable::bytesOf(BytesView own)
{
    m_raw.clear();
    return m_bytes == ForeignBytes::Latin && latinBytes(own, m_raw) ? BytesView(m_raw) : own;
}

bool ReadAsTable::text(std::size_t column, BytesView own, Bytes& out)
{
    const BytesView bytes = bytesOf(own);
    const bool isKnown = m_bytes == ForeignBytes::Raw || bytes.data() == m_raw.data();
    return isKnown && m_decoders[column]->toUtf8(bytes, out);
}

Result<> ReadAsTable::row(BytesView row, Bytes& out)
{
    const bool isRow = decodeRow(row, m_cells);
    const bool isWhole = m_cells.size() == m_table.columns.size();
    if (!isRow || (!isWhole && m_cells.size() != m_table.keyColumns.size()))
        return fail(ErrorCode::Internal, QStringLiteral("a row of %1 is not of its table").arg(m_table.name));
    m_texts.resize(m_table.columns.size());
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const std::size_t at = isWhole ? i : m_table.keyColumns[i];
        Cell& cell = m_cells[i];
        if (!m_decoders[at] || (cell.kind != CellKind::Text && cell.kind != CellKind::Native))
            continue;
        m_texts[i].clear();
        if (text(at, cell.bytes, m_texts[i])) {
            cell.bytes = m_texts[i];
            continue;
        }
        const bool finds = !isWhole || m_table.keyColumns.empty() || isKey(at);
        if (finds)
            return refused(!isWhole, at, bytesOf(cell.bytes));
        m_texts[i] = bytesOf(cell.bytes);
        cell = unreadableText(m_engine, m_texts[i]);
    }
    encodeRow(m_cells, out);
    return {};
}

} // namespace busheng
