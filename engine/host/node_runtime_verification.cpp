// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison of both ends and repair, on the side that asks and on the side that answers.
#include "engine/host/node_runtime.h"

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
    Verifications::Stream shown{id.from, id.number, link != m_linkStates.end() && link->second.peer.has_value(),
                                status.state, status.source ? status.source->lagMs : -1, {}};
    if (status.schema) {
        const auto loading = std::ranges::find_if(status.schema->tables, &TableSchema::isLoading);
        if (loading != status.schema->tables.end())
            shown.loadingTable = loading->name;
    }
    return shown;
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
    });
}

void NodeRuntime::onMark(std::uint64_t markId, Position position, std::shared_ptr<TableSnapshot> snapshot,
                         const QString& subscription)
{
    const auto stream = m_inStreams.find(subscription);
    if (stream == m_inStreams.end())
        return;
    if (const std::optional<DatasetSchema> schema = stream->second->schema())
        m_verifications->onMark(markId, position, snapshot, subscription, *schema,
                                stream->second->status().faults.parked);
}

void NodeRuntime::onVerifyRequest(const QString& peer, std::uint32_t stream, const control::VerifyRequest& request)
{
    const auto send = [this, peer, stream](const control::Body& body) {
        m_links->send(peer, control::encode(stream, body));
    };
    const auto giveUp = [send, request](const QString& why) {
        send(control::VerifyEnd{request.id, events::VRF_FAILED, {QString(), why}});
    };
    const auto out = m_outStreams.find({peer, stream});
    if (out == m_outStreams.end())
        return giveUp(QStringLiteral("the stream is not subscribed"));
    const std::shared_ptr<Publication> publication = out->second->publication();
    const QString name = out->second->id().name();
    publication->requestMark(request.id, [this, peer, name, request, send, giveUp,
                                          weak = std::weak_ptr(publication)](Result<PositionedSnapshot> made) {
        if (!made)
            return giveUp(made.error().detail);
        auto snapshot = std::make_shared<PositionedSnapshot>(std::move(*made));
        post([this, peer, name, request, send, giveUp, weak, snapshot] {
            const auto alive = weak.lock();
            const auto schema = alive ? alive->schema() : std::nullopt;
            if (!schema)
                return giveUp(QStringLiteral("the structure is not known"));
            const auto loading = std::ranges::find_if(schema->tables, &TableSchema::isLoading);
            if (loading != schema->tables.end())
                return giveUp(QStringLiteral("table %1 is being loaded").arg(loading->name));
            m_sourceVerifications[{peer, request.id}] =
                std::make_unique<SourceVerification>(request, *schema, std::move(*snapshot), send, [alive, name] {
                    return alive->lagMs(name) > tuning::kVerifyBusyMs;
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
    out->second->publication()->requestRepair(std::move(rows), [this, name](Result<> done) {
        if (!done)
            m_alarms->raise(done.error(), name);
    });
}

} // namespace busheng
