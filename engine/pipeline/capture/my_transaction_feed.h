// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/capture_sink.h"
#include "engine/pipeline/capture/my_log_cursor.h"
#include "engine/pipeline/capture/my_row_builder.h"
#include "engine/pipeline/capture/my_statement_text.h"

#include <optional>

namespace busheng {

/// Takes the events of a binary log and gives the dataset's transactions to a CaptureSink, each under the position
/// behind its end. A transaction's number is the position behind its GTID, or behind its BEGIN where a MySQL writes no
/// GTIDs. Rows of our own applier (its transactions
/// write busheng_checkpoint) are dropped; transactions without a change for us become at most one heartbeat at the end
/// of a poll. A log has whole transactions, one behind the other, and of statements that failed nothing.
///
/// TRUNCATE and DROP become a Truncate. What changes rows without naming them stops the feed: a statement that was
/// logged instead of its rows, RENAME of a table of the dataset or to its name, partitions dropped, XA, an incident.
/// Where rows name no columns (MySQL) it stops behind each statement that altered a table, until setRows() was told of
/// it.
///
/// After an error undo() takes the sink back to whole transactions. Thread: the capture worker. Fails: as MyRowBuilder
/// and CaptureSink; Schema CAP_LOG_REFUSED, CAP_DRIFT; Protocol for malformed events.
class MyTransactionFeed {
public:
    /// Everything at or before `given` is durable in the sink, and skipped when it comes again.
    MyTransactionFeed(MyRowBuilder rows, QString source, Position given);

    /// The stream begins at `from`.
    void startAt(const MyLogPlace& from, bool hasChecksums);
    Result<> take(BytesView event, CaptureSink& sink);
    /// Ends a poll: what was given is durable afterwards. Cheap when there is nothing new.
    Result<> settle(CaptureSink& sink);
    /// After an error, with the stream gone: aborts what is open in the sink, keeps what is whole. When it was the sink
    /// that failed it does nothing; call it again before the next take(), as long as hasLeftovers().
    Result<> undo(CaptureSink& sink);
    bool hasLeftovers() const { return m_isStale && m_begun.has_value(); }
    /// What comes next is held against another structure. After undo() only.
    void setRows(MyRowBuilder rows) { m_rows = std::move(rows); }
    Qt::CaseSensitivity caseOfNames() const { return m_rows.caseOfNames(); } ///< as MyRowBuilder
    /// What altered tables at or before `position` is known to the rows.
    void setKnownAlterations(Position position) { m_knownAlterations = position; }

    Position durable() const { return m_durable; }
    /// How far the stream was read; between transactions.
    Position seen() const { return m_seen; }
    const QString& file() const { return m_cursor.file(); }
    bool isInTransaction() const { return m_isInGroup; }
    std::uint64_t changes() const { return m_changes; }
    /// The last take() failed because a table's rows have another structure, not because rows went unseen.
    bool hasMetNewStructure() const { return m_hasMetNewStructure; }
    /// The same, because of a statement that ends there: what its rows look like is not in them.
    std::optional<Position> metAlteration() const { return m_metAlteration; }

private:
    Result<> takeEvent(const binlog::Event& event, CaptureSink& sink);
    Result<> takeDescription(const binlog::Event& event);
    Result<> takeRows(const binlog::Event& event, CaptureSink& sink);
    Result<> takeQuery(const binlog::Event& event, CaptureSink& sink);
    Result<> takeStatement(const MyStatement& statement, BytesView text);
    Result<> emptyTables(const QStringList& names);
    Result<> stopAtAlteration(const QStringList& names);
    void beginGroup(bool isStandalone);
    Result<> giveBlock(CaptureSink& sink);
    Result<> end(bool isCommit, const binlog::Event& event, CaptureSink& sink);
    Failure refuse(const QString& why) const;
    Position here() const { return m_cursor.here(); }

    template <typename T>
    Result<T> toSink(Result<T> result)
    {
        m_hasSinkFailed = m_hasSinkFailed || !result;
        return result;
    }

    MyRowBuilder m_rows;
    QString m_source;
    MyLogCursor m_cursor;
    Position m_knownAlterations;

    bool m_isInGroup = false;
    bool m_isStandalone = false;
    bool m_isOwn = false;
    TransactionId m_id = 0;               ///< of the group at hand
    std::optional<TransactionId> m_begun; ///< in the sink
    std::optional<TransactionId> m_begunAtFlush;
    Bytes m_block;
    std::uint32_t m_count = 0;
    Bytes m_inflated;

    Position m_durable;
    Position m_given; ///< to the sink
    Position m_seen;  ///< read, between transactions
    std::uint64_t m_changes = 0;
    std::size_t m_unflushed = 0; ///< bytes given of a transaction that is open
    bool m_hasSinkFailed = false;
    bool m_isStale = false;
    bool m_hasMetNewStructure = false;
    std::optional<Position> m_metAlteration;
};

} // namespace busheng
