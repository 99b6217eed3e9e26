// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_snapshot.h"
#include "engine/pipeline/capture/pg_row_builder.h"

namespace busheng {

/// The large values (model/large_value.h) of rows that a transaction of the log has written: the log has none of them,
/// so they are read from the table, as they are at or behind that transaction. A row that is no longer there has none;
/// what took it away follows in the log, and so does every later value. A value that was sent from here before and is
/// the same still is not sent again, as long as it is remembered; of a row that was inserted or came to its key always.
///
/// One snapshot serves all transactions that it sees, until settle(). Memory: a piece of one value, and kMostRemembered
/// digests. Thread: the capture worker. Fails: as PgSnapshot, Cancelled; what `sink` returns.
class PgCapturedValues {
public:
    static constexpr std::size_t kMostRemembered = 65'536;

    /// `whileReading` is called between pieces, for whatever else must go on.
    PgCapturedValues(PgConnection::Options options, std::function<Result<>()> whileReading);

    /// From here on rows are of these tables. Forgets what was sent.
    void setTables(const std::vector<PgCapturedTable>& tables);
    Result<> give(std::uint32_t xid, const PgRowBuilder::WrittenRows& rows, const ChangeSink& sink);
    /// Nothing is held open at the source from here on.
    void settle() { m_snapshot.reset(); }
    /// What was given has not become a transaction.
    void forget();

private:
    using Place = std::pair<std::pair<std::uint32_t, Bytes>, QString>; ///< a row and a column

    Result<> ensureSnapshot(std::uint32_t xid);
    bool wasSent(const Place& place, const LargeValue& value) const;

    PgConnection::Options m_options;
    std::function<Result<>()> m_whileReading;
    std::map<std::uint32_t, TableSchema> m_tables; ///< by id; names and keys are enough for reading by key
    std::map<QString, std::vector<LargeColumn>> m_columns;
    std::unique_ptr<PgSnapshot> m_snapshot;
    std::map<Place, LargeValue> m_sent;
};

} // namespace busheng
