// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_transaction_feed.h"

#include "engine/base/clock.h"
#include "engine/pipeline/capture/pg_wire.h"

#include <algorithm>
#include <charconv>

namespace busheng {

using namespace pgoutput;

namespace {

constexpr std::size_t kBlock = 256U << 10;
constexpr std::size_t kBlockSlack = 64U << 10;
/// Of open work, after which a flush is due although nothing committed: one fsync of everything would take long.
constexpr std::size_t kMostUnflushed = 64U << 20;
constexpr std::size_t kKeptBlock = 4U << 20; // of memory for the next block
constexpr std::size_t kMostWritten = 4096;   ///< rows whose large values are still to be given
constexpr BytesView kOwnOrigin = "busheng";

Failure misplaced(const char* what)
{
    return fail(ErrorCode::Protocol,
                QStringLiteral("the change stream has %1 where none may be").arg(QLatin1StringView(what)));
}

/// The time in one of our own messages; anybody may write one, so it is only believed when it is a number.
qint64 utcMsIn(BytesView content)
{
    qint64 utcMs = 0;
    const auto [end, error] = std::from_chars(content.data(), content.data() + content.size(), utcMs);
    const bool whole = error == std::errc() && end == content.data() + content.size();
    return whole && utcMs > 0 ? utcMs : systemClock().utcMs();
}

} // namespace

PgTransactionFeed::PgTransactionFeed(PgRowBuilder rows, Position given)
    : m_rows(std::move(rows)), m_given(given), m_durable(given)
{
    m_block.reserve(kBlock + kBlockSlack);
}

Result<> PgTransactionFeed::take(BytesView message, CaptureSink& sink)
{
    ENGINE_TRY_AS(const Message decoded, m_decoder.decode(message));
    return std::visit([&](const auto& one) { return handle(one, sink); }, decoded);
}

/// When the sink fails it has gone back to its last flush; so do we.
Result<> PgTransactionFeed::toSink(Result<> result)
{
    if (!result) {
        m_sinkFailed = true;
        m_given = m_durable;
        m_begun = m_begunAtFlush;
        m_quiet.reset();
    }
    return result;
}

TransactionId PgTransactionFeed::widened(std::uint32_t xid)
{
    const auto distance = static_cast<std::int32_t>(xid - static_cast<std::uint32_t>(m_xidNear));
    const std::uint64_t full = m_xidNear + static_cast<std::uint64_t>(static_cast<std::int64_t>(distance));
    m_xidNear = std::max(m_xidNear, full);
    return full;
}

Result<> PgTransactionFeed::handle(const Begin& begin, CaptureSink&)
{
    if (m_current != nullptr)
        return misplaced("the begin of a transaction");
    m_plain = {};
    m_plain.id = widened(begin.xid);
    m_plain.dropped = begin.commitLsn < m_given.order; // sent again: the sink has it
    m_plainXid = begin.xid;
    m_current = &m_plain;
    m_rows.takeWritten();
    return {};
}

Result<> PgTransactionFeed::handle(const Commit& commit, CaptureSink& sink)
{
    if (m_current != &m_plain)
        return misplaced("a commit");
    ENGINE_TRY(giveBlock(sink));
    ENGINE_TRY(giveValues(sink));
    m_current = nullptr;
    return end(m_plain, m_plainXid, {commit.endLsn}, pgTimeToUtcMs(commit.time), sink);
}

Result<> PgTransactionFeed::handle(const Origin& origin, CaptureSink& sink)
{
    return m_current != nullptr && origin.name.starts_with(kOwnOrigin) ? dropCurrent(sink) : Result<>();
}

Result<> PgTransactionFeed::handle(const Relation& relation, CaptureSink&)
{
    m_rows.note(relation);
    return {};
}

Result<> PgTransactionFeed::handle(const Type&, CaptureSink&)
{
    return {}; // values of types that are not built in are in the same binary form
}

Result<> PgTransactionFeed::handle(const Insert& insert, CaptureSink& sink)
{
    return addChange(insert, sink);
}

Result<> PgTransactionFeed::handle(const Update& update, CaptureSink& sink)
{
    return addChange(update, sink);
}

Result<> PgTransactionFeed::handle(const Delete& remove, CaptureSink& sink)
{
    return addChange(remove, sink);
}

Result<> PgTransactionFeed::handle(const Truncate& truncate, CaptureSink& sink)
{
    return addChange(truncate, sink);
}

template <typename Change>
Result<> PgTransactionFeed::addChange(const Change& change, CaptureSink& sink)
{
    if (m_current == nullptr)
        return misplaced("a change");
    if (m_current->dropped) {
        // The receiver's own change: what was sent to it before need not be what it has now.
        if (m_values != nullptr)
            m_values->forget();
        return {};
    }
    const TransactionId sub = m_decoder.inStream() ? widened(change.xid) : m_current->id;
    if (m_blockCount > 0 && sub != m_blockSub)
        ENGINE_TRY(giveBlock(sink));
    m_blockSub = sub;
    const auto appended = m_rows.append(change, m_block);
    if (!appended) {
        if (m_current == &m_plain || appended.error().code != ErrorCode::Schema)
            return fail(appended.error());
        // A streamed transaction, or the part of it that altered the table, may still be rolled back.
        if (m_current->misfits.empty() || m_current->misfits.back().first != sub)
            m_current->misfits.emplace_back(sub, appended.error());
        return {};
    }
    m_blockCount += *appended;
    if (m_rows.writtenRows() >= kMostWritten) {
        ENGINE_TRY(giveBlock(sink));
        ENGINE_TRY(giveValues(sink));
    }
    return m_block.size() >= kBlock ? giveBlock(sink) : Result<>();
}

/// What the log does not have of the rows at hand. Not of a transaction that is sent again, or that is our own.
Result<> PgTransactionFeed::giveValues(CaptureSink& sink)
{
    const PgRowBuilder::WrittenRows rows = m_rows.takeWritten();
    if (rows.empty() || m_values == nullptr || m_current->dropped)
        return {};
    if (m_current != &m_plain)
        return misplaced("a row with large values in a transaction that still runs");
    return m_values->give(m_plainXid, rows, [&](BytesView block, std::uint32_t count) {
        return giveToSink(m_current->id, block, count, sink);
    });
}

Result<> PgTransactionFeed::giveBlock(CaptureSink& sink)
{
    if (m_blockCount == 0)
        return {};
    ENGINE_TRY(giveToSink(m_blockSub, m_block, m_blockCount, sink));
    m_block.clear();
    if (m_block.capacity() > kKeptBlock)
        Bytes().swap(m_block); // a large row's: the next one is far away
    m_blockCount = 0;
    return {};
}

Result<> PgTransactionFeed::giveToSink(TransactionId sub, BytesView block, std::uint32_t count, CaptureSink& sink)
{
    if (!m_current->begun) {
        ENGINE_TRY(toSink(sink.begin(m_current->id)));
        m_current->begun = true;
        m_begun.push_back(m_current->id);
    }
    ENGINE_TRY(toSink(sink.operations(m_current->id, sub, block, count)));
    m_changes += count;
    m_unflushed += block.size();
    return {};
}

Result<> PgTransactionFeed::handle(const StreamStart& start, CaptureSink& sink)
{
    if (m_current != nullptr)
        return misplaced("a streamed segment");
    const auto found = m_streamed.find(start.xid);
    if (start.first) {
        if (found != m_streamed.end())
            ENGINE_TRY(abortInSink(found->second, sink));
        Work& work = m_streamed[start.xid];
        work = {};
        work.id = widened(start.xid);
        m_current = &work;
        return {};
    }
    if (found == m_streamed.end())
        return misplaced("a further segment of an unknown transaction");
    m_current = &found->second;
    return {};
}

Result<> PgTransactionFeed::handle(const StreamStop&, CaptureSink& sink)
{
    ENGINE_TRY(giveBlock(sink));
    m_current = nullptr;
    return {};
}

Result<> PgTransactionFeed::handle(const StreamCommit& commit, CaptureSink& sink)
{
    const auto found = m_streamed.find(commit.xid);
    if (m_current != nullptr || found == m_streamed.end())
        return misplaced("a streamed commit");
    Work work = std::move(found->second);
    m_streamed.erase(found);
    return end(work, commit.xid, {commit.endLsn}, pgTimeToUtcMs(commit.time), sink);
}

Result<> PgTransactionFeed::handle(const StreamAbort& abort, CaptureSink& sink)
{
    if (m_current != nullptr)
        return misplaced("a streamed abort");
    const auto found = m_streamed.find(abort.xid);
    if (found == m_streamed.end())
        return {};
    Work& work = found->second;
    if (abort.subXid == abort.xid) {
        ENGINE_TRY(abortInSink(work, sink));
        m_streamed.erase(found);
        return {};
    }
    const TransactionId sub = widened(abort.subXid);
    std::erase_if(work.misfits, [sub](const auto& misfit) { return misfit.first == sub; });
    return work.begun ? toSink(sink.abort(work.id, sub)) : Result<>();
}

Result<> PgTransactionFeed::handle(const LogicalMessage& message, CaptureSink& sink)
{
    if (message.transactional)
        return m_current != nullptr && message.prefix == kPgAppliedPrefix ? dropCurrent(sink) : Result<>();
    if (message.prefix != kPgBeatPrefix && message.prefix != kPgFencePrefix)
        return {};
    if (m_current != nullptr)
        return misplaced("a message without a transaction");
    // The server says where the message's record ends. Above what ended before it; the next record may be a commit that
    // starts exactly there, and a position behind its start would say that we have it.
    const Position at{message.lsn};
    if (message.prefix == kPgBeatPrefix)
        return beat(at, utcMsIn(message.content), sink);
    if (!m_watch || message.content != m_watch->nonce)
        return {};
    m_watch->sawFence = true;
    // With something held, the place of the snapshot is before it.
    return m_held.empty() ? beat(at, systemClock().utcMs(), sink) : Result<>();
}

Result<> PgTransactionFeed::beat(Position at, qint64 utcMs, CaptureSink& sink)
{
    const End end{0, 0, at, utcMs};
    if (!m_held.empty()) {
        m_held.push_back(end);
        return {};
    }
    return at > m_given ? deliver(end, sink) : Result<>();
}

Result<> PgTransactionFeed::dropCurrent(CaptureSink& sink)
{
    m_block.clear();
    m_blockCount = 0;
    m_rows.takeWritten();
    if (m_values != nullptr && m_current->begun)
        m_values->forget();
    m_current->dropped = true;
    m_current->misfits.clear();
    return abortInSink(*m_current, sink);
}

Result<> PgTransactionFeed::abortInSink(Work& work, CaptureSink& sink)
{
    if (!work.begun)
        return {};
    ENGINE_TRY(toSink(sink.abort(work.id, work.id)));
    work.begun = false;
    forgetBegun(work.id);
    return {};
}

void PgTransactionFeed::forgetBegun(TransactionId transaction)
{
    const auto found = std::ranges::find(m_begun, transaction);
    if (found == m_begun.end())
        return;
    *found = m_begun.back();
    m_begun.pop_back();
}

Result<> PgTransactionFeed::end(Work& work, std::uint32_t xid, Position at, qint64 utcMs, CaptureSink& sink)
{
    if (!work.misfits.empty())
        return fail(work.misfits.front().second);
    if (at <= m_given)
        return abortInSink(work, sink); // sent again: the sink has it
    if (!work.begun) {
        quietUpTo(at, utcMs);
        return {};
    }
    const End end{work.id, xid, at, utcMs};
    if (m_watch && !m_watch->sawFence) {
        const bool seen = m_watch->visibility.sees(xid);
        m_watch->disordered = m_watch->disordered || (seen && !m_held.empty());
        if (!seen) {
            m_held.push_back(end);
            return {};
        }
    }
    if (m_held.empty())
        return deliver(end, sink);
    m_held.push_back(end);
    return {};
}

Result<> PgTransactionFeed::deliver(const End& end, CaptureSink& sink)
{
    if (end.transaction == 0) {
        ENGINE_TRY(toSink(sink.heartbeat(end.at, end.utcMs)));
    } else {
        ENGINE_TRY(toSink(sink.commit(end.transaction, end.at, end.utcMs)));
        forgetBegun(end.transaction);
        m_delivered.push_back(end.xid);
    }
    m_given = end.at;
    return {};
}

void PgTransactionFeed::quietUpTo(Position at, qint64 utcMs)
{
    if (m_held.empty() && at > m_given)
        m_quiet = End{0, 0, at, utcMs};
}

Result<> PgTransactionFeed::releaseHeld(CaptureSink& sink)
{
    for (const End& end : std::exchange(m_held, {}))
        ENGINE_TRY(deliver(end, sink));
    return {};
}

Result<> PgTransactionFeed::settle(CaptureSink& sink)
{
    if (m_values != nullptr)
        m_values->settle();
    if (const auto quiet = std::exchange(m_quiet, std::nullopt); quiet && quiet->at > m_given)
        ENGINE_TRY(deliver(*quiet, sink));
    if (m_given == m_durable && m_unflushed < kMostUnflushed)
        return {};
    ENGINE_TRY(toSink(sink.flush()));
    m_durable = m_given;
    m_begunAtFlush = m_begun;
    m_unflushed = 0;
    return {};
}

Result<> PgTransactionFeed::undo(CaptureSink& sink)
{
    m_decoder.reset();
    m_rows.forgetRelations();
    if (m_values != nullptr)
        m_values->forget();
    m_streamed.clear();
    m_current = nullptr;
    m_block.clear();
    m_blockCount = 0;
    m_watch.reset();
    m_held.clear();
    m_stale = !m_begun.empty();
    if (std::exchange(m_sinkFailed, false))
        return {};
    auto aborted = abortBegun(sink);
    m_sinkFailed = false;
    m_stale = !m_begun.empty();
    return aborted;
}

Result<> PgTransactionFeed::abortBegun(CaptureSink& sink)
{
    for (const TransactionId transaction : std::vector(m_begun)) {
        ENGINE_TRY(toSink(sink.abort(transaction, transaction)));
        forgetBegun(transaction);
    }
    return settle(sink);
}

bool PgTransactionFeed::isCoveredBy(const PgVisibility& visibility)
{
    std::erase_if(m_delivered, [&](std::uint32_t xid) { return visibility.sees(xid); });
    return m_delivered.empty();
}

void PgTransactionFeed::watch(PgVisibility visibility, Bytes nonce)
{
    m_watch = Watch{std::move(visibility), std::move(nonce)};
}

} // namespace busheng
