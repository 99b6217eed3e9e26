// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison of both ends and repair, on the side that asks and on the side that answers.
#include "engine/host/node_runtime.h"

#include "engine/db/values/structure_mapping.h"
#include "engine/host/database_drivers.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

namespace busheng {

std::optional<Verifications::Stream> NodeRuntime::verifiedStream(const QString& subscription) const
{
    const auto stream = m_inStreams.find(subscription);
    if (stream == m_inStreams.end())
        return std::nullopt;
    const InStream::Status status = stream->second->status();
    const StreamId& id = stream->second->id();
    const auto link = m_linkStates.find(id.from);
    Verifications::Stream shown{id.from,
                                id.number,
                                link != m_linkStates.end() && link->second.peer.has_value(),
                                status.state,
                                status.source ? status.source->lagMs : -1,
                                {},
                                status.keptColumns,
                                id.name(),
                                status.schema && status.schema->engine != targetOf(subscription).driver};
    if (status.schema) {
        const auto loading = std::ranges::find_if(status.schema->tables, &TableSchema::isLoading);
        if (loading != status.schema->tables.end())
            shown.loadingTable = loading->name;
    }
    return shown;
}

DatabaseConfig NodeRuntime::targetOf(const QString& subscription) const
{
    const auto running = m_runningAs.find(subscription);
    const auto target = running == m_runningAs.end()
                            ? m_configuration.targets.end()
                            : std::ranges::find(m_configuration.targets, running->second.target, &DatabaseConfig::name);
    return target == m_configuration.targets.end() ? DatabaseConfig() : *target;
}

void NodeRuntime::makeVerifications()
{
    m_verifications = std::make_unique<Verifications>(Verifications::Context{
        m_seams.clock,
        m_seams.random,
        *m_journal,
        *m_alarms,
        [this](std::function<void()> call) { post(std::move(call)); },
        [this](const QString& peer, std::uint32_t stream, const control::Body& body) {
            m_links->send(peer, control::encode(stream, body));
        },
        [this](const QString& subscription) { return verifiedStream(subscription); },
        [this]() -> const std::vector<SubscriptionConfig>& { return m_configuration.subscriptions; },
        [this] { Q_EMIT changed(); },
        m_directory->journal(),
        [this](const LedgerEntry& line) { return m_evidence->noteSigned(line); },
    });
}

void NodeRuntime::onMark(std::uint64_t markId, Position position, std::shared_ptr<TableSnapshot> snapshot,
                         const QString& subscription)
{
    const auto stream = m_inStreams.find(subscription);
    if (stream == m_inStreams.end())
        return;
    const InStream::Status status = stream->second->status();
    std::optional<DatasetSchema> schema = stream->second->schema();
    if (schema && !status.keptColumns.empty()) {
        auto part = DatasetProjection::of(stream->second->id().name(), status.keptColumns, *schema);
        if (!part)
            return m_alarms->raise(part.error(), subscription);
        schema = part->schema();
    }
    if (!schema)
        return;
    // What is parked goes by its name at the target.
    const TargetNames names = targetNames(targetOf(subscription), m_runningAs[subscription]);
    std::vector<ParkedTable> parked;
    for (const TableSchema& table : schema->tables) {
        const QString nameHere = names.named(table, schema->engine).name;
        const auto found = std::ranges::find(status.faults.parked, nameHere, &ParkedTable::table);
        if (found == status.faults.parked.end())
            continue;
        parked.push_back(*found);
        parked.back().table = table.name;
    }
    m_verifications->onMark(markId, position, snapshot, subscription, {*schema, parked, status.keptColumns});
}

Result<std::shared_ptr<const DatasetProjection>>
NodeRuntime::comparedPart(const StreamKey& key, const DatasetSchema& whole,
                          const std::vector<TableMapping>& compared) const
{
    const OutStreamRecord& record = m_outRecords.at(key);
    ENGINE_TRY_AS(const std::vector<TableMapping> shape, decodeMappings(record.shape));
    if (shape.empty() && compared.empty())
        return std::shared_ptr<const DatasetProjection>();
    const QString name = StreamId{m_config.code, key.first, key.second}.name();
    ENGINE_TRY_AS(auto part, DatasetProjection::of(name, narrowed(shape, compared, whole), whole));
    return std::shared_ptr<const DatasetProjection>(std::make_shared<const DatasetProjection>(std::move(part)));
}

void NodeRuntime::onVerifyRequest(const QString& peer, std::uint32_t stream, const control::VerifyRequest& request)
{
    const auto send = [this, peer, stream](const control::Body& body) {
        m_links->send(peer, control::encode(stream, body));
    };
    const auto giveUp = [send, request](const QString& why) {
        send(control::VerifyEnd{request.id, events::VRF_FAILED, {QString(), why}});
    };
    const StreamKey key{peer, stream};
    const auto out = m_outStreams.find(key);
    if (out == m_outStreams.end())
        return giveUp(QStringLiteral("the stream is not subscribed"));
    const std::shared_ptr<Publication> publication = out->second->publication();
    const QString name = out->second->id().name();
    publication->requestMark(request.id, [this, key, name, request, send, giveUp,
                                          weak = std::weak_ptr(publication)](Result<PositionedSnapshot> made) {
        if (!made)
            return giveUp(made.error().detail);
        auto snapshot = std::make_shared<PositionedSnapshot>(std::move(*made));
        post([this, key, name, request, send, giveUp, weak, snapshot] {
            const auto alive = weak.lock();
            const auto schema = alive ? alive->schema() : std::nullopt;
            if (!m_outStreams.contains(key)) // held meanwhile
                return giveUp(QStringLiteral("the stream is not subscribed"));
            if (!schema)
                return giveUp(QStringLiteral("the structure is not known"));
            const auto loading = std::ranges::find_if(schema->tables, &TableSchema::isLoading);
            if (loading != schema->tables.end())
                return giveUp(QStringLiteral("table %1 is being loaded").arg(loading->name));
            const auto part = comparedPart(key, *schema, request.compared);
            if (!part)
                return giveUp(part.error().detail);
            if (*part)
                snapshot->snapshot = (*part)->restricted(std::move(snapshot->snapshot));
            const DatasetSchema carried = *part ? (*part)->schema() : *schema;
            m_sourceVerifications[{key.first, request.id}] = std::make_unique<SourceVerification>(
                request, request.byBytes ? sortedByBytes(carried) : carried, std::move(*snapshot), send,
                [weak, name] { // not kept alive: it may end, and begin anew, before the verification does
                    const auto running = weak.lock();
                    return running && running->lagMs(name) > tuning::kVerifyBusyMs;
                });
        });
    });
}

void NodeRuntime::onRepairRequest(const QString& peer, std::uint32_t stream, const control::RepairRequest& request)
{
    const auto out = m_outStreams.find({peer, stream});
    if (out == m_outStreams.end())
        return;
    std::vector<RowKey> rows;
    for (const control::RepairRequest::Row& row : request.rows)
        rows.push_back({row.tableId, row.key});
    const QString name = out->second->id().name();
    const std::shared_ptr<Publication>& publication = out->second->publication();
    const std::optional<DatasetSchema> schema = publication->schema();
    if (!schema)
        return m_alarms->raise(
            makeTransient(ErrorCode::Schema, QString(), QStringLiteral("the structure is not known")), name);
    auto part = comparedPart({peer, stream}, *schema, request.compared);
    if (!part)
        return m_alarms->raise(part.error(), name);
    publication->requestRepair(std::move(rows), std::move(*part), [this, name](Result<> done) {
        if (!done)
            m_alarms->raise(done.error(), name);
    });
}

} // namespace busheng
