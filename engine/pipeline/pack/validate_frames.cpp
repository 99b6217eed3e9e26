// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/validate_frames.h"

#include "engine/model/large_value.h"

namespace busheng {
namespace {

bool isRow(BytesView row)
{
    RowReader reader(row);
    for (std::size_t i = 0; i < reader.columnCount() && !reader.failed(); ++i)
        reader.next();
    return !reader.failed() && reader.atEnd();
}

/// What travels apart says what it must; of a load it is about an upsert.
bool isSound(const RowChange& change, bool load)
{
    ChangePart part;
    ValuePart value;
    LeftOutChange leftOut;
    if (change.kind == ChangeKind::Value)
        return readValuePart(change, value);
    return change.kind == ChangeKind::Part
               ? readPart(change, part)
               : readLeftOut(change, leftOut) && (!load || leftOut.change.kind == ChangeKind::Upsert);
}

/// Follows the frames of one body.
class FrameChecker {
public:
    Result<> take(const Frame& frame)
    {
        if (m_stage == Stage::Closed)
            return refuse(QStringLiteral("something follows a frame that must be the last"));
        ENGINE_TRY(takeByType(frame));
        ++m_frames;
        return {};
    }

    Result<BodySummary> finish()
    {
        if (m_frames == 0)
            return fail(ErrorCode::Corrupt, QStringLiteral("no frames"));
        m_summary.transactionOpen = m_stage == Stage::Transaction;
        if (m_summary.transactionOpen && m_beganAt > 0)
            return refuse(QStringLiteral("a transaction that goes on elsewhere does not begin a packet of its own"));
        return m_summary;
    }

private:
    enum class Stage {
        Unknown,     ///< nothing read yet: what came before is in earlier packets
        Between,     ///< between transactions
        Load,        ///< between LoadBegin and LoadEnd
        Transaction, ///< between TransactionBegin and TransactionEnd
        Closed,      ///< nothing more may come
    };

    Failure refuse(const QString& why) const
    {
        return fail(ErrorCode::Corrupt, QStringLiteral("frame %1: %2").arg(m_frames + 1).arg(why));
    }

    Result<> expect(bool inOrder) const
    {
        if (!inOrder)
            return refuse(QStringLiteral("it may not come here"));
        return {};
    }

    Result<> takeByType(const Frame& frame)
    {
        const bool outside = m_stage == Stage::Unknown || m_stage == Stage::Between;
        switch (frame.type) {
        case FrameType::Structure:
            ENGINE_TRY(expect(outside));
            ENGINE_TRY(decodeSchema(frame.block));
            m_stage = Stage::Between;
            return {};
        case FrameType::LoadBegin:
        case FrameType::LoadRows:
        case FrameType::LoadEnd:
            return takeLoad(frame, outside);
        case FrameType::TransactionBegin:
            ENGINE_TRY(expect(outside));
            m_stage = Stage::Transaction;
            m_beganAt = m_frames;
            m_wholeHere = true;
            m_operations = 0;
            return {};
        case FrameType::Operations:
        case FrameType::TransactionEnd:
        case FrameType::TransactionDropped:
            return takeTransaction(frame);
        case FrameType::Mark:
            ENGINE_TRY(expect(outside));
            m_stage = Stage::Closed;
            return {};
        case FrameType::Heartbeat:
            ENGINE_TRY(expect(outside));
            m_stage = Stage::Between;
            return {};
        }
        return refuse(QStringLiteral("its type is unknown"));
    }

    Result<> takeLoad(const Frame& frame, bool outside)
    {
        m_summary.load = true;
        if (frame.type == FrameType::LoadBegin) {
            ENGINE_TRY(expect(outside || (m_stage == Stage::Load && frame.loadBegin.resumed)));
            m_stage = Stage::Load;
            return {};
        }
        ENGINE_TRY(expect(m_stage == Stage::Unknown || m_stage == Stage::Load));
        m_stage = frame.type == FrameType::LoadEnd ? Stage::Closed : Stage::Load;
        return frame.type == FrameType::LoadEnd ? Result<>() : takeBlock(frame);
    }

    Result<> takeTransaction(const Frame& frame)
    {
        ENGINE_TRY(expect(m_stage == Stage::Unknown || m_stage == Stage::Transaction));
        m_stage = Stage::Transaction;
        if (frame.type == FrameType::Operations) {
            m_operations += frame.count;
            return takeBlock(frame);
        }
        if (frame.type == FrameType::TransactionDropped) {
            ENGINE_TRY(expect(m_frames == 0));
            m_stage = Stage::Closed;
            return {};
        }
        if (m_wholeHere && frame.changes != m_operations)
            return refuse(
                QStringLiteral("the transaction has %1 operations, not %2").arg(m_operations).arg(frame.changes));
        ++m_summary.transactions;
        // A transaction that came from earlier packets ends its packet, so that whole packets can be committed.
        m_stage = m_wholeHere ? Stage::Between : Stage::Closed;
        return {};
    }

    Result<> takeBlock(const Frame& frame)
    {
        ChangeReader reader(frame.block);
        RowChange change;
        std::uint32_t count = 0;
        std::uint32_t table = 0;
        while (reader.next(change)) {
            const bool load = frame.type == FrameType::LoadRows;
            const bool apart = travelsApart(change.kind);
            if ((apart && count > 0) || (!apart && isApart(frame.block)) || (apart && !isSound(change, load)))
                return refuse(QStringLiteral("operation %1 is malformed").arg(count + 1));
            if (load && !apart && (change.kind != ChangeKind::Upsert || (count > 0 && change.tableId != table)))
                return refuse(QStringLiteral("loaded rows are not upserts of one table"));
            if ((!change.before.empty() && !isRow(change.before)) || (!change.after.empty() && !isRow(change.after)) ||
                ((change.before.empty() && change.after.empty()) != isEmptying(change.kind)))
                return refuse(QStringLiteral("operation %1 has a malformed row").arg(count + 1));
            if (change.kind == ChangeKind::Update && (change.before.empty() || change.after.empty()))
                return refuse(QStringLiteral("operation %1 lacks a row").arg(count + 1));
            table = change.tableId;
            ++count;
        }
        if (reader.failed())
            return refuse(QStringLiteral("operation %1 is malformed").arg(count + 1));
        if (count != frame.count)
            return refuse(QStringLiteral("it has %1 operations, not %2").arg(count).arg(frame.count));
        m_summary.changes += count;
        return {};
    }

    BodySummary m_summary;
    Stage m_stage = Stage::Unknown;
    std::size_t m_frames = 0;
    std::size_t m_beganAt = 0;      ///< which frame was the newest TransactionBegin
    bool m_wholeHere = false;       ///< the transaction began in this body
    std::uint64_t m_operations = 0; ///< of it so far
};

} // namespace

Result<BodySummary> validateFrames(BytesView body)
{
    FrameReader reader(body);
    FrameChecker checker;
    Frame frame;
    while (reader.next(frame))
        ENGINE_TRY(checker.take(frame));
    if (reader.failed())
        return fail(ErrorCode::Corrupt, QStringLiteral("a frame is malformed"));
    return checker.finish();
}

} // namespace busheng
