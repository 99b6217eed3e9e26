// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/applier.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/large_row.h"
#include "engine/pipeline/apply/packet_check.h"
#include "engine/pipeline/apply/value_spool.h"

#include <algorithm>
#include <utility>

namespace busheng {
namespace {

const QString kFindingsLost = QStringLiteral("the quality check found differences");

} // namespace

struct Applier::Impl {
    Impl(TargetWriter& writer, Options given, OnMark mark, OnState state)
        : target(writer), options(std::move(given)), onMark(std::move(mark)), onState(std::move(state)),
          value(options.spoolDirectory)
    {
    }

    Result<> reset();
    Result<> readCheckpoint();
    Result<> applyPacket(const PacketHeader& header, const Digest& digest, BytesView body);
    Result<> checkOrder(const PacketHeader& header) const;
    Result<> applyFrames(const PacketShape& shape, BytesView body, const Digest& packetDigest);
    Result<> commitBefore(std::uint32_t number, const Digest& packetDigest);
    Result<> applyFrame(const Frame& frame);
    Result<> applyStructure();
    Result<> applyLoadBegin(const LoadBegin& begin);
    Result<> applyOperations(const Frame& frame);
    Result<> applyApart(const Frame& frame, bool load, std::uint64_t& changed);
    Result<> applyValue(const RowChange& part);
    bool isAmongParts() const { return parts.isUnderWay() || value.isUnderWay(); }
    void forgetParts();
    Result<> dropTransaction();
    Result<> finishPacket(const PacketShape& shape);
    Result<> ensureBegun();
    Result<> commit();
    Result<> commitData();
    Result<> checkQuality();
    Result<QStringList> compareCounts();
    void tell(const QStringList& findings);
    Failure explain(Error error) const;
    template <typename Work>
    Result<> guarded(Work&& work);

    TargetWriter& target;
    Options options;
    OnMark onMark;
    OnState onState;

    Checkpoint committed;
    Checkpoint pending;         ///< what the next commit will say
    DatasetSchema schema;       ///< of `pending`; no tables: none yet
    bool begun = false;         ///< a target transaction is open
    bool inTransaction = false; ///< a source transaction is open, alone in the target's
    PartCollector parts;        ///< of a large operation; nothing is committed while one is under way
    ValueSpool value;           ///< one in parts; the same holds for it
    bool failed = false;        ///< until reset()
    bool tolerant = false;      ///< for the transaction at hand
    std::uint64_t sequence = 0; ///< of the newest packet taken in, committed or not
    Digest digest{};            ///< of that packet
    std::uint64_t openChanges = 0;
    std::uint64_t rowsSinceCommit = 0;
    std::uint64_t bytesSinceCommit = 0;
    std::uint64_t commitEachBelow = 0; ///< so that after a failure the good packets before it are committed one by one
    SubscriptionState told = SubscriptionState::Waiting; ///< what onState heard last
    const PacketShape* shapeAtHand = nullptr;
    std::size_t structuresTaken = 0;
    std::uint64_t markId = 0;
};

Failure Applier::Impl::explain(Error error) const
{
    if (error.code == ErrorCode::Protocol && error.event.isEmpty()) {
        error.event = events::PKT_MALFORMED;
        error.args = {options.stream, error.detail};
    }
    if (error.event == events::TGT_CONFLICT && error.args.size() == 3)
        error.args.append(QStringLiteral("packet %1").arg(sequence + 1));
    return fail(withContext(std::move(error), QStringLiteral("stream %1").arg(options.stream)));
}

/// Runs one public call: an error makes the applier useless until reset().
template <typename Work>
Result<> Applier::Impl::guarded(Work&& work)
{
    if (failed)
        return fail(ErrorCode::Internal,
                    QStringLiteral("the applier of %1 is used after a failure without reset()").arg(options.stream));
    Result<> done = work();
    if (done)
        return done;
    failed = true;
    return explain(std::move(done).error());
}

Result<> Applier::Impl::readCheckpoint()
{
    ENGINE_TRY_AS(committed, target.readCheckpoint(options.stream));
    schema = {};
    if (!committed.structure.empty()) {
        auto decoded = decodeSchema(committed.structure);
        if (!decoded)
            return fail(makeEvent(ErrorCode::Corrupt, events::TGT_CHECKPOINT, {options.stream, decoded.error().detail},
                                  QStringLiteral("the structure in the checkpoint: ") + decoded.error().detail));
        schema = std::move(*decoded);
    } else if (committed.state != SubscriptionState::Waiting) {
        const QString why = QStringLiteral("it has no structure");
        return fail(makeEvent(ErrorCode::Corrupt, events::TGT_CHECKPOINT, {options.stream, why},
                              QStringLiteral("the checkpoint: ") + why));
    }
    pending = committed;
    sequence = committed.sequence;
    digest = committed.digest;
    return {};
}

Result<> Applier::Impl::reset()
{
    target.rollback();
    begun = false;
    inTransaction = false;
    forgetParts();
    openChanges = 0;
    rowsSinceCommit = 0;
    bytesSinceCommit = 0;
    failed = true;
    if (auto done = readCheckpoint(); !done)
        return explain(std::move(done).error());
    failed = false;
    // A commit whose answer was lost may have changed it.
    tell(committed.state == SubscriptionState::Stopped ? QStringList{kFindingsLost} : QStringList());
    return {};
}

Result<> Applier::Impl::checkOrder(const PacketHeader& header) const
{
    if (header.sequence != sequence + 1)
        return fail(makeEvent(ErrorCode::Protocol, events::PKT_ORDER,
                              {options.stream, QString::number(sequence + 1), QString::number(header.sequence)},
                              QStringLiteral("packet %1 came where %2 must").arg(header.sequence).arg(sequence + 1)));
    if (header.previous != digest)
        return fail(
            makeEvent(ErrorCode::Protocol, events::PKT_FORK, {options.stream, QString::number(header.sequence)},
                      QStringLiteral("packet %1 follows another packet than the one applied").arg(header.sequence)));
    return {};
}

Result<> Applier::Impl::applyPacket(const PacketHeader& header, const Digest& packetDigest, BytesView body)
{
    ENGINE_FAILPOINT("apply.packet.before");
    if (header.sequence == sequence && packetDigest != digest)
        return fail(makeEvent(ErrorCode::Protocol, events::PKT_FORK, {options.stream, QString::number(header.sequence)},
                              QStringLiteral("packet %1 is not the one applied before").arg(header.sequence)));
    if (header.sequence <= sequence)
        return {};
    ENGINE_TRY(checkOrder(header));
    if (pending.sequence != committed.sequence)
        commitEachBelow = header.sequence;
    if (committed.state == SubscriptionState::Checking)
        ENGINE_TRY(checkQuality());
    if (committed.state == SubscriptionState::Stopped)
        return fail(makeEvent(ErrorCode::Conflict, events::TGT_QUALITY, {options.stream, kFindingsLost},
                              QStringLiteral("stopped by the quality check")));
    if (pending.partialDigest != packetDigest)
        pending.partialFrames = 0; // packed anew by its sender, behind our position
    const StreamGrammar grammar{pending.state,
                                pending.generation,
                                pending.position,
                                inTransaction,
                                openChanges,
                                schema.tables.empty() ? nullptr : &schema,
                                value.isUnderWay() ? value.progress() : parts.progress(),
                                pending.partialFrames};
    ENGINE_TRY_AS(const PacketShape shape, checkPacket(header, body, grammar));
    // A transaction that spans packets has the target's transaction for itself, so that it can be dropped alone.
    if (shape.opensTransaction && !inTransaction)
        ENGINE_TRY(commitData());
    ENGINE_TRY(applyFrames(shape, body, packetDigest));
    sequence = header.sequence;
    digest = packetDigest;
    pending.sequence = sequence;
    pending.digest = digest;
    pending.partialFrames = 0;
    pending.partialDigest = {};
    return finishPacket(shape);
}

Result<> Applier::Impl::applyFrames(const PacketShape& shape, BytesView body, const Digest& packetDigest)
{
    shapeAtHand = &shape;
    structuresTaken = 0;
    FrameReader reader(body);
    Frame frame;
    const std::uint32_t applied = pending.partialFrames;
    for (std::uint32_t number = 1; reader.next(frame); ++number) {
        if (number <= applied)
            continue;
        if (frame.type == FrameType::Structure && begun && target.commitsStructure())
            ENGINE_TRY(commitBefore(number, packetDigest));
        ENGINE_TRY(applyFrame(frame));
        // The packet's last transaction is committed with the packet.
        if (!options.commitEachTransaction || frame.type != FrameType::TransactionEnd || number == shape.frames)
            continue;
        ENGINE_TRY(commitBefore(number + 1, packetDigest));
    }
    return {};
}

/// The frames of the packet at hand below `number`.
Result<> Applier::Impl::commitBefore(std::uint32_t number, const Digest& packetDigest)
{
    pending.partialFrames = number - 1;
    pending.partialDigest = packetDigest;
    return commitData();
}

Result<> Applier::Impl::applyFrame(const Frame& frame)
{
    switch (frame.type) {
    case FrameType::Structure:
        return applyStructure();
    case FrameType::LoadBegin:
        return applyLoadBegin(frame.loadBegin);
    case FrameType::LoadRows:
    case FrameType::Operations:
        return applyOperations(frame);
    case FrameType::LoadEnd:
        pending.expectedRows = frame.loadEnd.rowCount;
        pending.state = SubscriptionState::Checking;
        return {};
    case FrameType::TransactionBegin:
        inTransaction = true;
        openChanges = 0;
        tolerant = frame.position <= pending.upsertUntil;
        pending.position = frame.position;
        return {};
    case FrameType::TransactionEnd:
        inTransaction = false;
        return {};
    case FrameType::TransactionDropped:
        return dropTransaction();
    case FrameType::Mark:
        markId = frame.markId;
        pending.position = frame.position;
        return {};
    case FrameType::Heartbeat:
        pending.position = frame.position;
        return {};
    }
    return {};
}

Result<> Applier::Impl::ensureBegun()
{
    if (begun)
        return {};
    target.setPlace(options.stream, {sequence + 1, pending.position, false});
    begun = true; // even when it fails halfway: then reset() rolls back
    return target.begin();
}

Result<> Applier::Impl::applyStructure()
{
    ENGINE_TRY(ensureBegun());
    ENGINE_FAILPOINT("apply.structure");
    DatasetSchema added;
    const bool isFirst = schema.tables.empty();
    const DatasetSchema before = std::exchange(schema, shapeAtHand->structures.at(structuresTaken++));
    added.engine = schema.engine;
    added.types = schema.types;
    for (const TableSchema& table : schema.tables) {
        if (!isFirst && before.table(table.name) == nullptr)
            added.tables.push_back(table);
    }
    ENGINE_TRY(target.createStructure(schema));
    // The rows of tables that came later are not this stream's own yet.
    if (!added.tables.empty())
        ENGINE_TRY(target.emptyTables(added, options.mayReplaceTarget));
    pending.structure = encodeSchema(schema);
    return {};
}

Result<> Applier::Impl::applyLoadBegin(const LoadBegin& begin)
{
    pending.expectedRows = begin.expectedRows;
    forgetParts(); // the row that was interrupted comes once more
    if (begin.resumed) {
        // Rows from here on are newer than those before; the changes in between must not mind.
        pending.upsertUntil = std::max(pending.upsertUntil, begin.position);
        return {};
    }
    ENGINE_TRY(ensureBegun());
    ENGINE_FAILPOINT("apply.load.empty");
    // After the first load the rows are this stream's own, and another load takes their place.
    ENGINE_TRY(target.emptyTables(schema, options.mayReplaceTarget || pending.generation > 0));
    pending.generation = begin.generation;
    pending.position = begin.position;
    pending.upsertUntil = {};
    pending.rowsLoaded = 0;
    pending.state = SubscriptionState::Initializing;
    return {};
}

Result<> Applier::Impl::applyOperations(const Frame& frame)
{
    const bool load = frame.type == FrameType::LoadRows;
    ENGINE_TRY(ensureBegun()); // which says the place of what is no row
    target.setPlace(options.stream, {sequence + 1, pending.position, load});
    std::uint64_t changed = 0;
    ENGINE_TRY(isApart(frame.block) ? applyApart(frame, load, changed)
                                    : target.apply(schema, frame.block, load || tolerant, changed));
    rowsSinceCommit += frame.count;
    bytesSinceCommit += frame.block.size();
    if (load) {
        pending.rowsLoaded += changed;
    } else {
        pending.changesApplied += changed;
        openChanges += frame.count;
    }
    return {};
}

/// Behind its row, which may have been set aside.
Result<> Applier::Impl::applyValue(const RowChange& part)
{
    ENGINE_TRY_AS(const bool isWhole, value.take(part));
    if (!isWhole)
        return {};
    ENGINE_FAILPOINT("apply.value.whole");
    ENGINE_TRY(target.writeValue(schema, value.place(), value.isNull() ? nullptr : &value));
    value.clear();
    return {};
}

/// The packet was checked: the block is one Part, LeftOut or Value, and may come here.
Result<> Applier::Impl::applyApart(const Frame& frame, bool load, std::uint64_t& changed)
{
    RowChange change;
    ChangeReader(frame.block).next(change);
    if (change.kind == ChangeKind::Value)
        return applyValue(change);
    LeftOutChange leftOut;
    if (readLeftOut(change, leftOut)) {
        ENGINE_TRY_AS(RefusedOperation refused, refusalOf(schema, leftOut));
        return target.leaveOut(schema, leftOut, load || tolerant, std::move(refused), changed);
    }
    ENGINE_TRY_AS(const bool isWhole, parts.take(change));
    if (!isWhole)
        return {};
    ENGINE_FAILPOINT("apply.large.whole");
    ChangeReader(parts.operation()).next(change);
    if (load && change.kind != ChangeKind::Upsert)
        return fail(ErrorCode::Protocol, QStringLiteral("an operation in a load that is no upsert"));
    ENGINE_TRY(target.apply(schema, parts.operation(), load || tolerant, changed));
    parts.clear();
    return {};
}

void Applier::Impl::forgetParts()
{
    parts.clear();
    value.clear();
}

Result<> Applier::Impl::dropTransaction()
{
    forgetParts();
    target.rollback();
    begun = false;
    inTransaction = false;
    rowsSinceCommit = 0;
    bytesSinceCommit = 0;
    const SubscriptionState state = pending.state; // setLive() may have changed it meanwhile
    pending = committed;
    pending.state = state;
    return {};
}

Result<> Applier::Impl::finishPacket(const PacketShape& shape)
{
    if (inTransaction || isAmongParts())
        return {};
    const bool stateChanged = pending.state != committed.state;
    if (options.commitEachTransaction || stateChanged || shape.closesTransaction || shape.endsWithMark ||
        !shape.structures.empty())
        ENGINE_TRY(commitData());
    if (shape.endsLoad)
        ENGINE_TRY(checkQuality());
    if (shape.endsWithMark && onMark) {
        ENGINE_TRY_AS(auto snapshot, target.openSnapshot());
        onMark(markId, committed.position, std::move(snapshot));
    }
    return {};
}

Result<> Applier::Impl::commit()
{
    if (inTransaction || isAmongParts())
        return {};
    ENGINE_TRY(commitData());
    return committed.state == SubscriptionState::Checking ? checkQuality() : Result<>();
}

Result<> Applier::Impl::commitData()
{
    if (!begun && pending.sequence == committed.sequence && pending.state == committed.state)
        return {};
    ENGINE_TRY(ensureBegun());
    ENGINE_FAILPOINT("apply.commit.before");
    ENGINE_TRY(target.writeCheckpoint(options.stream, pending));
    ENGINE_TRY(target.commit());
    begun = false;
    rowsSinceCommit = 0;
    bytesSinceCommit = 0;
    committed = pending;
    ENGINE_FAILPOINT("apply.commit.after");
    if (committed.state != SubscriptionState::Stopped) // the quality check tells that, with its findings
        tell({});
    return {};
}

void Applier::Impl::tell(const QStringList& findings)
{
    if (committed.state == told)
        return;
    told = committed.state;
    if (onState)
        onState(told, findings);
}

Result<QStringList> Applier::Impl::compareCounts()
{
    QStringList findings;
    if (committed.expectedRows.size() != schema.tables.size())
        return findings;
    ENGINE_TRY_AS(const auto snapshot, target.openSnapshot());
    for (std::size_t i = 0; i < schema.tables.size(); ++i) {
        if (target.isParked(schema.tables[i].name))
            continue; // its rows wait elsewhere
        ENGINE_TRY_AS(const std::uint64_t rows, snapshot->countRows(schema.tables[i]));
        if (rows == committed.expectedRows[i])
            continue;
        ENGINE_TRY_AS(const std::uint64_t aside, target.rowsSetAside(options.stream, schema.tables[i].name));
        if (rows + aside != committed.expectedRows[i])
            findings.append(QStringLiteral("%1: %2 rows, the source has %3")
                                .arg(schema.tables[i].name)
                                .arg(rows)
                                .arg(committed.expectedRows[i]));
    }
    return findings;
}

/// Runs between commits, on what the load left; repeated after a crash as long as the state says Checking.
Result<> Applier::Impl::checkQuality()
{
    ENGINE_FAILPOINT("apply.check.before");
    ENGINE_TRY_AS(QStringList findings, compareCounts());
    ENGINE_TRY_AS(const QStringList references, target.checkIntegrity(schema));
    findings += references;
    pending.expectedRows.clear();
    pending.state = findings.isEmpty() ? SubscriptionState::CatchingUp : SubscriptionState::Stopped;
    ENGINE_TRY(commitData());
    if (!findings.isEmpty()) {
        qCWarning(logApply) << options.stream << "quality check:" << findings;
        tell(findings);
    }
    return {};
}

Applier::Applier(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Applier::~Applier()
{
    m_impl->target.rollback();
}

Result<std::unique_ptr<Applier>> Applier::open(TargetWriter& target, Options options, OnMark onMark, OnState onState)
{
    auto impl = std::make_unique<Impl>(target, std::move(options), std::move(onMark), std::move(onState));
    // What the target says now is no news: the caller reads it from checkpoint().
    const OnState told = std::exchange(impl->onState, {});
    ENGINE_TRY(impl->reset());
    impl->onState = told;
    return std::unique_ptr<Applier>(new Applier(std::move(impl)));
}

Result<> Applier::applyPacket(const PacketHeader& header, const Digest& digest, BytesView body)
{
    return m_impl->guarded([&] { return m_impl->applyPacket(header, digest, body); });
}

bool Applier::wantsCommit() const
{
    const Impl& impl = *m_impl;
    if (impl.failed || impl.inTransaction || impl.isAmongParts())
        return false;
    return impl.rowsSinceCommit >= impl.options.commitRows || impl.bytesSinceCommit >= impl.options.commitBytes ||
           impl.committed.state == SubscriptionState::Checking || (impl.begun && impl.sequence < impl.commitEachBelow);
}

Result<> Applier::commit()
{
    return m_impl->guarded([&] { return m_impl->commit(); });
}

Result<> Applier::reset()
{
    return m_impl->reset();
}

Result<> Applier::setLive(bool live)
{
    return m_impl->guarded([&]() -> Result<> {
        const SubscriptionState state = m_impl->pending.state;
        if (state == SubscriptionState::CatchingUp || state == SubscriptionState::Live)
            m_impl->pending.state = live ? SubscriptionState::Live : SubscriptionState::CatchingUp;
        return {};
    });
}

Result<> Applier::acceptFindings()
{
    return m_impl->guarded([&]() -> Result<> {
        if (m_impl->committed.state != SubscriptionState::Stopped)
            return {};
        m_impl->pending.state = SubscriptionState::CatchingUp;
        return m_impl->commit();
    });
}

Result<bool> Applier::drainParked()
{
    Impl& impl = *m_impl;
    if (impl.inTransaction || impl.isAmongParts())
        return false;
    ENGINE_TRY(commit());
    Result<bool> drained = impl.target.drainParked(impl.options.stream, impl.schema);
    if (drained || drained.error().code == ErrorCode::Schema || drained.error().code == ErrorCode::Conflict)
        return drained;
    impl.failed = true;
    return impl.explain(std::move(drained).error());
}

const Checkpoint& Applier::checkpoint() const
{
    return m_impl->committed;
}

} // namespace busheng
