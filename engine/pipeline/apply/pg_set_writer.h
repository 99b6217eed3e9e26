// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/pg_binary.h"
#include "engine/pipeline/apply/pg_statement.h"
#include "engine/pipeline/apply/pg_table_batch.h"

#include <array>
#include <unordered_map>

namespace busheng {

/// Writes what a PgTableBatch came to: deletes, updates, then new rows, each kind by one statement over binary arrays
/// or by COPY. In this order values of a unique index are free before they are taken again in most cases; where a set
/// meets another order the server refuses it, and the caller applies operation by operation.
///
/// Thread: that of the connection. Fails: as the server says it, or Conflict without a key when the number of rows is
/// not what it must be: which row it was, only PgRowWriter can tell.
class PgSetWriter {
public:
    PgSetWriter(PgConnection& connection, QString target);

    /// `copyUpserts`: the table was emptied by us, so that its upserts are likely to be plain inserts. Not to be used
    /// for a batch with other states than Insert (and Upsert, when copied) unless table.fitsArrays().
    Result<> write(const PgTargetTable& table, const PgTableBatch& batch, bool copyUpserts);
    /// Tables and statements are no longer what they were.
    void forget();

private:
    using Entry = PgTableBatch::Entry;
    using State = PgTableBatch::State;
    struct Statements {
        std::optional<PgStatement> absent;
        std::optional<PgStatement> asWas;
        std::optional<PgStatement> remove;
        std::optional<PgStatement> upsert;
        std::unordered_map<std::string, PgStatement> updates; ///< by the columns they set, a byte each
    };

    void sort(const PgTableBatch& batch);
    Result<> checkAbsent();
    Result<> checkAsWas();
    Result<> remove(State state);
    Result<> updateAll(const PgTableBatch& batch);
    Result<> update(const std::string& columns, State state, std::span<const std::uint32_t> entries);
    Result<> copy(State state);
    Result<> upsert();
    PgStatement& updateStatement(const std::string& columns);

    Result<> keyArrays(std::span<const std::uint32_t> entries);
    Result<> rowArrays(std::span<const std::uint32_t> columns, std::span<const std::uint32_t> entries,
                       BytesView Entry::*row = &Entry::after);
    Result<PgResult> run(PgStatement& statement);
    std::span<const std::uint32_t> of(State state) const { return m_byState[static_cast<std::size_t>(state)]; }
    Failure unexpected(const QString& what) const;

    PgConnection& m_connection;
    QString m_target;
    std::unordered_map<const PgTargetTable*, Statements> m_statements;

    // The batch at hand, and memory that is used again.
    const PgTargetTable* m_table = nullptr;
    Statements* m_own = nullptr;
    const std::vector<Entry>* m_entries = nullptr;
    std::array<std::vector<std::uint32_t>, 7> m_byState;
    std::vector<std::uint32_t> m_withOld; ///< entries whose whole old row is known
    std::vector<PgArray> m_arrays;
    std::size_t m_arraysUsed = 0;
    PgCopyWriter m_copy;
    PgParameters m_parameters;
    PgRow m_row;
};

} // namespace busheng
