// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/packet_check.h"

namespace busheng {
namespace {

Failure out(const QString& why)
{
    return fail(ErrorCode::Protocol, why);
}

/// One walk over one body.
class PacketCheck {
public:
    explicit PacketCheck(StreamGrammar grammar) : m_at(grammar), m_openAtStart(grammar.transactionOpen) {}

    Result<> frame(const Frame& frame);
    Result<> end(const PacketHeader& header);
    PacketShape takeShape()
    {
        m_shape.frames = static_cast<std::uint32_t>(m_frames);
        return std::move(m_shape);
    }

private:
    Result<> structure(const Frame& frame);
    Result<> loadBegin(const LoadBegin& begin);
    Result<> loadRows(const Frame& frame);
    Result<> loadEnd(const LoadEnd& end);
    Result<> transactionBegin(const Frame& frame);
    Result<> operations(const Frame& frame);
    Result<> transactionEnd(const Frame& frame);
    Result<> transactionDropped();
    Result<> betweenTransactions(const Frame& frame, const QString& name);
    Result<std::uint64_t> countOperations(const Frame& frame, bool load);
    Result<> takeApart(const RowChange& change, const TableSchema& table, bool load);
    Result<> noneUnderWay() const;
    bool streaming() const
    {
        return m_at.state == SubscriptionState::CatchingUp || m_at.state == SubscriptionState::Live;
    }

    StreamGrammar m_at;
    bool m_openAtStart;
    PacketShape m_shape;
    DatasetSchema m_schema; ///< the newest of this packet; m_at.schema points to it then
    int m_frames = 0;
    bool m_beganFirst = false; ///< the transaction at hand began this packet
    bool m_last = false;       ///< no frame may follow
};

Result<> PacketCheck::frame(const Frame& frame)
{
    if (m_last)
        return out(QStringLiteral("a frame behind one that must be a packet's last"));
    ++m_frames;
    if (m_frames <= static_cast<int>(m_at.skipFrames))
        return {};
    switch (frame.type) {
    case FrameType::Structure:
        ENGINE_TRY(structure(frame));
        break;
    case FrameType::LoadBegin:
        ENGINE_TRY(loadBegin(frame.loadBegin));
        break;
    case FrameType::LoadRows:
        ENGINE_TRY(loadRows(frame));
        break;
    case FrameType::LoadEnd:
        ENGINE_TRY(loadEnd(frame.loadEnd));
        break;
    case FrameType::TransactionBegin:
        ENGINE_TRY(transactionBegin(frame));
        break;
    case FrameType::Operations:
        ENGINE_TRY(operations(frame));
        break;
    case FrameType::TransactionEnd:
        ENGINE_TRY(transactionEnd(frame));
        break;
    case FrameType::TransactionDropped:
        ENGINE_TRY(transactionDropped());
        break;
    case FrameType::Mark:
        ENGINE_TRY(betweenTransactions(frame, QStringLiteral("a mark")));
        m_shape.endsWithMark = true;
        m_last = true;
        break;
    case FrameType::Heartbeat:
        ENGINE_TRY(betweenTransactions(frame, QStringLiteral("a heartbeat")));
        break;
    }
    return {};
}

Result<> PacketCheck::structure(const Frame& frame)
{
    if (m_at.transactionOpen)
        return out(QStringLiteral("a structure inside a transaction"));
    auto decoded = decodeSchema(frame.block);
    if (!decoded)
        return out(QStringLiteral("structure: ") + decoded.error().detail);
    m_schema = *decoded;
    m_at.schema = &m_schema;
    m_shape.structures.push_back(std::move(*decoded));
    return {};
}

Result<> PacketCheck::loadBegin(const LoadBegin& begin)
{
    if (m_at.transactionOpen || m_at.schema == nullptr)
        return out(QStringLiteral("a load begins inside a transaction or before a structure"));
    if (!begin.expectedRows.empty() && begin.expectedRows.size() != m_at.schema->tables.size())
        return out(QStringLiteral("a load expects rows of %1 tables, the structure has %2")
                       .arg(begin.expectedRows.size())
                       .arg(m_at.schema->tables.size()));
    m_at.parts = {}; // the row that was interrupted comes once more
    if (begin.resumed) {
        if (m_at.state != SubscriptionState::Initializing || begin.generation != m_at.generation)
            return out(QStringLiteral("load %1 is resumed, but is not under way").arg(begin.generation));
        return {};
    }
    if (begin.generation <= m_at.generation)
        return out(QStringLiteral("load %1 begins after load %2").arg(begin.generation).arg(m_at.generation));
    m_at.generation = begin.generation;
    m_at.position = begin.position;
    m_at.state = SubscriptionState::Initializing;
    return {};
}

Result<> PacketCheck::loadRows(const Frame& frame)
{
    if (m_at.state != SubscriptionState::Initializing)
        return out(QStringLiteral("rows of a load outside of a load"));
    if (frame.generation != m_at.generation)
        return out(QStringLiteral("rows of load %1 in load %2").arg(frame.generation).arg(m_at.generation));
    ENGINE_TRY(countOperations(frame, true));
    return {};
}

Result<> PacketCheck::loadEnd(const LoadEnd& end)
{
    if (m_at.state != SubscriptionState::Initializing)
        return out(QStringLiteral("the end of a load outside of a load"));
    if (!end.rowCount.empty() && end.rowCount.size() != m_at.schema->tables.size())
        return out(QStringLiteral("a load counts rows of %1 tables, the structure has %2")
                       .arg(end.rowCount.size())
                       .arg(m_at.schema->tables.size()));
    ENGINE_TRY(noneUnderWay());
    m_at.state = SubscriptionState::Checking;
    m_shape.endsLoad = true;
    m_last = true;
    return {};
}

Result<> PacketCheck::transactionBegin(const Frame& frame)
{
    if (m_at.transactionOpen || !streaming())
        return out(QStringLiteral("a transaction inside another, or before the end of the load"));
    if (frame.position < m_at.position)
        return out(QStringLiteral("a transaction at %1 after position %2")
                       .arg(frame.position.toString(), m_at.position.toString()));
    m_at.position = frame.position;
    m_at.transactionOpen = true;
    m_at.openChanges = 0;
    m_beganFirst = m_frames == 1;
    return {};
}

Result<> PacketCheck::operations(const Frame& frame)
{
    if (!m_at.transactionOpen)
        return out(QStringLiteral("operations outside of a transaction"));
    ENGINE_TRY_AS(const std::uint64_t count, countOperations(frame, false));
    m_at.openChanges += count;
    return {};
}

Result<> PacketCheck::transactionEnd(const Frame& frame)
{
    if (!m_at.transactionOpen)
        return out(QStringLiteral("a transaction ends that did not begin"));
    if (frame.changes != m_at.openChanges)
        return out(QStringLiteral("a transaction of %1 operations has %2").arg(frame.changes).arg(m_at.openChanges));
    ENGINE_TRY(noneUnderWay());
    m_at.transactionOpen = false;
    if (m_openAtStart) {
        m_shape.closesTransaction = true;
        m_last = true;
    }
    return {};
}

Result<> PacketCheck::transactionDropped()
{
    if (!m_openAtStart || m_frames != 1)
        return out(QStringLiteral("a transaction is dropped that is not open"));
    m_at.parts = {};
    m_at.transactionOpen = false;
    m_last = true;
    return {};
}

Result<> PacketCheck::betweenTransactions(const Frame& frame, const QString& name)
{
    if (m_at.transactionOpen || !streaming())
        return out(name + QStringLiteral(" inside a transaction, or before the end of the load"));
    if (frame.position < m_at.position)
        return out(name +
                   QStringLiteral(" at %1 after position %2").arg(frame.position.toString(), m_at.position.toString()));
    m_at.position = frame.position;
    return {};
}

Result<> PacketCheck::noneUnderWay() const
{
    return m_at.parts.isUnderWay() ? Result<>(out(QStringLiteral("an operation in parts lacks its end"))) : Result<>();
}

Result<> PacketCheck::takeApart(const RowChange& change, const TableSchema& table, bool load)
{
    ValuePart value;
    if (readValuePart(change, value) && !table.largeColumns.contains(value.column))
        return out(QStringLiteral("a value apart from its row, of a column that the structure does not say it of"));
    if (change.kind == ChangeKind::Part || change.kind == ChangeKind::Value) {
        bool isWhole = false;
        return m_at.parts.take(change, isWhole)
                   ? Result<>()
                   : out(QStringLiteral("a part of an operation or value that may not come here"));
    }
    ENGINE_TRY(noneUnderWay());
    LeftOutChange leftOut;
    if (!readLeftOut(change, leftOut) || (load && leftOut.change.kind != ChangeKind::Upsert))
        return out(QStringLiteral("what is said of an operation that is too large is malformed"));
    return {};
}

Result<std::uint64_t> PacketCheck::countOperations(const Frame& frame, bool load)
{
    ChangeReader reader(frame.block);
    RowChange change;
    std::uint64_t count = 0;
    const TableSchema* table = nullptr;
    while (reader.next(change)) {
        ++count;
        if (table == nullptr || table->id != change.tableId) {
            if (load && table != nullptr)
                return out(QStringLiteral("rows of two tables in one frame of a load"));
            table = m_at.schema->table(change.tableId);
            if (table == nullptr)
                return out(
                    QStringLiteral("an operation on table %1, which the structure does not have").arg(change.tableId));
        }
        if (travelsApart(change.kind)) {
            if (frame.count != 1)
                return out(QStringLiteral("a part of an operation is not alone"));
            ENGINE_TRY(takeApart(change, *table, load));
            continue;
        }
        ENGINE_TRY(noneUnderWay());
        if (load && change.kind != ChangeKind::Upsert)
            return out(QStringLiteral("an operation in a load that is no upsert"));
    }
    if (reader.failed())
        return out(QStringLiteral("operation %1 of a block is malformed").arg(count + 1));
    if (count != frame.count)
        return out(QStringLiteral("a block of %1 operations has %2").arg(frame.count).arg(count));
    return count;
}

Result<> PacketCheck::end(const PacketHeader& header)
{
    if (m_frames == 0)
        return out(QStringLiteral("a packet without frames"));
    if (m_frames < static_cast<int>(m_at.skipFrames))
        return out(QStringLiteral("a packet of %1 frames, of which %2 are applied").arg(m_frames).arg(m_at.skipFrames));
    if (header.has(PacketFlag::TransactionOpen) != m_at.transactionOpen)
        return out(QStringLiteral("the header and the frames disagree on whether a transaction is open"));
    if (m_at.transactionOpen && !m_openAtStart) {
        if (!m_beganFirst)
            return out(QStringLiteral("a transaction that spans packets does not begin its packet"));
        m_shape.opensTransaction = true;
    }
    return {};
}

} // namespace

Result<PacketShape> checkPacket(const PacketHeader& header, BytesView body, StreamGrammar grammar)
{
    PacketCheck check(grammar);
    FrameReader reader(body);
    Frame frame;
    while (reader.next(frame))
        ENGINE_TRY(check.frame(frame));
    if (reader.failed())
        return out(QStringLiteral("a frame is malformed"));
    ENGINE_TRY(check.end(header));
    return check.takeShape();
}

} // namespace busheng
