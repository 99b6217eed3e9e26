// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison of both ends and repair, on the side that asks and on the side that answers.
#include "engine/host/node_runtime.h"

#include "engine/api/json.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

#include <QJsonDocument>

namespace busheng {
namespace {

constexpr std::size_t kVerificationsKept = 8;       ///< finished ones, with their differences, ready for a repair
constexpr std::uint64_t kIdMask = (1ULL << 53) - 1; ///< ids stay exact in JSON

Error linkDown(const QString& peer)
{
    return makeEvent(ErrorCode::Network, events::LNK_DOWN, {peer, QStringLiteral("the link is not up")},
                     QStringLiteral("no session with %1").arg(peer));
}

} // namespace

Result<qint64> NodeRuntime::verify(const QString& subscription, bool fieldLevel)
{
    const auto stream = m_inStreams.find(subscription);
    if (stream == m_inStreams.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("subscription"), subscription},
                              QStringLiteral("no subscription '%1'").arg(subscription)));
    const StreamId& id = stream->second->id();
    const auto link = m_linkStates.find(id.from);
    if (link == m_linkStates.end() || !link->second.peer)
        return fail(linkDown(id.from));
    const SubscriptionState state = stream->second->status().state;
    if (state != SubscriptionState::CatchingUp && state != SubscriptionState::Live)
        return fail(
            makeEvent(ErrorCode::Config, events::VRF_FAILED,
                      {subscription, QStringLiteral("the subscription is %1").arg(subscriptionStateName(state))},
                      QStringLiteral("both sides can be compared once the initial load is complete")));
    std::uint64_t number = 0;
    std::array<char, sizeof number> random{};
    ENGINE_TRY(m_seams.random.fill(random));
    for (const char byte : random)
        number = number << 8 | static_cast<unsigned char>(byte);
    number = (number & kIdMask) | 1;

    while (m_targetVerifications.size() >= kVerificationsKept) {
        const auto oldest = std::ranges::min_element(m_targetVerifications, {}, [](const auto& item) {
            const VerificationSnapshot shown = item.second.verification->state();
            return shown.state == QStringLiteral("running") ? std::numeric_limits<qint64>::max() : shown.finishedUtcMs;
        });
        m_targetVerifications.erase(oldest);
    }
    const QString peer = id.from;
    const std::uint32_t streamNumber = id.number;
    TargetVerification::Context context{
        m_seams.clock,
        number,
        subscription,
        fieldLevel,
        [this, peer, streamNumber](const control::Body& body) {
            m_links->send(peer, control::encode(streamNumber, body));
        },
        [this, number] { post([this, number] { onVerificationFinished(number); }); },
    };
    const std::vector<TableMapping> compared = stream->second->status().keptColumns;
    m_targetVerifications[number] = {peer, streamNumber, std::make_unique<TargetVerification>(std::move(context)),
                                     compared};
    m_links->send(peer, control::encode(streamNumber, control::VerifyRequest{number, fieldLevel, compared}));
    return static_cast<qint64>(number);
}

Result<VerificationSnapshot> NodeRuntime::verification(qint64 id)
{
    const auto found = m_targetVerifications.find(static_cast<std::uint64_t>(id));
    if (found == m_targetVerifications.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                              {QStringLiteral("verification"), QString::number(id)},
                              QStringLiteral("no verification %1 in this process").arg(id)));
    return found->second.verification->state();
}

Result<> NodeRuntime::repair(qint64 verificationId)
{
    ENGINE_TRY_AS(const VerificationSnapshot shown, verification(verificationId));
    const TargetSide& side = m_targetVerifications.at(static_cast<std::uint64_t>(verificationId));
    if (shown.level != QStringLiteral("field") || shown.state != QStringLiteral("different"))
        return fail(makeEvent(
            ErrorCode::Config, events::VRF_FAILED,
            {shown.subscription,
             QStringLiteral("only a finished field-level verification that found differences can be repaired")},
            QStringLiteral("verification %1 is %2").arg(verificationId).arg(shown.state)));
    const auto link = m_linkStates.find(side.peer);
    if (link == m_linkStates.end() || !link->second.peer)
        return fail(linkDown(side.peer));
    control::RepairRequest request;
    request.id = static_cast<std::uint64_t>(verificationId);
    request.compared = side.compared;
    for (const RowDifference& difference : side.verification->differences())
        request.rows.push_back({difference.tableId, difference.key});
    m_links->send(side.peer, control::encode(side.stream, request));
    return {};
}

void NodeRuntime::onMark(std::uint64_t markId, Position position, std::shared_ptr<TableSnapshot> snapshot,
                         const QString& subscription)
{
    const auto found = m_targetVerifications.find(markId);
    const auto stream = m_inStreams.find(subscription);
    if (found == m_targetVerifications.end() || stream == m_inStreams.end())
        return; // another subscriber's, or given up meanwhile
    std::optional<DatasetSchema> schema = stream->second->schema();
    if (!schema)
        return;
    const TargetSide& side = found->second;
    if (stream->second->status().keptColumns != side.compared)
        return side.verification->fail(
            makeEvent(ErrorCode::Schema, events::VRF_FAILED,
                      {subscription, QStringLiteral("the target's columns have changed meanwhile: try again")},
                      QStringLiteral("other columns are ignored than when the verification began")));
    if (!side.compared.empty()) {
        auto part = DatasetProjection::of(stream->second->id().name(), side.compared, *schema);
        if (!part)
            return side.verification->fail(part.error());
        schema = part->schema();
    }
    side.verification->onSnapshot(position, std::move(snapshot), *schema);
}

void NodeRuntime::onVerificationFinished(std::uint64_t id)
{
    const auto found = m_targetVerifications.find(id);
    if (found == m_targetVerifications.end())
        return;
    const VerificationSnapshot shown = found->second.verification->state();
    VerificationRecord record;
    record.subscription = shown.subscription;
    record.startedUtcMs = shown.startedUtcMs;
    record.finishedUtcMs = shown.finishedUtcMs;
    record.outcome = shown.state;
    record.position = shown.position;
    record.rowsCompared = shown.rowsCompared;
    record.differences = shown.differenceCount;
    record.report = QJsonDocument(toJson(shown)).toJson(QJsonDocument::Compact);
    if (auto saved = m_journal->saveVerification(record); !saved)
        m_alarms->raise(saved.error(), shown.subscription);
    if (shown.state == QStringLiteral("different"))
        m_alarms->raise(makeEvent(ErrorCode::Conflict, events::VRF_DIFFERENT,
                                  {shown.subscription, QString::number(shown.differenceCount)},
                                  QStringLiteral("%1 rows differ").arg(shown.differenceCount)),
                        shown.subscription);
    else if (shown.state == QStringLiteral("equal"))
        m_alarms->clear(events::VRF_DIFFERENT, shown.subscription);
    Q_EMIT changed();
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
    publication->requestMark(request.id, [this, key, request, send, giveUp,
                                          weak = std::weak_ptr(publication)](Result<PositionedSnapshot> made) {
        if (!made)
            return giveUp(made.error().detail);
        auto snapshot = std::make_shared<PositionedSnapshot>(std::move(*made));
        post([this, key, request, send, giveUp, weak, snapshot] {
            const auto alive = weak.lock();
            const auto schema = alive ? alive->schema() : std::nullopt;
            if (!schema || !m_outRecords.contains(key))
                return giveUp(QStringLiteral("the structure is not known"));
            const auto part = comparedPart(key, *schema, request.compared);
            if (!part)
                return giveUp(part.error().detail);
            if (*part)
                (*part)->restrict(*snapshot->snapshot);
            m_sourceVerifications[{key.first, request.id}] = std::make_unique<SourceVerification>(
                request, *part ? (*part)->schema() : *schema, std::move(*snapshot), send);
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
