// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/out_stream.h"

#include "engine/base/log.h"
#include "engine/host/storage_fault.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;

} // namespace

OutStream::OutStream(Context context)
    : m_context(std::move(context)), m_writer(m_context.key, m_context.id, m_context.bootId)
{
    // Everything in the log cache may be needed until the worker knows better.
    m_context.publication->setNeededFrom(m_context.id.name(), m_context.publication->cache().firstRecord());
    m_status.lastSequence = m_context.outbox->endSequence() - 1;
    m_status.outboxBytes = m_context.outbox->bytesUsed();
    m_addressee->stream = this;
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("out.") + m_context.id.name(), [this](std::stop_token stop) { run(stop); },
        [this](const Error& error) { m_context.onError(error); });
}

OutStream::~OutStream()
{
    {
        const std::lock_guard lock(m_addressee->mutex);
        m_addressee->stream = nullptr;
    }
    m_thread->requestStop();
    m_mailbox.wake();
}

void OutStream::onSubscribe(const control::Subscribe& subscribe)
{
    noteAsked(subscribe);
    m_mailbox.post([this, subscribe] {
        const std::uint64_t end = m_context.outbox->endSequence();
        const QString name = m_context.id.name();
        m_subscribed = false;
        if (waitsForPackage(subscribe))
            return;
        if (subscribe.received >= end) {
            // It has packets that we never made: our outbox is an older copy, or the node was restored. Only the
            // receiver can begin the stream anew, so it is told as well.
            m_context.send(control::encode(m_context.id.number, control::Subscribed{events::LNK_FORK, {name}}));
            m_context.onError(makeEvent(ErrorCode::Protocol, events::LNK_FORK, {name},
                                        QStringLiteral("the receiver has packet %1, the newest here is %2")
                                            .arg(subscribe.received)
                                            .arg(end - 1)));
            return;
        }
        if (subscribe.received + 1 < m_context.outbox->firstSequence()) {
            // Its target is an older state of itself: here too only the receiver can begin anew.
            const QStringList where{name, QString::number(subscribe.received + 1),
                                    QString::number(m_context.outbox->firstSequence())};
            m_context.send(control::encode(m_context.id.number, control::Subscribed{events::LNK_GAP, where}));
            m_context.onError(makeEvent(ErrorCode::Protocol, events::LNK_GAP, where,
                                        QStringLiteral("the receiver wants a packet that was released")));
            return;
        }
        m_context.send({MessageType::Begin, m_context.id.number, {}});
        m_subscribed = true;
        m_takesLargeRows = subscribe.largeRows;
        m_takesLargeValues = subscribe.largeValues;
        if (m_packer)
            m_packer->allowApart(subscribe.largeRows, subscribe.largeValues);
        m_inFlight.clear();
        m_inFlightBytes = 0;
        m_nextToSend = subscribe.received + 1;
        m_applied = std::max(m_applied, std::min(subscribe.applied, subscribe.received));
        m_context.publication->noteApplied(name, {subscribe.appliedPosition});
        const std::lock_guard lock(m_mutex);
        m_status.connected = true;
        m_status.takesLargeRows = subscribe.largeRows;
        m_status.takesLargeValues = subscribe.largeValues;
        m_status.receivedSequence = subscribe.received;
        m_status.appliedSequence = subscribe.applied;
        m_status.applied.order = std::max(m_status.applied.order, subscribe.appliedPosition);
    });
}

void OutStream::onReceived(const control::Progress& progress)
{
    m_mailbox.post([this, progress] {
        while (!m_inFlight.empty() && m_inFlight.front().first <= progress.sequence) {
            m_inFlightBytes -= m_inFlight.front().second;
            m_inFlight.pop_front();
        }
        if (m_refusedSequence && progress.sequence >= *m_refusedSequence) {
            m_refusedSequence.reset();
            m_context.onRecovered();
        }
        const std::lock_guard lock(m_mutex);
        m_status.receivedSequence = std::max(m_status.receivedSequence, progress.sequence);
    });
}

void OutStream::onApplied(const control::Progress& progress)
{
    m_mailbox.post([this, progress] {
        if (progress.sequence >= m_context.outbox->endSequence())
            return; // never sent: a confused peer must not make us forget anything
        m_applied = std::max(m_applied, progress.sequence);
        m_context.publication->noteApplied(m_context.id.name(), {progress.position});
        const std::lock_guard lock(m_mutex);
        m_status.appliedSequence = std::max(m_status.appliedSequence, progress.sequence);
        m_status.applied.order = std::max(m_status.applied.order, progress.position);
    });
}

void OutStream::onRefused(const control::Refusal& refusal)
{
    m_mailbox.post([this, refusal] {
        m_subscribed = false;
        m_refusedSequence = refusal.sequence;
        m_context.onError(makeEvent(ErrorCode::Protocol, refusal.event,
                                    {m_context.id.name(), QString::number(refusal.sequence)},
                                    QStringLiteral("the receiver refused packet %1").arg(refusal.sequence)));
    });
}

void OutStream::onSessionClosed()
{
    noteAsked({});
    m_mailbox.post([this] {
        m_subscribed = false;
        m_inFlight.clear();
        m_inFlightBytes = 0;
        const std::lock_guard lock(m_mutex);
        m_status.connected = false;
    });
}

void OutStream::setKey(const LinkKey& key, std::shared_ptr<SealCounter> counter)
{
    m_mailbox.post([this, key, counter = std::move(counter)] {
        if (!m_context.offline || !m_context.offline->isWriting())
            m_writer.rekey(key);
        m_context.key = key;
        m_context.counter = counter;
        noteOldestEpoch();
    });
}

/// Of epochs between the oldest and the newest packet's nothing is known: that is on the safe side.
Result<> OutStream::findEpochs()
{
    const Outbox& outbox = *m_context.outbox;
    m_epochs.clear();
    for (const std::uint64_t sequence : {outbox.firstSequence(), outbox.endSequence() - 1}) {
        if (outbox.isEmpty())
            break;
        ENGINE_TRY_AS(const Bytes packet, m_context.outbox->read(sequence));
        ENGINE_TRY_AS(const PacketHeader header, readPacketHeader(packet));
        if (m_epochs.empty() || m_epochs.back().first != header.epoch)
            m_epochs.emplace_back(header.epoch, sequence);
    }
    noteOldestEpoch();
    return {};
}

/// What was applied is not needed, but for the newest packet: there a restart finds its place.
void OutStream::noteOldestEpoch()
{
    const std::uint64_t needed = std::min(m_applied + 1, m_context.outbox->endSequence() - 1);
    while (m_epochs.size() > 1 && m_epochs[1].second <= needed)
        m_epochs.pop_front();
    const std::lock_guard lock(m_mutex);
    m_status.oldestEpoch = m_epochs.empty() ? m_context.key.epoch : m_epochs.front().first;
}

OutStream::Status OutStream::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

Result<> OutStream::keep(const PacketHeader& header, BytesView packet)
{
    if (m_context.offline && m_context.offline->isWriting())
        return keepInPackage(header, packet);
    // A transaction may be far larger than the outbox: while there is no room, what is in it goes on being sent and
    // released. Nothing else of this worker can run in between, so a packet is offered until it is kept.
    bool told = false;
    while (true) {
        auto appended = m_context.outbox->append(header, packet);
        if (appended)
            break;
        if (!appended.error().transient)
            return appended;
        if (!std::exchange(told, true))
            m_context.onError(appended.error());
        if (m_stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        m_mailbox.waitFor(m_stop, tuning::kRetryFirst);
        ENGINE_TRY(serveReceiver());
    }
    if (told)
        m_context.onRecovered();
    m_context.ledger->add(header, m_packer->sealedDigest(), QStringLiteral("sealed"));
    m_context.counter->packets += 1;
    m_context.counter->bytes += header.bodyLength;
    if (m_epochs.empty() || m_epochs.back().first != header.epoch)
        m_epochs.emplace_back(header.epoch, header.sequence);
    noteOldestEpoch();
    const std::lock_guard lock(m_mutex);
    m_status.packed = header.upTo;
    m_status.lastSequence = header.sequence;
    m_status.outboxBytes = m_context.outbox->bytesUsed();
    m_status.plainBytes += header.plainLength;
    m_status.sealedBytes += header.bodyLength;
    return {};
}

Result<> OutStream::serveReceiver()
{
    m_mailbox.runAll();
    ENGINE_TRY(sendSome());
    ENGINE_TRY(release());
    sendStatus();
    return {};
}

Result<> OutStream::start()
{
    Outbox& outbox = *m_context.outbox;
    if (m_context.offline && outbox.isEmpty())
        return startOffline();
    Packer::Start from;
    if (!outbox.isEmpty()) {
        PacketReader reader(m_context.id);
        for (const LinkKey& key : m_context.olderKeys)
            reader.addKey(key);
        reader.addKey(m_context.key);
        ENGINE_TRY_AS(const Bytes newest, outbox.read(outbox.endSequence() - 1));
        ENGINE_TRY_AS(m_resume, readResumePoint(newest, reader));
        from = m_resume->packerStart();
        // Packets that are still here but whose ledger lines a crash took.
        ENGINE_TRY_AS(const std::uint64_t written, m_context.ledger->newest());
        for (std::uint64_t n = std::max(written + 1, outbox.firstSequence()); n < outbox.endSequence(); ++n) {
            ENGINE_TRY_AS(const Bytes packet, outbox.read(n));
            ENGINE_TRY_AS(const PacketHeader header, readPacketHeader(packet));
            m_context.ledger->add(header, packetDigest(packet), QStringLiteral("sealed"));
        }
        ENGINE_TRY(m_context.ledger->flush());
    }
    return startFrom(from);
}

Result<> OutStream::startFrom(const Packer::Start& from)
{
    m_context.olderKeys.clear();
    ENGINE_TRY(findEpochs());
    m_packer.emplace(
        m_writer, [this](const PacketHeader& header, BytesView packet) { return keep(header, packet); }, from);
    m_packer->allowApart(m_takesLargeRows.value_or(false), m_takesLargeValues);
    if (!m_resume || m_resume->loading) {
        m_phase = Phase::WaitingForSnapshot;
    } else {
        m_composer.emplace(m_context.publication->cache(), m_resume->position);
        if (m_context.part)
            ENGINE_TRY(m_context.part->resume(from.schemaVersion));
        attachPart();
        m_phase = Phase::Flowing;
    }
    m_context.publication->noteSealed(m_context.id.name(), m_phase == Phase::Flowing ? from.position : Position{});
    const std::lock_guard lock(m_mutex);
    m_status.loading = m_phase != Phase::Flowing;
    m_status.packed = from.position;
    return {};
}

void OutStream::attachPart()
{
    if (m_context.part)
        m_context.part->attach(*m_composer, [this](const auto& keys) { return fetchRows(keys); });
}

/// Asks the capture worker until it has them. As with a packet that is being kept, the receiver is served meanwhile.
Result<std::vector<Bytes>> OutStream::fetchRows(const std::vector<DatasetProjection::Key>& keys)
{
    /// Outlives whoever is gone first, this stream or the capture worker.
    struct Answer {
        std::mutex mutex;
        std::optional<Result<std::vector<Bytes>>> rows;
        Notifier arrived;
    };
    std::vector<RowKey> rows;
    for (const auto& [table, key] : keys)
        rows.push_back({table, key});
    const auto tables = std::make_shared<const DatasetSchema>(m_context.part->projection().wholeSchema());
    const auto answer = std::make_shared<Answer>();
    const auto taken = [&answer] {
        const std::lock_guard lock(answer->mutex);
        return std::exchange(answer->rows, std::nullopt);
    };
    bool told = false;
    while (true) {
        m_context.publication->requestRows(tables, rows, [answer](Result<std::vector<Bytes>> read) {
            {
                const std::lock_guard lock(answer->mutex);
                answer->rows = std::move(read);
            }
            answer->arrived.notify();
        });
        auto read = taken();
        for (; !read; read = taken()) {
            if (m_stop.stop_requested())
                return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
            answer->arrived.waitFor(m_stop, tuning::kOutWait);
            ENGINE_TRY(serveReceiver());
        }
        if (read->has_value() && told)
            m_context.onRecovered();
        if (read->has_value() || !read->error().transient)
            return std::move(*read);
        if (!std::exchange(told, true))
            m_context.onError(read->error());
        m_mailbox.waitFor(m_stop, tuning::kRetryFirst);
    }
}

/// Whether it takes what comes next is not known before its first word.
bool OutStream::waitsForReceiver(const Error& error) const
{
    return error.event == events::LNK_OLD_PEER && !m_takesLargeRows;
}

Result<bool> OutStream::composeOne()
{
    if (!m_item) {
        ENGINE_TRY_AS(m_item, m_composer->next());
    }
    // Kept until it was followed: rows behind it cannot be read by the structure before it.
    if (m_context.part && m_item && m_item->kind == ComposedItem::Kind::Structure)
        ENGINE_TRY(m_context.part->follow(*m_item));
    const bool isThere = m_item.has_value();
    if (isThere) {
        if (auto packed = m_packer->item(*m_item, *m_composer); !packed)
            return waitsForReceiver(packed.error()) ? Result<bool>(false) : fail(std::move(packed).error());
        // A structure is safe with the transaction behind it: until then the log cache must keep it.
        if (m_item->kind != ComposedItem::Kind::Structure)
            m_newest = std::move(m_item);
        m_item.reset();
    } else {
        ENGINE_TRY(m_packer->flush());
    }
    // Marks and repairs may follow at a position that is sealed already: they are when nothing waits any more.
    const bool isSealed = m_newest && (m_newest->kind == ComposedItem::Kind::Transaction
                                           ? m_packer->position() >= m_newest->position
                                           : m_packer->position() > m_newest->position || m_packer->isEmpty());
    if (isSealed) {
        m_context.publication->setNeededFrom(m_context.id.name(), m_newest->trimBelow);
        m_context.publication->noteSealed(m_context.id.name(), m_packer->position());
        m_newest.reset();
    }
    return isThere;
}

Result<bool> OutStream::produce()
{
    if (m_failure)
        return fail(*m_failure);
    switch (m_phase) {
    case Phase::Starting:
        ENGINE_TRY(start());
        return true;
    case Phase::WaitingForOrder:
        ENGINE_TRY(waitForOrder());
        return false;
    case Phase::Packaged: // until the owner opens it again
        return false;
    case Phase::WaitingForSnapshot:
        return askForSnapshot();
    case Phase::Loading:
        return load();
    case Phase::Flowing:
        return composeOne();
    }
    return false;
}

Result<> OutStream::sendSome()
{
    while (m_subscribed && m_nextToSend < m_context.outbox->endSequence() && m_inFlightBytes < tuning::kWindowBytes) {
        ENGINE_TRY_AS(Bytes packet, m_context.outbox->read(m_nextToSend));
        m_inFlight.emplace_back(m_nextToSend, packet.size());
        m_inFlightBytes += packet.size();
        ++m_nextToSend;
        m_context.send({MessageType::Packet, m_context.id.number, std::move(packet)});
    }
    return {};
}

Result<> OutStream::release()
{
    if (m_context.ledger->isDue() || m_released < m_applied)
        ENGINE_TRY(m_context.ledger->flush());
    if (m_released < m_applied) {
        ENGINE_TRY(m_context.outbox->release(m_applied));
        m_released = m_applied;
        noteOldestEpoch();
        const std::lock_guard lock(m_mutex);
        m_status.outboxBytes = m_context.outbox->bytesUsed();
    }
    return {};
}

void OutStream::sendStatus()
{
    const std::int64_t nowNs = m_context.clock.monotonicNs();
    if (!m_subscribed || nowNs - m_lastStatusNs < tuning::kStatusEveryMs * kNsPerMs)
        return;
    m_lastStatusNs = nowNs;
    const Publication::Status source = m_context.publication->status();
    const Status own = status();
    control::SourceStatus message;
    message.source = source.source.order;
    message.cached = source.cached.order;
    message.packed = own.packed.order;
    message.lastSequence = own.lastSequence;
    message.waiting = m_context.publication->changesAfter(own.applied);
    message.lagMs = m_context.publication->lagMs(m_context.id.name(), own.applied);
    if (const std::optional<Error>& error = m_failure ? m_failure : source.error) {
        message.event = error->event.isEmpty() ? errorCodeName(error->code) : error->event;
        message.args = error->event.isEmpty() ? QStringList{error->detail} : error->args;
    }
    m_context.send(control::encode(m_context.id.number, message));
}

void OutStream::run(std::stop_token stop)
{
    m_stop = stop;
    bool failed = false;
    std::chrono::milliseconds pause = tuning::kRetryFirst;
    while (!stop.stop_requested()) {
        auto step = [&]() -> Result<bool> {
            const std::uint64_t before = m_nextToSend;
            ENGINE_TRY(serveReceiver());
            ENGINE_TRY_AS(const bool produced, produce());
            ENGINE_TRY(sendSome()); // what was just sealed does not wait for the next round
            return produced || m_nextToSend != before;
        }();
        if (step) {
            if (std::exchange(failed, false))
                m_context.onRecovered();
            pause = tuning::kRetryFirst;
            if (!*step)
                m_mailbox.waitFor(stop, tuning::kOutWait);
            continue;
        }
        if (step.error().code == ErrorCode::Cancelled)
            continue; // the stop is looked at in the loop's head
        failed = true;
        if (m_context.offline && m_context.offline->isWriting() && !step.error().transient)
            m_context.offline->failed(step.error());
        m_context.onError(step.error());
        if (!step.error().transient) {
            qCCritical(logHost).noquote() << "stream" << m_context.id.name() << "stops:" << step.error().toString();
            if (mustBeOpenedAgain(step.error()))
                m_context.onReopen();
            m_failure = step.error();
            while (!stop.stop_requested()) {
                m_mailbox.waitFor(stop, tuning::kOutWait);
                m_mailbox.runAll();
                sendStatus();
            }
            return close();
        }
        m_mailbox.waitFor(stop, pause);
        pause = std::min(pause * 2, tuning::kRetryLongest);
    }
    close();
}

void OutStream::close()
{
    m_load.reset();
    if (auto flushed = m_context.ledger->flush(); !flushed)
        qCWarning(logHost).noquote() << "ledger of" << m_context.id.name()
                                     << "not flushed:" << flushed.error().toString();
    m_context.ledger.reset(); // its connection, as the part's, belongs to this thread
    if (m_context.part)
        m_context.part->close();
}

} // namespace busheng
