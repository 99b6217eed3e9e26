// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_snapshot.h"
#include "engine/pipeline/capture/capture_sink.h"
#include "engine/pipeline/capture/pg_captured_values.h"
#include "engine/pipeline/capture/pg_row_builder.h"

#include <unordered_map>

namespace busheng {

/// Prefixes of the logical messages that we write into a source's log.
inline constexpr BytesView kPgAppliedPrefix = "busheng.applied"; ///< transactional: this transaction is our own apply
inline constexpr BytesView kPgBeatPrefix = "busheng.beat";       ///< content: UTC milliseconds
inline constexpr BytesView kPgFencePrefix = "busheng.fence";     ///< content: the nonce of a snapshot

/// Statements that write them, with the content as $1. The fence comes in a transaction of its own number, whose commit
/// makes the server write its log at once: the stream has only what is written, and without it that might be a fifth of
/// a second later.
inline const QString kPgBeatSql =
    QStringLiteral("SELECT pg_catalog.pg_logical_emit_message(false, 'busheng.beat', $1::text)");
inline const QString kPgFenceSql =
    QStringLiteral("SELECT pg_catalog.pg_current_xact_id(), "
                   "pg_catalog.pg_logical_emit_message(false, 'busheng.fence', $1::text), "
                   "pg_catalog.set_config('synchronous_commit', 'local', true)");

/// Gives the transactions of the change stream to a CaptureSink, in the order of the stream: plain ones (B..C) and
/// streamed ones, which alternate in segments (S..E) while they still run and end with a commit or an abort. Operations
/// go to the sink as they come, a block for each (transaction, subtransaction); only the end of a transaction is an
/// event with a position. A transaction's id is its 64-bit transaction id at the source, so a transaction that is sent
/// again after a reconnect has the same one.
///
/// Transactions that our own applier wrote are dropped. Those without a change for us, and dropped ones, become at most
/// one heartbeat at the end of a poll.
///
/// watch() looks for the place of a snapshot in the stream: ends of transactions that the snapshot does not see, and
/// whatever ends after the first of them, are held until releaseHeld().
///
/// After an error undo() takes the sink back to whole transactions. Thread: the capture worker. Fails: as PgRowBuilder
/// and PgoutputDecoder (a changed structure: when the transaction is sure to have committed); whatever the sink says.
class PgTransactionFeed {
public:
    /// Everything at or before `given` is durable in the sink, and skipped when it comes again.
    PgTransactionFeed(PgRowBuilder rows, Position given);
    /// Where tables have large columns: their values go behind the rows, before the commit. Transactions must then come
    /// when they have committed, and not streamed. `values` must outlive the feed.
    void setValues(PgCapturedValues* values) { m_values = values; }

    Result<> take(BytesView message, CaptureSink& sink);
    /// Nothing for us happened before `at`: the next settle() says so.
    void quietUpTo(Position at, qint64 utcMs);
    /// Ends a poll: what was given is durable afterwards. Cheap when there is nothing new.
    Result<> settle(CaptureSink& sink);
    /// After an error, with the connection gone: aborts what is open in the sink, keeps what is whole. When it was the
    /// sink that failed it does nothing; call it again before the next take(), as long as hasLeftovers().
    Result<> undo(CaptureSink& sink);
    bool hasLeftovers() const { return !m_begun.empty() && m_stale; }

    /// What comes next is held against other tables. After undo() only.
    void setRows(PgRowBuilder rows) { m_rows = std::move(rows); }
    Position durable() const { return m_durable; }
    std::uint64_t changes() const { return m_changes; } ///< operations given to sinks so far
    bool isInTransaction() const { return m_current != nullptr; }
    bool hasStreamed() const { return !m_streamed.empty(); } ///< transactions that still run
    /// The place of 32-bit ids among the 64-bit ones.
    void setXidNear(std::uint64_t fullXid) { m_xidNear = fullXid; }

    /// Whether `visibility` sees everything that was delivered. A committed transaction becomes visible only a moment
    /// after its commit is in the log.
    bool isCoveredBy(const PgVisibility& visibility);
    std::size_t deliveredSinceCovered() const { return m_delivered.size(); }
    void watch(PgVisibility visibility, Bytes nonce);
    bool sawFence() const { return m_watch && m_watch->sawFence; }
    /// A transaction that the snapshot sees ended after one that it does not see: it is no place in the stream.
    bool isDisordered() const { return m_watch && m_watch->disordered; }
    void unwatch() { m_watch.reset(); }
    bool hasHeld() const { return !m_held.empty(); }
    Result<> releaseHeld(CaptureSink& sink);

private:
    struct Work {
        TransactionId id = 0;
        bool begun = false; ///< in the sink
        bool dropped = false;
        std::vector<std::pair<TransactionId, Error>> misfits; ///< by subtransaction: it may yet be rolled back
    };
    struct End { ///< of a transaction, or a heartbeat (transaction 0)
        TransactionId transaction = 0;
        std::uint32_t xid = 0;
        Position at;
        qint64 utcMs = 0;
    };
    struct Watch {
        PgVisibility visibility;
        Bytes nonce;
        bool sawFence = false;
        bool disordered = false;
    };

    Result<> handle(const pgoutput::Begin& begin, CaptureSink& sink);
    Result<> handle(const pgoutput::Commit& commit, CaptureSink& sink);
    Result<> handle(const pgoutput::Origin& origin, CaptureSink& sink);
    Result<> handle(const pgoutput::Relation& relation, CaptureSink& sink);
    Result<> handle(const pgoutput::Type& type, CaptureSink& sink);
    Result<> handle(const pgoutput::Insert& insert, CaptureSink& sink);
    Result<> handle(const pgoutput::Update& update, CaptureSink& sink);
    Result<> handle(const pgoutput::Delete& remove, CaptureSink& sink);
    Result<> handle(const pgoutput::Truncate& truncate, CaptureSink& sink);
    Result<> handle(const pgoutput::LogicalMessage& message, CaptureSink& sink);
    Result<> handle(const pgoutput::StreamStart& start, CaptureSink& sink);
    Result<> handle(const pgoutput::StreamStop& stop, CaptureSink& sink);
    Result<> handle(const pgoutput::StreamCommit& commit, CaptureSink& sink);
    Result<> handle(const pgoutput::StreamAbort& abort, CaptureSink& sink);

    template <typename Change>
    Result<> addChange(const Change& change, CaptureSink& sink);
    Result<> giveBlock(CaptureSink& sink);
    Result<> giveValues(CaptureSink& sink);
    Result<> giveToSink(TransactionId sub, BytesView block, std::uint32_t count, CaptureSink& sink);
    Result<> end(Work& work, std::uint32_t xid, Position at, qint64 utcMs, CaptureSink& sink);
    Result<> deliver(const End& end, CaptureSink& sink);
    Result<> abortInSink(Work& work, CaptureSink& sink);
    Result<> beat(Position at, qint64 utcMs, CaptureSink& sink);
    Result<> dropCurrent(CaptureSink& sink);
    Result<> abortBegun(CaptureSink& sink);
    TransactionId widened(std::uint32_t xid);
    Result<> toSink(Result<> result);
    void forgetBegun(TransactionId transaction);

    PgoutputDecoder m_decoder;
    PgRowBuilder m_rows;
    PgCapturedValues* m_values = nullptr;
    Position m_given;   ///< newest commit or heartbeat in the sink
    Position m_durable; ///< the same, at its last flush
    std::optional<End> m_quiet;
    std::uint64_t m_xidNear = 0;

    std::unordered_map<std::uint32_t, Work> m_streamed;
    Work m_plain;
    std::uint32_t m_plainXid = 0;
    Work* m_current = nullptr;
    Bytes m_block; ///< of m_current
    TransactionId m_blockSub = 0;
    std::uint32_t m_blockCount = 0;

    std::vector<TransactionId> m_begun; ///< open in the sink
    std::vector<TransactionId> m_begunAtFlush;
    bool m_stale = false; ///< what is open in the sink is of a connection that is gone
    bool m_sinkFailed = false;
    std::size_t m_unflushed = 0;
    std::uint64_t m_changes = 0;

    std::optional<Watch> m_watch;
    std::vector<End> m_held;
    std::vector<std::uint32_t> m_delivered; ///< not yet known to be visible at the source
};

} // namespace busheng
