// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/in_stream.h"

#include "engine/base/log.h"
#include "engine/host/storage_fault.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"
#include "engine/model/standby_events.h"
#include "engine/pipeline/apply/stream_fence.h"

#include <algorithm>
#include <numeric>

namespace busheng {

InStream::InStream(Context context, bool paused)
    : m_context(std::move(context)), m_waiting(tuning::kInboundWaiting),
      m_quarantine(m_context.fileSystem, m_context.quarantine)
{
    m_status.paused = paused;
    const QString name = m_context.id.name();
    const auto onCrash = [this](const Error& error) { noteError(Worker::Apply, error); };
    m_applyThread = std::make_unique<WorkerThread>(
        QStringLiteral("apply.") + name, [this](std::stop_token stop) { runApply(stop); }, onCrash);
    m_inThread = std::make_unique<WorkerThread>(
        QStringLiteral("in.") + name, [this](std::stop_token stop) { runInbound(stop); }, onCrash);
}

InStream::~InStream()
{
    m_inThread->requestStop();
    m_applyThread->requestStop();
    m_inMailbox.wake();
    m_applyMailbox.wake();
}

std::optional<control::Subscribe> InStream::subscription() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_status.ready)
        return std::nullopt;
    control::Subscribe subscribe;
    subscribe.received = m_queue->endSequence() - 1;
    subscribe.receivedDigest = m_queue->lastDigest();
    subscribe.applied = m_status.checkpoint.sequence;
    subscribe.appliedPosition = m_status.checkpoint.position.order;
    subscribe.largeRows = true;
    subscribe.largeValues = true;
    return subscribe;
}

void InStream::addKey(const LinkKey& key)
{
    m_inMailbox.post([this, key] { m_queue->addKey(key); });
    m_applyMailbox.post([this, key] {
        m_context.keys.push_back(key);
        if (m_reader)
            m_reader->addKey(key);
    });
}

void InStream::forgetKeysBelow(std::uint32_t epoch)
{
    m_inMailbox.post([this, epoch] { m_queue->forgetKeysBelow(epoch); });
    m_applyMailbox.post([this, epoch] {
        std::erase_if(m_context.keys, [epoch](const LinkKey& key) { return key.epoch < epoch; });
        if (m_reader)
            m_reader->forgetBelow(epoch);
    });
}

bool InStream::offer(Bytes packet)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_begun)
            return true; // sent before the sender knew what is wanted now: it will come again
        if (!m_waiting.tryPush(std::move(packet))) {
            m_wantsRoom = true;
            return false;
        }
    }
    m_inMailbox.wake();
    return true;
}

void InStream::setOnRoom(std::function<void()> onRoom)
{
    const std::lock_guard lock(m_mutex);
    m_onRoom = std::move(onRoom);
}

void InStream::onAsked()
{
    m_inMailbox.post([this] { m_refusedAtNs.reset(); });
    const std::lock_guard lock(m_mutex);
    m_begun = false;
    m_waiting.clear();
}

void InStream::onBegin()
{
    const std::lock_guard lock(m_mutex);
    m_begun = true;
}

void InStream::onSessionClosed()
{
    const std::lock_guard lock(m_mutex);
    m_begun = false;
    m_waiting.clear();
    m_status.source.reset();
}

void InStream::onSourceStatus(const control::SourceStatus& status)
{
    {
        const std::lock_guard lock(m_mutex);
        m_status.source = status;
    }
    m_applyMailbox.wake();
    m_context.onChange();
}

void InStream::setPaused(bool paused)
{
    {
        const std::lock_guard lock(m_mutex);
        m_status.paused = paused;
    }
    m_applyMailbox.wake();
}

void InStream::acceptFindings(std::function<void(Result<>)> onDone)
{
    m_applyMailbox.post([this, onDone = std::move(onDone)] { onDone(takeFindings()); });
}

InStream::Status InStream::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

std::optional<DatasetSchema> InStream::schema() const
{
    const std::lock_guard lock(m_mutex);
    if (m_status.checkpoint.structure.empty())
        return std::nullopt;
    auto schema = decodeSchema(m_status.checkpoint.structure);
    return schema ? std::optional<DatasetSchema>(std::move(*schema)) : std::nullopt;
}

/// The one worker's good news says nothing of the other's trouble.
void InStream::noteError(Worker worker, const Error& error)
{
    {
        const std::lock_guard lock(m_mutex);
        m_errors.at(static_cast<std::size_t>(worker)) = error;
        m_status.error = error;
    }
    m_context.onError(error);
}

void InStream::noteRecovered(Worker worker)
{
    std::optional<Error> other;
    {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_errors.at(static_cast<std::size_t>(worker)), std::nullopt))
            return;
        other = m_errors.at(worker == Worker::In ? 1 : 0);
        m_status.error = other;
    }
    m_context.onRecovered();
    if (other)
        m_context.onError(*other);
}

/// True when the queue's files are the trouble: then this stream does nothing more until it is made anew.
bool InStream::askToReopen(const Error& error)
{
    if (!mustBeOpenedAgain(error))
        return false;
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_broken, true))
            return true;
    }
    m_context.onReopen();
    return true;
}

// ---- in worker ------------------------------------------------------------------------------------------------------

void InStream::refuse(BytesView packet, const Error& why)
{
    m_refused = true;
    m_refusedAtNs = m_context.clock.monotonicNs();
    {
        const std::lock_guard lock(m_mutex);
        m_begun = false;
        m_waiting.clear();
    }
    noteError(Worker::In, why);
    std::uint64_t sequence = 0;
    if (auto header = readPacketHeader(packet)) {
        sequence = header->sequence;
        m_context.refusedLedger->add(*header, packetDigest(packet), QStringLiteral("refused"), why.event);
        if (auto kept = m_context.refusedLedger->flush(); !kept)
            m_context.onError(kept.error());
    }
    if (auto kept = m_quarantine.keep(packet, why); !kept)
        m_context.onError(kept.error());
    m_context.send(control::encodeRefusal(m_context.id.number, {sequence, why.event}));
}

Result<> InStream::acceptWaiting(std::stop_token stop)
{
    std::size_t accepted = 0;
    Position newest;
    std::vector<OpenedPacket> opened;
    while (accepted < tuning::kInboundBatch) {
        std::optional<Bytes> packet = m_waiting.tryPop();
        if (!packet)
            break;
        bool told = false;
        while (!stop.stop_requested()) {
            auto result = m_queue->accept(*packet);
            if (result) {
                ++accepted;
                if (*result == InboundQueue::Accepted::Queued) {
                    opened.push_back(m_queue->takeNewest());
                    newest = std::max(newest, opened.back().header.upTo);
                }
                break;
            }
            if (mustBeOpenedAgain(result.error()))
                return fail(result.error()); // our disk's fault, not the packet's
            if (!result.error().transient) {
                refuse(*packet, result.error());
                break;
            }
            // No room on the disk: hold the packet and the sender until there is.
            if (!std::exchange(told, true))
                noteError(Worker::In, result.error());
            m_inMailbox.waitFor(stop, tuning::kInboundRetry);
            m_inMailbox.runAll();
        }
        if (told)
            noteRecovered(Worker::In);
    }
    if (accepted == 0)
        return {};
    return takeQueued(std::move(opened), newest);
}

void InStream::runInbound(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        bool ready = false;
        bool imported = false;
        std::function<void()> onRoom;
        {
            const std::lock_guard lock(m_mutex);
            ready = m_status.ready;
        }
        if (ready) {
            m_inMailbox.runAll();
            auto accepted = acceptWaiting(stop);
            if (accepted) {
                auto read = importSome();
                if (read)
                    imported = *read;
                else
                    accepted = fail(read.error());
            }
            if (!accepted) {
                noteError(Worker::In, accepted.error());
                if (askToReopen(accepted.error()))
                    break;
            } else if (!m_refused && !m_importTroubled) {
                noteRecovered(Worker::In);
            }
            if (m_refusedAtNs && m_context.clock.monotonicNs() - *m_refusedAtNs > tuning::kAskAgainAfterNs) {
                m_refusedAtNs.reset();
                m_context.onReady();
            }
            const std::lock_guard lock(m_mutex);
            if (std::exchange(m_wantsRoom, false))
                onRoom = m_onRoom;
        }
        if (onRoom)
            onRoom();
        if (!ready || (!imported && m_waiting.size() == 0))
            m_inMailbox.waitFor(stop, tuning::kInboundRetry);
    }
    if (auto flushed = m_context.refusedLedger->flush(); !flushed)
        qCWarning(logHost).noquote() << "ledger of" << m_context.id.name()
                                     << "not flushed:" << flushed.error().toString();
    m_context.refusedLedger.reset(); // its connection belongs to this thread
}

// ---- apply worker ---------------------------------------------------------------------------------------------------

TargetHooks InStream::targetHooks()
{
    TargetHooks hooks;
    hooks.onIgnored = [this](const std::vector<TableMapping>& kept) {
        const std::lock_guard lock(m_mutex);
        m_status.keptColumns = kept;
    };
    if (!m_context.review)
        return hooks;
    hooks.review = [this](const DatasetSchema& structure, const QStringList& statements) {
        auto approved = m_context.review(statements);
        const std::lock_guard lock(m_mutex);
        m_status.review.reset();
        if (!approved)
            m_status.review = Status::Review{structure, statements};
        return approved;
    };
    return hooks;
}

Result<> InStream::openAll()
{
    ENGINE_TRY_AS(m_target, m_context.openTarget(targetHooks(), m_stop));
    ENGINE_TRY(takeOverStream(*m_target, m_context.id, m_context.fence));
    const auto onState = [this](SubscriptionState state, const QStringList& findings) {
        {
            const std::lock_guard lock(m_mutex);
            m_status.state = state;
            m_status.qualityFindings = findings;
        }
        if (!findings.isEmpty())
            noteError(Worker::Apply, makeEvent(ErrorCode::Schema, events::TGT_QUALITY,
                                               {m_context.id.name(), findings.join(QStringLiteral("; "))},
                                               findings.join(QStringLiteral("; "))));
        m_context.onChange();
    };
    ENGINE_TRY_AS(m_applier, Applier::open(*m_target, m_context.applier, m_context.onMark, onState));
    const Checkpoint& checkpoint = m_applier->checkpoint();
    m_nextToApply = checkpoint.sequence + 1;
    m_toldApplied = checkpoint.sequence;
    m_reader = std::make_unique<PacketReader>(m_context.id);
    for (const LinkKey& key : m_context.keys)
        m_reader->addKey(key);

    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = m_queue == nullptr;
    }
    if (first) {
        // Damage is told although it heals by itself: what was put aside may be evidence, and the disk is suspect.
        InboundQueue::Options options = m_context.queue;
        options.onDamaged = m_context.onError;
        ENGINE_TRY_AS(auto queue, InboundQueue::open(m_context.fileSystem, options, m_context.id,
                                                     {checkpoint.sequence, checkpoint.digest}));
        for (const LinkKey& key : m_context.keys)
            queue->addKey(key);
        const std::lock_guard lock(m_mutex);
        m_queue = std::move(queue);
    } else if (!m_queue->joins(checkpoint.sequence)) {
        // The target is an older state of itself: restored, or a standby that had not received all of it. The queue is
        // opened again at that place, and what is missing is asked for.
        return fail(makeEvent(
            ErrorCode::Storage, events::TGT_BEHIND,
            {m_context.id.name(), QString::number(checkpoint.sequence), QString::number(m_queue->firstSequence())},
            QStringLiteral("the target stands at packet %1").arg(checkpoint.sequence)));
    }
    // Packets that were applied but whose ledger lines a crash took: they are still in the queue.
    ENGINE_TRY_AS(const std::uint64_t written, m_context.appliedLedger->newest());
    for (std::uint64_t n = written + 1; n <= checkpoint.sequence; ++n) {
        if (auto packet = m_queue->read(n)) {
            ENGINE_TRY_AS(const PacketHeader header, readPacketHeader(*packet));
            m_context.appliedLedger->add(header, packetDigest(*packet), QStringLiteral("applied"));
        }
    }
    ENGINE_TRY(m_context.appliedLedger->flush());
    {
        const std::lock_guard lock(m_mutex);
        m_status.ready = true;
        m_status.receivedPosition = std::max(m_status.receivedPosition, checkpoint.position);
        noteCheckpoint(checkpoint);
        m_status.receivedSequence = m_queue->endSequence() - 1;
        m_status.queueBytes = m_queue->bytesUsed();
    }
    ENGINE_TRY(noteFaults());
    m_inMailbox.wake();
    m_context.onReady();
    return {};
}

Result<> InStream::commit()
{
    ENGINE_TRY(m_applier->commit());
    return afterCommit();
}

Result<> InStream::afterCommit()
{
    const Checkpoint& checkpoint = m_applier->checkpoint();
    while (!m_uncommitted.empty() && m_uncommitted.front().first.sequence <= checkpoint.sequence) {
        const auto& [header, digest] = m_uncommitted.front();
        m_context.appliedLedger->add(header, digest, QStringLiteral("applied"));
        {
            const std::lock_guard lock(m_mutex);
            m_status.plainBytes += header.plainLength;
            m_status.sealedBytes += header.bodyLength;
        }
        m_uncommitted.erase(m_uncommitted.begin());
    }
    {
        const std::lock_guard lock(m_mutex);
        noteCheckpoint(checkpoint);
    }
    if (checkpoint.sequence > m_toldApplied) {
        ENGINE_TRY(m_context.appliedLedger->flush());
        m_toldApplied = checkpoint.sequence;
        m_context.send(control::encodeProgress(MessageType::Applied, m_context.id.number,
                                               {checkpoint.sequence, checkpoint.position.order}));
        m_inMailbox.post([this, sequence = checkpoint.sequence] {
            if (auto released = m_queue->release(sequence); !released)
                m_context.onError(released.error());
            const std::lock_guard lock(m_mutex);
            m_status.queueBytes = m_queue->bytesUsed();
        });
    }
    if (m_target->takeFaultsChanged())
        ENGINE_TRY(noteFaults());
    m_context.onChange();
    return {};
}

/// Under the mutex.
void InStream::noteCheckpoint(const Checkpoint& checkpoint)
{
    if (!checkpoint.structure.empty() && (!m_status.schema || m_status.checkpoint.structure != checkpoint.structure)) {
        if (auto decoded = decodeSchema(checkpoint.structure)) // the applier has read it already
            m_status.schema = std::make_shared<const DatasetSchema>(std::move(*decoded));
    }
    m_status.checkpoint = checkpoint;
    m_status.state = m_isGateHeld ? SubscriptionState::Checking : checkpoint.state;
    if (checkpoint.state == SubscriptionState::Initializing && !checkpoint.expectedRows.empty())
        m_status.rowsExpected =
            std::accumulate(checkpoint.expectedRows.begin(), checkpoint.expectedRows.end(), std::uint64_t{0});
}

Result<OpenedPacket> InStream::nextPacket()
{
    {
        const std::lock_guard lock(m_mutex);
        while (!m_opened.empty() && m_opened.front().header.sequence <= m_nextToApply) {
            OpenedPacket packet = std::move(m_opened.front());
            m_opened.pop_front();
            m_openedBytes -= packet.body.size();
            if (packet.header.sequence == m_nextToApply)
                return packet;
        }
    }
    OpenedPacket packet;
    ENGINE_TRY_AS(const Bytes sealed, m_queue->read(m_nextToApply));
    ENGINE_TRY_AS(packet.header, m_reader->read(sealed, packet.body));
    packet.digest = packetDigest(sealed);
    return packet;
}

Result<bool> InStream::applyWaiting(std::stop_token stop)
{
    bool applied = false;
    while (!stop.stop_requested() && m_nextToApply < m_queue->endSequence()) {
        if (status().paused || (applied && isDrainDue())) // parked tables take turns with the packets
            break;
        ENGINE_TRY_AS(const bool isHeld, gateHolds());
        if (isHeld)
            break;
        ENGINE_TRY_AS(const OpenedPacket packet, nextPacket());
        const auto& [header, digest, body] = packet;
        m_uncommitted.emplace_back(header, digest);
        ENGINE_TRY(m_applier->applyPacket(header, digest, body));
        ++m_nextToApply;
        applied = true;
        if (m_applier->wantsCommit())
            ENGINE_TRY(commit());
        else
            ENGINE_TRY(afterCommit()); // a Mark or a load's end commits by itself
        if (!m_applyMailbox.isEmpty()) {
            ENGINE_TRY(commit()); // a SQLite target has one writer at a time, which may be the person's desk
            m_applyMailbox.runAll();
        }
    }
    if (applied)
        ENGINE_TRY(commit());
    return applied;
}

Result<> InStream::followLag()
{
    const Status now = status();
    if (!now.source || now.source->lagMs < 0)
        return {};
    const bool isLive = now.state == SubscriptionState::Live;
    const bool shallBe = isLive ? now.source->lagMs < tuning::kBehindAboveMs : now.source->lagMs < tuning::kLiveBelowMs;
    if (shallBe == isLive || (now.state != SubscriptionState::Live && now.state != SubscriptionState::CatchingUp))
        return {};
    ENGINE_TRY(m_applier->setLive(shallBe));
    return commit();
}

Result<> InStream::takeFindings()
{
    if (!m_applier)
        ENGINE_TRY(openAll());
    if (m_applier->checkpoint().state != SubscriptionState::Stopped)
        return fail(ErrorCode::Config, QStringLiteral("there are no findings of a quality check to accept"));
    ENGINE_TRY(m_applier->acceptFindings());
    {
        const std::lock_guard lock(m_mutex);
        m_status.qualityFindings.clear();
    }
    m_stopped = false;
    noteRecovered(Worker::Apply);
    return afterCommit();
}

void InStream::runApply(std::stop_token stop)
{
    m_stop = stop;
    std::chrono::milliseconds pause = tuning::kRetryFirst;
    while (!stop.stop_requested()) {
        m_applyMailbox.runAll();
        if (m_stopped) {
            m_applyMailbox.waitFor(stop, tuning::kApplyWait);
            continue;
        }
        auto step = [&]() -> Result<bool> {
            if (!m_applier) {
                ENGINE_TRY(openAll());
                ENGINE_TRY(commit()); // a quality check that a crash cut short is repeated here
            }
            ENGINE_TRY_AS(const bool applied, applyWaiting(stop));
            ENGINE_TRY(gateHolds()); // also when nothing has come behind the load
            ENGINE_TRY(followLag());
            ENGINE_TRY_AS(const bool drained, drainParked());
            return applied || drained;
        }();
        if (step) {
            if (status().state != SubscriptionState::Stopped && !m_isGateHeld)
                noteRecovered(Worker::Apply);
            pause = tuning::kRetryFirst;
            if (!*step)
                m_applyMailbox.waitFor(stop, tuning::kApplyWait);
            continue;
        }
        m_uncommitted.clear();
        m_applier.reset(); // rolls back; the next opening reads the checkpoint again
        m_target.reset();
        answerDrains(fail(step.error()));
        if (parkInstead(step.error()))
            continue;
        noteError(Worker::Apply, step.error());
        if (askToReopen(step.error())) {
            m_stopped = true;
            continue;
        }
        if (!step.error().transient) {
            m_stopped = true;
            const std::lock_guard lock(m_mutex);
            m_status.state = SubscriptionState::Stopped;
            continue;
        }
        m_applyMailbox.waitFor(stop, pause);
        pause = std::min(pause * 2, tuning::kRetryLongest);
    }
    answerDrains(fail(ErrorCode::Cancelled, QStringLiteral("stopping")));
    m_applier.reset();
    m_target.reset();
    m_context.appliedLedger.reset(); // its connection belongs to this thread
}

} // namespace busheng
