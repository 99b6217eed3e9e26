// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_copy_rows.h"

#include "engine/model/cell.h"

#include <libpq-fe.h>

#include <cstring>

namespace busheng {
namespace {

constexpr BytesView kSignature("PGCOPY\n\377\r\n\0", 11);
constexpr std::size_t kHeaderBytes = 19; ///< signature, flags, length of the extension
/// A cell needs at most kind and varint length where the format has four bytes of length.
constexpr std::size_t kMostVarint = 10;
constexpr std::size_t kMostMorePerCell = 2;

std::uint32_t bigEndian32(const char* at)
{
    std::uint32_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return __builtin_bswap32(value);
}

std::uint16_t bigEndian16(const char* at)
{
    std::uint16_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return __builtin_bswap16(value);
}

char* writeVarint(char* out, std::uint64_t value)
{
    while (value >= 0x80U) {
        *out++ = static_cast<char>((value & 0x7fU) | 0x80U);
        value >>= 7;
    }
    *out++ = static_cast<char>(value);
    return out;
}

} // namespace

Result<std::unique_ptr<PgCopyRows>> PgCopyRows::start(PgConnection& connection, const QString& select,
                                                      std::size_t columns)
{
    ENGINE_TRY(connection.execute(QStringLiteral("COPY (") + select + QStringLiteral(") TO STDOUT (FORMAT binary)")));
    return std::unique_ptr<PgCopyRows>(new PgCopyRows(connection, columns));
}

Result<bool> PgCopyRows::next()
{
    while (!m_ended) {
        if (m_at == m_end) {
            ENGINE_TRY_AS(const bool more, receive());
            if (!more) {
                m_ended = true;
                break;
            }
        }
        if (!m_begun)
            ENGINE_TRY(readHeader());
        if (m_at != m_end) {
            ENGINE_TRY_AS(const bool row, readRow());
            if (row)
                return true;
        }
    }
    return false;
}

Result<bool> PgCopyRows::receive()
{
    char* buffer = nullptr;
    const int size = PQgetCopyData(m_connection.native(), &buffer, 0);
    if (size < 0) {
        ENGINE_TRY(end());
        return false;
    }
    m_message = {buffer, PQfreemem};
    m_at = buffer;
    m_end = buffer + size;
    return true;
}

Result<> PgCopyRows::end()
{
    Result<> done;
    while (pg_result* const result = PQgetResult(m_connection.native())) {
        const PgResult owned(result);
        if (PQresultStatus(result) != PGRES_COMMAND_OK && done)
            done = fail(m_connection.errorOf(result, QStringLiteral("reading rows")));
    }
    if (done && !m_connection.isAlive())
        return fail(m_connection.errorOf(nullptr, QStringLiteral("reading rows")));
    return done;
}

Failure PgCopyRows::malformed() const
{
    return fail(ErrorCode::Protocol, QStringLiteral("%1: rows do not come in the binary format of COPY, or not with "
                                                    "%2 columns")
                                         .arg(m_connection.name())
                                         .arg(m_columns));
}

Result<> PgCopyRows::readHeader()
{
    const auto size = static_cast<std::size_t>(m_end - m_at);
    if (size < kHeaderBytes || BytesView(m_at, kSignature.size()) != kSignature)
        return malformed();
    const std::size_t extension = bigEndian32(m_at + kHeaderBytes - sizeof(std::uint32_t));
    if (extension > size - kHeaderBytes)
        return malformed();
    m_at += kHeaderBytes + extension;
    m_begun = true;
    return {};
}

/// False for the trailer. A row lies whole in one message, as PostgreSQL sends them.
Result<bool> PgCopyRows::readRow()
{
    const auto size = static_cast<std::size_t>(m_end - m_at);
    if (size < sizeof(std::uint16_t))
        return malformed();
    const std::uint16_t columns = bigEndian16(m_at);
    m_at += sizeof(std::uint16_t);
    if (columns == 0xffffU && m_at == m_end)
        return false;
    if (columns != m_columns)
        return malformed();
    if (const std::size_t most = size + kMostVarint + columns * kMostMorePerCell; m_row.size() < most)
        m_row.resize(most);
    char* out = writeVarint(m_row.data(), columns);
    for (std::uint16_t i = 0; i < columns; ++i) {
        if (static_cast<std::size_t>(m_end - m_at) < sizeof(std::uint32_t))
            return malformed();
        const std::uint32_t length = bigEndian32(m_at);
        m_at += sizeof(std::uint32_t);
        if (length == 0xffffffffU) {
            *out++ = static_cast<char>(CellKind::Null);
            continue;
        }
        if (static_cast<std::size_t>(m_end - m_at) < length)
            return malformed();
        *out++ = static_cast<char>(CellKind::Native);
        out = writeVarint(out, length);
        std::memcpy(out, m_at, length);
        out += length;
        m_at += length;
    }
    m_used = static_cast<std::size_t>(out - m_row.data());
    return true;
}

} // namespace busheng
