// SPDX-License-Identifier: GPL-3.0-or-later
// What a subscription makes of its dataset's structure, looked at and approved by a person.
#include "engine/host/node_runtime.h"

#include "engine/base/log.h"
#include "engine/host/structure_review.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

Failure notFound(const QString& kind, const QString& name)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name},
                          QStringLiteral("no %1 '%2'").arg(kind, name)));
}

template <typename Config>
const Config* byName(const std::vector<Config>& all, const QString& name)
{
    const auto found = std::ranges::find(all, name, &Config::name);
    return found == all.end() ? nullptr : &*found;
}

} // namespace

Result<> NodeRuntime::checkMappingKept(const SubscriptionConfig& subscription) const
{
    const SubscriptionConfig* before = byName(m_configuration.subscriptions, subscription.name);
    const bool sameFlow = before != nullptr && before->peerCode == subscription.peerCode &&
                          before->dataset == subscription.dataset && before->target == subscription.target;
    if (!sameFlow || (before->mappings == subscription.mappings && before->targetSchema == subscription.targetSchema))
        return {};
    return fail(makeEvent(ErrorCode::Config, events::MAP_CHANGED, {subscription.name},
                          QStringLiteral("subscription %1 takes another part of its dataset, or under other names")
                              .arg(subscription.name)));
}

void NodeRuntime::structure(const SubscriptionConfig& subscription,
                            std::function<void(Result<StructureSnapshot>)> onDone)
{
    StructureJob job;
    job.subscription = subscription;
    bool waits = false;
    if (const SubscriptionConfig* known = byName(m_configuration.subscriptions, subscription.name)) {
        job.subscription = *known;
        if (const auto stream = m_inStreams.find(known->name); stream != m_inStreams.end()) {
            const InStream::Status status = stream->second->status();
            waits = status.review.has_value();
            job.schema = waits ? std::optional(status.review->structure) : stream->second->schema();
        }
        if (!job.schema)
            return onDone(fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                                         {QStringLiteral("structure"), QStringLiteral("subscription"), known->name,
                                          QStringLiteral("a subscription whose structure has arrived from its source")},
                                         QStringLiteral("the structure of %1 is not known yet").arg(known->name))));
    } else if (const DatasetConfig* dataset = byName(m_configuration.datasets, subscription.dataset)) {
        const DatabaseConfig* source = byName(m_configuration.sources, dataset->source);
        if (source == nullptr)
            return onDone(notFound(QStringLiteral("source"), dataset->source));
        job.source = *source;
        job.tables = dataset->tables;
        job.readAs = dataset->readAs;
    } else {
        return onDone(subscription.dataset.isEmpty() ? notFound(QStringLiteral("subscription"), subscription.name)
                                                     : notFound(QStringLiteral("dataset"), subscription.dataset));
    }
    const DatabaseConfig* target = byName(m_configuration.targets, job.subscription.target);
    if (target == nullptr)
        return onDone(notFound(QStringLiteral("target"), job.subscription.target));
    job.target = *target;

    const std::uint64_t id = ++m_lastLook;
    const auto finish = [this, id, waits, onDone = std::move(onDone)](const Result<StructureSnapshot>& made) {
        post([this, id, waits, onDone, made] {
            m_looks.erase(id);
            Result<StructureSnapshot> shown = made;
            if (shown)
                shown->waitsForApproval = waits;
            onDone(std::move(shown));
        });
    };
    m_looks[id] = std::make_unique<WorkerThread>(
        QStringLiteral("structure.%1").arg(id),
        [job = std::move(job), finish](std::stop_token stop) { finish(compareStructure(job, stop)); },
        [finish](const Error& error) { finish(fail(error)); });
}

void NodeRuntime::makeDesks()
{
    TextDesk::Context texts;
    texts.post = [this](std::function<void()> call) { post(std::move(call)); };
    texts.configuration = [this] { return m_configuration; };
    texts.nodeCode = m_config.code;
    texts.send = [this](const QString& peer, const control::Body& body) {
        const auto link = m_linkStates.find(peer);
        if (link == m_linkStates.end() || !link->second.peer)
            return false;
        m_links->send(peer, control::encode(0, body));
        return true;
    };
    const auto requireMayKnow = [this](const QString& peer, const DatasetConfig& dataset) -> Result<> {
        if (!dataset.onApplication && !dataset.grantedTo.contains(peer)) // first: as one that is not there
            return notFound(QStringLiteral("dataset"), dataset.name);
        if (!mayPass(peer, LinkRight::GiveTables))
            return fail(makeEvent(ErrorCode::Auth, events::LNK_NO_RIGHT,
                                  noRightThere(m_config.code, LinkRight::GiveTables),
                                  QStringLiteral("%1 may not subscribe to datasets").arg(peer)));
        return {};
    };
    // Counts and samples are of all rows and columns: who may have a part only is told nothing.
    texts.requireMayHave = [this, requireMayKnow](const QString& peer, const DatasetConfig& dataset) -> Result<> {
        ENGINE_TRY(requireMayKnow(peer, dataset));
        return requireApproved(peer, dataset, {});
    };
    texts.keepShown = [this](const QString& target, const QStringList& statements) {
        return m_journal->saveWideningStatements(target, statements);
    };
    texts.shown = [this](const QString& target) { return m_journal->wideningStatements(target); };
    StructureDesk::Context structures{
        texts.post,
        texts.configuration,
        texts.nodeCode,
        texts.send,
        requireMayKnow,
        [this](const SubscriptionConfig& subscription, std::function<void(Result<StructureSnapshot>)> onDone) {
            structure(subscription, std::move(onDone));
        }};
    m_desks = std::make_unique<DatabaseDesks>(std::move(texts), std::move(structures));
}

Result<> NodeRuntime::approveStructure(const QString& subscription)
{
    const auto stream = m_inStreams.find(subscription);
    if (stream == m_inStreams.end())
        return notFound(QStringLiteral("subscription"), subscription);
    const InStream::Status status = stream->second->status();
    if (!status.review)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {QStringLiteral("approve-structure"), QStringLiteral("subscription"), subscription,
                               QStringLiteral("a subscription that waits for the approval of its structure")},
                              QStringLiteral("%1 waits for no approval").arg(subscription)));
    ENGINE_TRY(m_journal->approveStructure(subscription, structureDigest(status.review->statements)));
    qCInfo(logHost).noquote() << "approved by a person for" << subscription << ':'
                              << status.review->statements.join(QStringLiteral("; "));
    return setPaused(subscription, false);
}

} // namespace busheng
