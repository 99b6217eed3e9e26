// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_bulk_reader.h"

#include "engine/base/failpoint.h"
#include "engine/model/cell.h"
#include "engine/pipeline/capture/pg_slot.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::uint64_t kFirstShare = 8; ///< of the largest window; each further one is twice as large
/// A transaction that does not fit is written to the server's disk and read again, for more than the decoding itself. A
/// server with room lends this one connection some of it; shared_buffers is what its owner said of its size.
const QString kDecodingMemory = QStringLiteral(
    "SELECT pg_catalog.set_config('logical_decoding_work_mem',"
    " greatest(pg_catalog.pg_size_bytes(pg_catalog.current_setting('logical_decoding_work_mem')),"
    " least(512 * 1024 * 1024, pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers')) / 4))"
    " / 1024 || 'kB', false)");

} // namespace

PgBulkReader::PgBulkReader(std::unique_ptr<PgConnection> connection, const QString& name, std::uint64_t window)
    : m_connection(std::move(connection)), m_name(name), m_largest(window),
      m_window(std::max<std::uint64_t>(1, window / kFirstShare))
{
}

PgBulkReader::~PgBulkReader() = default;

Result<std::unique_ptr<PgBulkReader>> PgBulkReader::open(const PgConnection::Options& options, const QString& name,
                                                         std::uint64_t window)
{
    ENGINE_TRY_AS(auto connection, PgConnection::open(options));
    ENGINE_TRY(connection->queryText(kDecodingMemory));
    return std::unique_ptr<PgBulkReader>(new PgBulkReader(std::move(connection), name, window));
}

Result<> PgBulkReader::startWindow(Position released)
{
    if (released > m_advancedTo) {
        ENGINE_FAILPOINT("capture.bulk.before_advance");
        ENGINE_TRY(advancePgSlot(*m_connection, m_name, released));
        ENGINE_FAILPOINT("capture.bulk.after_advance");
        m_advancedTo = released;
    }
    if (m_hasRead)
        m_window = std::min(2 * m_window, m_largest);
    m_messages = 0;
    m_hasRead = true;
    ENGINE_TRY_AS(
        m_rows, PgCopyRows::start(*m_connection,
                                  QStringLiteral("SELECT data FROM pg_catalog.pg_logical_slot_peek_binary_changes(%1, "
                                                 "NULL, %2, 'proto_version', '2', 'publication_names', %3, 'binary', "
                                                 "'true', 'messages', 'true')")
                                      .arg(pgLiteral(m_name), QString::number(m_window), pgLiteral(pgQuoted(m_name))),
                                  1));
    return {};
}

Result<std::optional<BytesView>> PgBulkReader::next()
{
    ENGINE_TRY_AS(const bool isThere, m_rows->next());
    if (!isThere) {
        m_rows.reset();
        return std::optional<BytesView>();
    }
    ++m_messages;
    RowReader row(m_rows->row());
    const Cell cell = row.next();
    if (row.failed() || cell.kind != CellKind::Native)
        return fail(ErrorCode::Protocol, QStringLiteral("a row of changes is not one"));
    return std::optional(cell.bytes);
}

} // namespace busheng
