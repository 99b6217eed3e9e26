// SPDX-License-Identifier: GPL-3.0-or-later
// Stages that are made anew: their files must be opened again (after a pause, while the rest goes on), or a person says
// how a stopped subscription goes on.
#include "engine/host/node_runtime.h"

#include "engine/base/log.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

#include <QTimer>

namespace busheng {
namespace {

/// What the receiver would ask for now: a stream that is made anew in the middle of a session is not asked again.
std::optional<control::Subscribe> standingSubscription(const OutStream& stream)
{
    const OutStream::Status status = stream.status();
    if (!status.connected)
        return stream.asked(); // just now, perhaps: a load anew is asked for before the old stream is dropped
    control::Subscribe subscribe;
    subscribe.received = status.receivedSequence;
    subscribe.applied = status.appliedSequence;
    subscribe.appliedPosition = status.applied.order;
    subscribe.largeRows = status.takesLargeRows;
    subscribe.largeValues = status.takesLargeValues;
    return subscribe;
}

} // namespace

void NodeRuntime::later(std::function<void()> call)
{
    // The timer belongs to the engine's thread, the call comes from a worker.
    post([this, call = std::move(call)] { QTimer::singleShot(tuning::kReopenAfterMs, this, call); });
}

void NodeRuntime::reopenInStream(const QString& subscription)
{
    const auto config = std::ranges::find(m_configuration.subscriptions, subscription, &SubscriptionConfig::name);
    const auto running = m_inStreams.find(subscription);
    if (config == m_configuration.subscriptions.end() || running == m_inStreams.end())
        return;
    qCWarning(logHost).noquote() << "the queue of" << subscription << "is opened again";
    const StreamId id = running->second->id();
    m_held.erase({id.from, id.number});
    m_inStreams.erase(running);
    // The new one knows nothing of the old one's trouble. If it is not over, it is raised again at once.
    m_alarms->clearAll(subscription);
    if (auto started = startInStream(*config); !started)
        m_alarms->raise(started.error(), subscription);
    Q_EMIT changed();
}

void NodeRuntime::reopenOutStreams(const std::vector<StreamKey>& keys, const std::function<void()>& whileClosed)
{
    std::vector<std::optional<control::Subscribe>> subscriptions;
    for (const StreamKey& key : keys) {
        const auto stream = m_outStreams.find(key);
        subscriptions.push_back(stream == m_outStreams.end() ? std::nullopt : standingSubscription(*stream->second));
        m_outStreams.erase(key);
    }
    std::erase_if(m_publications, [](const auto& item) { return item.second->isBroken(); });
    if (whileClosed)
        whileClosed();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto record = m_outRecords.find(keys[i]);
        if (record == m_outRecords.end())
            continue;
        const QString name = StreamId{m_config.code, keys[i].first, keys[i].second}.name();
        qCWarning(logHost).noquote() << "stream" << name << "is opened again";
        // If the trouble is not over, it is raised again at once.
        m_alarms->clearAll(name);
        m_alarms->clearAll(record->second.dataset);
        if (auto started = startOutStream(OutStreamRecord(record->second)); !started)
            noteNotStarted(keys[i], started.error(), name);
        else if (subscriptions[i])
            m_outStreams.at(keys[i])->onSubscribe(*subscriptions[i]);
    }
    Q_EMIT changed();
}

void NodeRuntime::reopenPublication(const QString& dataset)
{
    std::vector<StreamKey> keys;
    for (const auto& [key, record] : m_outRecords) {
        if (record.dataset == dataset)
            keys.push_back(key);
    }
    reopenOutStreams(keys);
}

void NodeRuntime::acceptFindings(const QString& subscription, std::function<void(Result<>)> onDone)
{
    const auto running = m_inStreams.find(subscription);
    if (running == m_inStreams.end())
        return onDone(
            fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("subscription"), subscription},
                           QStringLiteral("no subscription '%1'").arg(subscription))));
    running->second->acceptFindings(
        [this, onDone = std::move(onDone)](const Result<>& done) { post([onDone, done] { onDone(done); }); });
}

Result<> NodeRuntime::reloadTable(const QString& subscription, const QString& table)
{
    const auto stream = m_inStreams.find(subscription);
    if (stream == m_inStreams.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("subscription"), subscription},
                              QStringLiteral("no subscription '%1'").arg(subscription)));
    const InStream::Status status = stream->second->status();
    if (!status.schema || status.schema->table(table) == nullptr)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("table"), table},
                              QStringLiteral("the subscription has no table '%1'").arg(table)));
    const StreamId& id = stream->second->id();
    const auto link = m_linkStates.find(id.from);
    if (link == m_linkStates.end() || !link->second.peer)
        return fail(makeEvent(ErrorCode::Network, events::LNK_DOWN, {id.from, QStringLiteral("the link is not up")},
                              QStringLiteral("no session with %1").arg(id.from)));
    m_links->send(id.from, control::encode(id.number, control::ReloadTable{table}));
    return {};
}

Result<> NodeRuntime::reloadSubscription(const QString& subscription, const QString& table)
{
    if (!table.isEmpty())
        return reloadTable(subscription, table);
    const auto found = std::ranges::find(m_configuration.subscriptions, subscription, &SubscriptionConfig::name);
    if (found == m_configuration.subscriptions.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("subscription"), subscription},
                              QStringLiteral("no subscription '%1'").arg(subscription)));
    return reloadSubscriptionAs(*found);
}

/// Saved anew it is another flow with a stream number of its own; the source forgets the old one when it is told which
/// streams are wanted. A crash in between leaves the subscription removed, which a person sees.
Result<> NodeRuntime::reloadSubscriptionAs(SubscriptionConfig subscription)
{
    subscription.enabled = true;
    subscription.replaceTarget = true;
    const bool isThere = std::ranges::find(m_configuration.subscriptions, subscription.name,
                                           &SubscriptionConfig::name) != m_configuration.subscriptions.end();
    if (isThere)
        ENGINE_TRY(m_journal->removeSubscription(subscription.name));
    ENGINE_TRY(m_journal->saveSubscription(subscription));
    m_alarms->forget(subscription.name);
    return reload();
}

} // namespace busheng
