// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_bulk_reader.h"

#include "engine/base/failpoint.h"
#include "engine/model/cell.h"
#include "engine/pipeline/capture/pg_slot.h"

namespace busheng {

PgBulkReader::PgBulkReader(std::unique_ptr<PgConnection> connection, const QString& name, std::uint64_t window)
    : m_connection(std::move(connection)), m_name(name), m_window(window)
{
}

PgBulkReader::~PgBulkReader() = default;

Result<std::unique_ptr<PgBulkReader>> PgBulkReader::open(const PgConnection::Options& options, const QString& name,
                                                         std::uint64_t window)
{
    ENGINE_TRY_AS(auto connection, PgConnection::open(options));
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
