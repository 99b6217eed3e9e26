// SPDX-License-Identifier: GPL-3.0-or-later
// What was queued, and a package that is queued before anything comes over the link.
#include "engine/host/in_stream.h"

#include "engine/host/storage_fault.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {

Result<> InStream::takeQueued(std::vector<OpenedPacket> opened, Position newest)
{
    ENGINE_TRY(m_queue->sync());
    m_refused = m_refusedAtNs.has_value();
    handOver(std::move(opened));
    {
        const std::lock_guard lock(m_mutex);
        m_status.receivedSequence = m_queue->endSequence() - 1;
        m_status.receivedPosition = std::max(m_status.receivedPosition, newest);
        m_status.queueBytes = m_queue->bytesUsed();
    }
    m_context.send(
        control::encodeProgress(MessageType::Received, m_context.id.number, {m_queue->endSequence() - 1, 0}));
    m_applyMailbox.wake();
    return {};
}

/// What the apply worker will not come to soon it reads from the queue: memory is bounded.
void InStream::handOver(std::vector<OpenedPacket> packets)
{
    const std::lock_guard lock(m_mutex);
    if (m_status.paused)
        return;
    for (OpenedPacket& packet : packets) {
        if (m_openedBytes + packet.body.size() > tuning::kOpenedBytes)
            return;
        m_openedBytes += packet.body.size();
        m_opened.push_back(std::move(packet));
    }
}

void InStream::importPackage(std::shared_ptr<OfflineImport> package, const LinkKey& key)
{
    addKey(key);
    {
        const std::lock_guard lock(m_mutex);
        m_status.import = package;
    }
    m_inMailbox.post([this, package = std::move(package)] {
        m_import = package;
        m_importTroubled = false;
    });
}

void InStream::cancelImport()
{
    {
        const std::lock_guard lock(m_mutex);
        m_status.import.reset();
    }
    m_inMailbox.post([this] {
        m_import.reset();
        m_importTroubled = false;
    });
}

/// True: packets were queued, and there may be more.
Result<bool> InStream::importSome()
{
    if (!m_import || m_import->isStopped())
        return false;
    std::vector<OpenedPacket> opened;
    Position newest;
    auto read = readPackage(opened, newest);
    const bool moved = !opened.empty();
    if (moved)
        ENGINE_TRY(takeQueued(std::move(opened), newest));
    const std::uint64_t queued = m_queue->endSequence() - 1;
    if (moved || queued >= m_import->manifest().lastSequence) {
        m_import->noteQueued(std::min<std::uint64_t>(queued, m_import->manifest().lastSequence));
        m_importTroubled = false;
        m_context.onChange();
    }
    if (queued >= m_import->manifest().lastSequence) {
        finishImport();
        return moved;
    }
    if (!read) {
        if (mustBeOpenedAgain(read.error()))
            return fail(read.error());
        noteImportTrouble(read.error());
    }
    return moved && read.has_value();
}

Result<> InStream::readPackage(std::vector<OpenedPacket>& opened, Position& newest)
{
    std::uint64_t due = m_queue->endSequence();
    std::size_t bytes = 0;
    while (due <= m_import->manifest().lastSequence && bytes < tuning::kOpenedBytes) {
        ENGINE_TRY_AS(const Bytes packet, m_import->packet(due));
        ENGINE_TRY_AS(const InboundQueue::Accepted accepted, m_queue->accept(packet));
        bytes += packet.size();
        ++due;
        if (accepted != InboundQueue::Accepted::Queued)
            continue;
        opened.push_back(m_queue->takeNewest());
        newest = std::max(newest, opened.back().header.upTo);
    }
    return {};
}

/// The source is asked for what comes behind: its next packet carries the digest of the package's last one, or is
/// refused.
void InStream::finishImport()
{
    if (m_context.onImported)
        m_context.onImported(m_import->manifest());
    m_import.reset();
    m_context.onReady();
}

/// A full queue is no trouble: the loader makes room.
void InStream::noteImportTrouble(const Error& error)
{
    if (error.event == events::DSK_QUOTA)
        return;
    m_import->noteTrouble(error);
    if (!std::exchange(m_importTroubled, true))
        noteError(Worker::In, error);
    m_context.onChange();
}

} // namespace busheng
