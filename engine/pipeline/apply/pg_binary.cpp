// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_binary.h"

namespace busheng {
namespace {

constexpr std::size_t kSendAt = 128 * 1024;
constexpr std::size_t kCountAt = 12; ///< of an array's header: dimensions, null flag, type, then the count

template <typename T>
void append(Bytes& out, T value)
{
    char bytes[sizeof(T)];
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes[i] = static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * (sizeof(T) - 1 - i)));
    out.append(bytes, sizeof(T));
}

void put(Bytes& out, std::size_t at, std::uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        out[at + i] = static_cast<char>(value >> (24 - 8 * i));
}

void appendCell(Bytes& out, const Cell& cell)
{
    if (cell.kind == CellKind::Null) {
        append<std::uint32_t>(out, 0xffffffffU);
        return;
    }
    append<std::uint32_t>(out, static_cast<std::uint32_t>(cell.bytes.size()));
    out.append(cell.bytes);
}

} // namespace

void PgArray::reset(std::uint32_t elementType)
{
    m_bytes.clear();
    m_count = 0;
    m_hasNull = false;
    append<std::uint32_t>(m_bytes, 1); // dimensions
    append<std::uint32_t>(m_bytes, 0); // whether there are NULLs: see bytes()
    append<std::uint32_t>(m_bytes, elementType);
    append<std::uint32_t>(m_bytes, 0); // count: see bytes()
    append<std::uint32_t>(m_bytes, 1); // lower bound
}

void PgArray::add(const Cell& cell)
{
    ++m_count;
    m_hasNull = m_hasNull || cell.kind == CellKind::Null;
    appendCell(m_bytes, cell);
}

void PgArray::addNumber(std::int64_t value)
{
    ++m_count;
    append<std::uint32_t>(m_bytes, 8);
    append<std::int64_t>(m_bytes, value);
}

BytesView PgArray::bytes()
{
    put(m_bytes, 4, m_hasNull ? 1 : 0);
    put(m_bytes, kCountAt, m_count);
    return m_bytes;
}

Result<> PgCopyWriter::begin(PgConnection& connection, const QString& sql)
{
    m_connection = &connection;
    m_buffer.assign("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", 19);
    return connection.copyBegin(sql);
}

Result<> PgCopyWriter::add(const PgRow& row)
{
    append<std::uint16_t>(m_buffer, static_cast<std::uint16_t>(row.size()));
    for (const Cell& cell : row.cells())
        appendCell(m_buffer, cell);
    return m_buffer.size() < kSendAt ? Result<>() : send();
}

Result<> PgCopyWriter::send()
{
    ENGINE_TRY(m_connection->copyData(m_buffer));
    m_buffer.clear();
    return {};
}

Result<std::int64_t> PgCopyWriter::end()
{
    append<std::uint16_t>(m_buffer, 0xffffU);
    ENGINE_TRY(send());
    ENGINE_TRY_AS(const PgResult result, m_connection->copyEnd());
    return result.affectedRows();
}

} // namespace busheng
