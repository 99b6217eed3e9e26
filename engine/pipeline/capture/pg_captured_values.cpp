// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_captured_values.h"

namespace busheng {

PgCapturedValues::PgCapturedValues(PgConnection::Options options, std::function<Result<>()> whileReading)
    : m_options(std::move(options)), m_whileReading(std::move(whileReading))
{
    m_options.purpose += QStringLiteral(" values");
}

void PgCapturedValues::setTables(const std::vector<PgCapturedTable>& tables)
{
    m_tables.clear();
    m_columns = pgLargeColumns(tables);
    forget();
    for (const PgCapturedTable& table : tables) {
        if (table.largeColumns.empty())
            continue;
        TableSchema& made = m_tables[table.id];
        made.id = table.id;
        made.name = table.name;
        made.keyColumns = table.keyColumns;
        for (const PgCapturedColumn& column : table.columns)
            made.columns.push_back({column.name, column.declaredType, false, {}});
    }
}

void PgCapturedValues::forget()
{
    m_snapshot.reset();
    m_sent.clear();
}

/// The server shows a transaction a moment after it has logged its commit.
Result<> PgCapturedValues::ensureSnapshot(std::uint32_t xid)
{
    while (!m_snapshot || !m_snapshot->visibility().sees(xid)) {
        if (m_options.stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        const bool isAgain = m_snapshot != nullptr;
        if (isAgain)
            ENGINE_TRY(m_snapshot->connection().execute(QStringLiteral("SELECT pg_catalog.pg_sleep(0.002)")));
        m_snapshot.reset();
        ENGINE_TRY_AS(m_snapshot, PgSnapshot::open(m_options));
        m_snapshot->setLargeColumns(m_columns);
        ENGINE_TRY(m_whileReading());
    }
    return {};
}

bool PgCapturedValues::wasSent(const Place& place, const LargeValue& value) const
{
    const auto sent = m_sent.find(place);
    return sent != m_sent.end() && sent->second == value;
}

Result<> PgCapturedValues::give(std::uint32_t xid, const PgRowBuilder::WrittenRows& rows, const ChangeSink& sink)
{
    ENGINE_TRY(ensureSnapshot(xid));
    const ChangeSink givenOn = [&](BytesView block, std::uint32_t count) -> Result<> {
        if (m_options.stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        ENGINE_TRY(m_whileReading());
        return sink(block, count);
    };
    for (const auto& [row, isNew] : rows) {
        const TableSchema& table = m_tables.at(row.first);
        ENGINE_TRY_AS(const std::vector<LargeValue> values, m_snapshot->describeValues(table, BytesView(row.second)));
        const auto skips = [&, &place = row, mustGive = isNew](const LargeColumn& column, const LargeValue& value) {
            return !mustGive && wasSent({place, column.name}, value);
        };
        ENGINE_TRY(giveValues(*m_snapshot, table, row.second, values, {}, skips, givenOn));
        const std::vector<LargeColumn>& columns = m_columns.at(table.name);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (m_sent.size() >= kMostRemembered)
                m_sent.clear();
            m_sent.insert_or_assign({row, columns[i].name}, values[i]);
        }
        ENGINE_TRY(m_whileReading());
    }
    return {};
}

} // namespace busheng
