// SPDX-License-Identifier: GPL-3.0-or-later
// How a stream begins: a snapshot of the source, and the load of its rows.
#include "engine/host/out_stream.h"

#include "engine/host/tuning.h"
#include "engine/model/events.h"

namespace busheng {

Result<bool> OutStream::askForSnapshot()
{
    if (m_snapshotAsked)
        return false;
    std::optional<DatasetSchema> carried = m_context.publication->schema();
    if (carried && m_context.part)
        carried = m_context.part->carriedOf(*carried);
    if (auto readable = carried ? m_packer->checkReceiver(*carried) : Result<>(); !readable)
        return waitsForReceiver(readable.error()) ? Result<bool>(false) : fail(std::move(readable).error());
    m_snapshotAsked = true;
    m_context.publication->requestSnapshot([this, addressee = m_addressee](Result<Publication::LoadStart> made) {
        auto start = std::make_shared<Result<Publication::LoadStart>>(std::move(made));
        const std::lock_guard lock(addressee->mutex);
        if (addressee->stream == nullptr)
            return;
        m_mailbox.post([this, start] {
            m_snapshotAsked = false;
            auto begun = *start ? beginLoad(std::move(**start)) : Result<>(fail(start->error()));
            if (begun)
                return;
            if (begun.error().code == ErrorCode::Config)
                m_failure = begun.error(); // a part that the dataset has not
            else
                m_context.onError(begun.error());
        });
    });
    return false;
}

Result<> OutStream::beginLoad(Publication::LoadStart start)
{
    auto& [snapshot, carried] = start;
    if (m_context.part) {
        ENGINE_TRY(m_context.part->begin(carried));
        carried = m_context.part->projection().schema();
        snapshot.snapshot = m_context.part->projection().restricted(std::move(snapshot.snapshot));
    }
    const auto hasValues = [part = m_context.part.get()](std::uint32_t table) {
        return part == nullptr || part->projection().carriesWhole(table);
    };
    ENGINE_TRY_AS(m_load, InitialLoad::begin(std::move(snapshot), carried, m_resume, *m_packer,
                                             {m_context.id.name(), m_context.generation, m_context.loadReaders,
                                              [this] { m_mailbox.wake(); }, hasValues}));
    m_context.generation = m_load->generation();
    if (m_context.offline)
        m_context.offline->noteLoad(m_load->schema(), m_load->rowCounts(), m_load->generation());
    m_composer.emplace(m_context.publication->cache(), m_load->start());
    attachPart();
    m_phase = Phase::Loading;
    m_loadBeganNs = m_context.clock.monotonicNs();
    m_loadBeganAt = m_load->progress().rows;
    noteLoad();
    return {};
}

void OutStream::noteLoad()
{
    const InitialLoad::Progress& progress = m_load->progress();
    const std::int64_t tookNs = m_context.clock.monotonicNs() - m_loadBeganNs;
    const std::lock_guard lock(m_mutex);
    m_status.load = progress;
    m_status.loadRowsPerSecond =
        tookNs <= 0 ? 0 : static_cast<double>(progress.rows - m_loadBeganAt) * 1e9 / static_cast<double>(tookNs);
}

Result<bool> OutStream::load()
{
    auto step = m_load->step(*m_packer);
    if (!step) {
        if (waitsForReceiver(step.error()))
            return false;
        // What the packer or the outbox refuses for a while is offered again; a snapshot that is lost stays lost.
        if (step.error().code == ErrorCode::Sql)
            ENGINE_TRY(interruptLoad());
        return fail(std::move(step).error());
    }
    noteLoad();
    if (*step != InitialLoad::Step::Ended)
        return *step == InitialLoad::Step::Moved;
    ENGINE_TRY(m_packer->flush());
    if (m_context.offline && m_context.offline->isWriting()) {
        ENGINE_TRY(finishPackage());
        return true;
    }
    m_load.reset();
    m_resume.reset();
    m_phase = Phase::Flowing;
    const std::lock_guard lock(m_mutex);
    m_status.loading = false;
    return true;
}

/// The snapshot is gone: the load goes on with another one, behind what is in packets.
Result<> OutStream::interruptLoad()
{
    ENGINE_TRY(m_packer->loadInterrupted());
    m_resume = m_load->resumePoint();
    m_load.reset();
    m_phase = Phase::WaitingForSnapshot;
    return {};
}

} // namespace busheng
