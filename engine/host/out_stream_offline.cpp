// SPDX-License-Identifier: GPL-3.0-or-later
// A stream whose load goes into a package (offline_export.h).
#include "engine/host/out_stream.h"

#include "engine/model/events.h"

namespace busheng {

std::optional<OfflineExport::Status> OutStream::offlineStatus() const
{
    return m_context.offline ? std::optional(m_context.offline->status()) : std::nullopt;
}

/// The outbox is empty: what stands before its first packet is in the package, or will be.
Result<> OutStream::startOffline()
{
    OfflineExport& offline = *m_context.offline;
    if (offline.isComplete()) {
        const Packer::Start& joint = offline.joint();
        ResumePoint point;
        point.sequence = joint.lastSequence;
        point.digest = joint.lastDigest;
        point.position = joint.position;
        point.schemaVersion = joint.schemaVersion;
        m_resume = std::move(point);
        return startFrom(joint);
    }
    if (!offline.isOrdered()) {
        m_phase = Phase::WaitingForOrder;
        return findEpochs();
    }
    m_writer.rekey(offline.key());
    ENGINE_TRY_AS(m_resume, offline.begin());
    if (!m_resume || m_resume->loading)
        return startFrom(m_resume ? m_resume->packerStart() : Packer::Start());
    return finishPackage(); // all of it is written, only its manifest is not
}

/// Of a load that has not begun nothing is needed of the log but what is still open: its snapshot will be newer than
/// what has committed so far.
Result<> OutStream::waitForOrder()
{
    if (m_context.offline->hasBegun())
        return {};
    LogCache& cache = m_context.publication->cache();
    if (!m_composer)
        m_composer.emplace(cache, cache.durablePosition());
    while (true) {
        ENGINE_TRY_AS(const std::optional<ComposedItem> item, m_composer->next());
        if (!item)
            return {};
        m_context.publication->setNeededFrom(m_context.id.name(), item->trimBelow);
        m_context.publication->noteApplied(m_context.id.name(), item->position);
    }
}

Result<> OutStream::keepInPackage(const PacketHeader& header, BytesView packet)
{
    ENGINE_TRY_AS(const bool isWhole, m_context.offline->add(header, m_packer->sealedDigest(), packet));
    if (isWhole) {
        for (const auto& [kept, digest] : m_context.offline->takeWhole())
            m_context.ledger->add(kept, digest, QStringLiteral("sealed"));
    }
    const std::lock_guard lock(m_mutex);
    m_status.packed = header.upTo;
    m_status.lastSequence = header.sequence;
    m_status.plainBytes += header.plainLength;
    m_status.sealedBytes += header.bodyLength;
    return {};
}

/// What comes next is packets of the outbox, which begins behind the package: its owner opens it so.
Result<> OutStream::finishPackage()
{
    ENGINE_TRY(m_context.offline->finish());
    for (const auto& [kept, digest] : m_context.offline->takeWhole())
        m_context.ledger->add(kept, digest, QStringLiteral("sealed"));
    ENGINE_TRY(m_context.ledger->flush());
    m_load.reset();
    m_resume.reset();
    m_phase = Phase::Packaged;
    {
        const std::lock_guard lock(m_mutex);
        m_status.loading = false;
    }
    m_context.onReopen();
    return {};
}

/// True: the receiver has not read the package yet, and nothing is sent.
bool OutStream::waitsForPackage(const control::Subscribe& subscribe)
{
    if (!m_context.offline)
        return false;
    const auto notes = [&](bool waits) {
        if (waits) {
            const std::lock_guard lock(m_mutex);
            m_status.connected = true;
            m_status.receivedSequence = subscribe.received;
        }
        return waits;
    };
    if (!m_context.offline->isComplete())
        return notes(true);
    const Packer::Start& joint = m_context.offline->joint();
    if (subscribe.received < joint.lastSequence)
        return notes(true);
    if (subscribe.received != joint.lastSequence || subscribe.receivedDigest == Digest{})
        return false;
    if (subscribe.receivedDigest != joint.lastDigest) {
        const QString name = m_context.id.name();
        m_context.send(control::encode(m_context.id.number, control::Subscribed{events::LNK_FORK, {name}}));
        m_context.onError(makeEvent(ErrorCode::Protocol, events::LNK_FORK, {name},
                                    QStringLiteral("the receiver read another package than the one written here")));
        return true;
    }
    if (m_context.onJoined)
        m_context.onJoined(joint);
    return false;
}

} // namespace busheng
