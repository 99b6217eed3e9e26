// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_change.h"
#include "engine/pipeline/apply/pg_row.h"
#include "engine/pipeline/apply/pg_statement.h"
#include "engine/pipeline/apply/pg_target_table.h"
#include "engine/pipeline/apply/target_writer.h"

#include <deque>
#include <unordered_map>

namespace busheng {

/// Writes operations one by one, in their order, by prepared statements in a pipeline: a round trip for hundreds of
/// them, and the first that fails is known exactly. Slower than sets (60,000 rows/s against some 100,000 to 400,000),
/// so it serves the strict mode, few operations, and sets that failed.
///
/// Strict, lenient and tolerant as SqliteTableWriter has them. Keyless tables: one row like the old one is found
/// through the row map (docs/row-map.md).
///
/// Thread: that of the connection. Fails: Conflict TGT_CONFLICT with the row; Schema TGT_STRUCTURE; Protocol without
/// event for malformed rows; Sql and Storage that may pass. After a failure the transaction must be rolled back.
class PgRowWriter {
public:
    PgRowWriter(PgConnection& connection, QString target, ConflictPolicy policy);

    /// Queues the operation; what it points at must live until finish(). `table` must outlive the writer or forget().
    Result<> add(const PgTargetTable& table, const RowChange& change, bool tolerant);
    /// Waits for all that is queued.
    Result<> finish();
    /// From now on operations are counted from 0, for failedOperation().
    void startCounting();
    /// Which one failed first, when add() or finish() failed with a Conflict.
    std::size_t failedOperation() const { return m_failed; }
    /// Tables and statements are no longer what they were.
    void forget();

private:
    struct Statements {
        std::optional<PgStatement> insert;
        std::optional<PgStatement> removeAll;    ///< keyless: every row like it
        std::optional<PgStatement> insertIfNone; ///< keyless: unless a row like it is there
        std::optional<PgStatement> upsert;
        std::optional<PgStatement> remove;
        std::optional<PgStatement> removeAsWas;                      ///< keyed: if the row is as the source had it
        std::deque<PgStatement> removeOthers;                        ///< per unique index beside the key
        std::unordered_map<std::string, PgStatement> updates;        ///< by the columns they set, a byte each
        std::unordered_map<std::string, PgStatement> updatesOfAsWas; ///< the same, if the row is as the source had it
    };
    enum class Expect { OneRow, Any };
    struct Queued {
        const PgTargetTable* table;
        RowChange change;
        Expect expect;
        PgStatement* statement;
        bool prepares; ///< a result of the preparation comes first
        std::size_t operation;
    };

    Result<> readBefore(const PgTargetTable& table, const RowChange& change);
    Result<> readAfter(const PgTargetTable& table, const RowChange& change);
    static std::optional<std::size_t> unreadableColumn(const PgTargetTable& table, BytesView row);
    Result<> addKeyed(const RowChange& change, bool tolerant);
    Result<> addKeyless(const RowChange& change, bool tolerant);
    Result<> insert(const RowChange& change);
    Result<> upsert(const RowChange& change);
    Result<> removeOthers(const RowChange& change);
    Result<> update(const RowChange& change, bool tolerant);
    Result<> updateInPlace(const RowChange& change, Expect expect);
    Result<> remove(const RowChange& change, bool mayBeMissing);
    Result<> removeIfAsWas(const RowChange& change);
    Result<> updateKeyless(const RowChange& change, Expect expect);
    Result<> insertIfNone(const RowChange& change);
    QString updateSql(std::vector<std::uint32_t>& types, bool asWas) const;
    QString isAsWas(std::size_t firstParameter) const;
    Result<> removeAllLike(const RowChange& change);
    QString like(std::size_t firstParameter) const;
    QString oneLike(std::size_t firstParameter) const;
    bool keyChanges() const;
    void chooseColumns();

    void bindRow();
    void bindKey();
    void bindOld();
    void dropRareStatements();
    Result<> send(PgStatement& statement, const RowChange& change, Expect expect);
    Result<> drain();
    Result<> takeResult(const Queued& queued, bool isPreparation, Result<>& first);
    QString keyTextOf(const PgTargetTable& table, const RowChange& change) const;
    Failure malformed(const QString& why) const;

    PgConnection& m_connection;
    QString m_target;
    ConflictPolicy m_policy;
    std::unordered_map<const PgTargetTable*, Statements> m_statements;
    std::deque<Queued> m_queue;
    PgParameters m_parameters;
    bool m_pipelined = false;

    // The operation at hand.
    const PgTargetTable* m_table = nullptr;
    Statements* m_own = nullptr;
    PgRow m_before; ///< the key; of a keyless table the whole old row
    PgRow m_after;
    PgRow m_old; ///< of a keyed table, where the source sent the whole old row
    bool m_hasOld = false;
    Bytes m_oldKey;
    std::string m_sets;          ///< per column: whether the update sets it
    std::size_t m_operation = 0; ///< number of the next one
    std::size_t m_failed = 0;
};

} // namespace busheng
