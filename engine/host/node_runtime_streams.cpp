// SPDX-License-Identifier: GPL-3.0-or-later
// Starting and stopping what runs: publications, outgoing and incoming streams.
#include "engine/host/node_runtime.h"

#include "engine/base/log.h"
#include "engine/host/database_drivers.h"
#include "engine/host/structure_review.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/table_exchange.h"

#include <QDir>
#include <QThread>

namespace busheng {
namespace {

template <typename Config>
const Config* byName(const std::vector<Config>& all, const QString& name)
{
    const auto found = std::ranges::find(all, name, &Config::name);
    return found == all.end() ? nullptr : &*found;
}

Failure notFound(const QString& kind, const QString& name)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name},
                          QStringLiteral("no %1 '%2'").arg(kind, name)));
}

/// What a capturer is opened with, beside the tables.
bool hasOtherRoute(const DatasetConfig& one, const DatasetConfig& other)
{
    return one.deletedColumn != other.deletedColumn || one.overlap != other.overlap || one.copyTimes != other.copyTimes;
}

constexpr qint64 kMiB = 1 << 20;

/// Reading side by side takes the cores that sealing, and often the server itself, need: measured on two.
int loadConnectionsHere()
{
    constexpr int kCoresForTwo = 4;
    return QThread::idealThreadCount() >= kCoresForTwo ? 2 : 1;
}

} // namespace

Result<std::shared_ptr<Publication>> NodeRuntime::publicationOf(const QString& dataset)
{
    if (const auto running = m_publications.find(dataset); running != m_publications.end())
        return running->second;
    const DatasetConfig* config = byName(m_configuration.datasets, dataset);
    if (config == nullptr)
        return notFound(QStringLiteral("dataset"), dataset);
    const DatabaseConfig* source = byName(m_configuration.sources, config->source);
    if (source == nullptr)
        return notFound(QStringLiteral("source"), config->source);

    LogCache::Options options;
    options.directory = m_directory->logCache(dataset);
    options.quotaBytes = m_config.limits.logCacheMiB * kMiB;
    ENGINE_TRY_AS(auto cache, LogCache::open(m_seams.fileSystem, options));
    Publication::Context context{m_seams.clock,
                                 [this, dataset](const Error& error) { m_alarms->raise(error, dataset); },
                                 [this, dataset] { m_alarms->clearAll(dataset); },
                                 [this, dataset] {
                                     post([this, dataset] {
                                         for (const auto& [key, stream] : m_outStreams) {
                                             if (m_outRecords.at(key).dataset == dataset)
                                                 stream->wake();
                                         }
                                         Q_EMIT changed();
                                     });
                                 },
                                 [this, dataset] { later([this, dataset] { reopenPublication(dataset); }); },
                                 [this, dataset](const std::optional<Error>& low) {
                                     if (low)
                                         m_alarms->raise(*low, dataset);
                                     else
                                         m_alarms->clear(events::CAP_SLOT_LOW, dataset);
                                 }};
    auto publication =
        std::make_shared<Publication>(Publication::Options{dataset, config->tables, m_directory->journal()},
                                      std::move(cache), openerOf(*source, *config), std::move(context));
    m_publications[dataset] = publication;
    m_publishedAs[dataset] = *config;
    return publication;
}

Publication::OpenCapturer NodeRuntime::openerOf(const DatabaseConfig& source, const DatasetConfig& dataset) const
{
    return [job = CaptureJob{source, dataset, m_config.code, {}, m_directory->journal()}](
               const Publication::Resumption& resumption, std::stop_token stop) {
        CaptureJob now = job;
        now.origin = resumption.origin;
        if (!resumption.tables.isEmpty())
            now.dataset.tables = resumption.tables;
        return openCapturer(now, resumption.after, resumption.known, std::move(stop));
    };
}

Result<> NodeRuntime::startOutStream(const OutStreamRecord& record)
{
    const StreamKey key{record.peerCode, record.number};
    const StreamId id{m_config.code, record.peerCode, record.number};
    m_outRecords[key] = record; // known, whether it can be opened or not
    ENGINE_TRY_AS(auto publication, publicationOf(record.dataset));
    publication->setNeededFrom(id.name(), publication->cache().firstRecord()); // held: its place is kept
    ENGINE_TRY(requireMayFlow(record));
    Outbox::Options options;
    options.directory = m_directory->outbox(record.peerCode, record.number);
    options.quotaBytes = m_config.limits.outboxMiB * kMiB;
    ENGINE_TRY_AS(auto offline, offlineExport(record));
    if (offline && offline->isComplete())
        options.firstSequence = offline->joint().lastSequence + 1;
    ENGINE_TRY_AS(auto outbox, Outbox::open(m_seams.fileSystem, options));
    if (outbox->endSequence() < options.firstSequence) { // made empty, before its package was complete
        outbox.reset();
        QDir(options.directory).removeRecursively();
        ENGINE_TRY_AS(outbox, Outbox::open(m_seams.fileSystem, options));
    }
    ENGINE_TRY_AS(const LinkKey linkKey, m_keyLife->active(record.peerCode));
    ENGINE_TRY_AS(std::vector<LinkKey> olderKeys, m_keyLife->held(record.peerCode));
    ENGINE_TRY_AS(std::vector<TableMapping> shape, decodeMappings(record.shape));
    BootId sealerId{}; // fresh for each writer of packets, so that no key and nonce ever meet twice
    ENGINE_TRY(m_seams.random.fill(sealerId));
    OutStream::Context context{
        m_seams.clock,
        id,
        record.generation,
        sealerId,
        publication,
        std::move(outbox),
        linkKey,
        std::make_unique<PacketLedger>(m_directory->journal(), m_seams.clock, id, QStringLiteral("out")),
        [this, peer = record.peerCode](Message message) { m_links->send(peer, std::move(message)); },
        [this, id](const Error& error) { m_alarms->raise(error, id.name()); },
        [this, id] { m_alarms->clearAll(id.name()); },
        [this, key] { later([this, key] { reopenOutStreams({key}); }); },
        m_config.loadConnections > 0 ? m_config.loadConnections : loadConnectionsHere(),
        shape.empty() ? nullptr : std::make_unique<StreamPart>(m_directory->journal(), id, std::move(shape)),
        std::move(olderKeys),
        m_keyLife->counter(record.peerCode),
        std::move(offline),
        [this, id](const Packer::Start& joint) { post([this, id, joint] { noteJoined(id, joint); }); },
    };
    m_outStreams[key] = std::make_unique<OutStream>(std::move(context));
    return {};
}

void NodeRuntime::dropOutStream(const StreamKey& key)
{
    const auto record = m_outRecords.find(key);
    if (record == m_outRecords.end())
        return;
    const QString dataset = record->second.dataset;
    qCInfo(logHost).noquote() << "stream" << key.second << "to" << key.first << "is not wanted any more";
    const QString name = StreamId{m_config.code, key.first, key.second}.name();
    m_outStreams.erase(key);
    if (const auto publication = m_publications.find(dataset); publication != m_publications.end())
        publication->second->forgetStream(name); // also one that is held
    m_alarms->forget(name);
    m_outRecords.erase(record);
    if (auto removed = m_journal->removeOutStream(key.first, key.second); !removed)
        m_alarms->raise(removed.error(), dataset);
    QDir(m_directory->outbox(key.first, key.second)).removeRecursively();
    // A stream that has sent nothing yet needs nothing of what was captured: it begins with what begins anew. So a
    // source whose place in the log is lost starts again once the last receiver asks for its load anew, in whatever
    // order.
    std::vector<StreamKey> waiting;
    for (const auto& [other, item] : m_outRecords) {
        if (item.dataset != dataset)
            continue;
        const auto stream = m_outStreams.find(other);
        if (stream == m_outStreams.end() || stream->second->status().lastSequence != 0)
            return;
        waiting.push_back(other);
    }
    if (waiting.empty())
        return endPublication(dataset);
    // One that captures, or will when its source answers, is left as it is: the slot at the source, too.
    const auto publication = m_publications.find(dataset);
    const auto status = publication == m_publications.end() ? Publication::Status() : publication->second->status();
    if (status.capturing || !status.error || status.error->transient)
        return;
    // Asked once more of streams that stand still: a first packet may have been sealed meanwhile, and one that is in a
    // package is not in the outbox. What is sealed goes on with the log from where it began.
    const auto hasSealed = [this](const StreamKey& stream) {
        Outbox::Options options;
        options.directory = m_directory->outbox(stream.first, stream.second);
        options.quotaBytes = m_config.limits.outboxMiB * kMiB;
        const auto outbox = Outbox::open(m_seams.fileSystem, options);
        const auto package = m_journal->offlineExport(stream.first, stream.second);
        if (!outbox || !package)
            return true; // what cannot be read may be there
        return (*outbox)->endSequence() > 1 || (*package && !(*package)->lastPacket.isEmpty());
    };
    reopenOutStreams(waiting, [&] {
        if (std::ranges::none_of(waiting, hasSealed))
            endPublication(dataset);
    });
}

/// Nobody reads it any more: nothing of it stays, here and at the source.
void NodeRuntime::endPublication(const QString& dataset)
{
    QStringList captured; // also tables that were to leave and had not yet
    if (const auto found = m_publications.find(dataset); found != m_publications.end()) {
        if (const auto structure = found->second->schema())
            captured = namesOf(*structure);
    }
    m_publications.erase(dataset);
    m_alarms->forget(dataset); // they were of what ends here
    QDir(m_directory->logCache(dataset)).removeRecursively();
    const DatasetConfig* config = byName(m_configuration.datasets, dataset);
    const DatabaseConfig* source = config == nullptr ? nullptr : byName(m_configuration.sources, config->source);
    if (source != nullptr) {
        CaptureJob job{*source, *config, m_config.code, {}, m_directory->journal()};
        job.dataset.tables += captured;
        if (auto removed = uninstallCapture(job); !removed)
            m_alarms->raise(removed.error(), dataset);
    }
    if (auto forgotten = m_journal->forgetCapture(dataset); !forgotten)
        m_alarms->raise(forgotten.error(), dataset);
}

Result<> NodeRuntime::startInStream(const SubscriptionConfig& config)
{
    const DatabaseConfig* target = byName(m_configuration.targets, config.target);
    if (target == nullptr)
        return notFound(QStringLiteral("target"), config.target);
    ENGINE_TRY_AS(const quint32 number, m_journal->streamNumber(config.name));
    const StreamId id{config.peerCode, m_config.code, number};
    ENGINE_TRY_AS(std::vector<LinkKey> keys, m_keys->incoming(config.peerCode));
    ENGINE_TRY_AS(const std::vector<LinkKey> packageKeys, m_keys->incoming(packageKeyName(config.peerCode, number)));
    keys.insert(keys.end(), packageKeys.begin(), packageKeys.end());
    Applier::Options applier;
    applier.stream = id.name();
    applier.mayReplaceTarget = config.replaceTarget;
    applier.spoolDirectory = m_directory->path();
    applier.commitEachTransaction = config.strict && mayCommitEachTransaction(*target);
    InboundQueue::Options queue;
    queue.directory = m_directory->inbound(config.peerCode, number);
    queue.quotaBytes = m_config.limits.inboundMiB * kMiB;
    const QString name = config.name;
    InStream::Context context{
        m_seams.fileSystem,
        m_seams.clock,
        id,
        queue,
        m_directory->quarantine(),
        std::move(keys),
        applier,
        [target = *target, config](TargetHooks hooks, std::stop_token stop) {
            return openTarget(target, config, std::move(hooks), std::move(stop));
        },
        std::make_unique<PacketLedger>(m_directory->journal(), m_seams.clock, id, QStringLiteral("in")),
        std::make_unique<PacketLedger>(m_directory->journal(), m_seams.clock, id, QStringLiteral("in")),
        [this, peer = config.peerCode](Message message) { m_links->send(peer, std::move(message)); },
        [this, name] { post([this, name] { subscribeOne(name); }); },
        [this] { post([this] { Q_EMIT changed(); }); },
        [this, name](std::uint64_t mark, Position position, std::unique_ptr<TableSnapshot> snapshot) {
            std::shared_ptr<TableSnapshot> shared = std::move(snapshot);
            post([this, name, mark, position, shared] { onMark(mark, position, shared, name); });
        },
        [this, name](const Error& error) { m_alarms->raise(error, name); },
        [this, name] { m_alarms->clearAll(name); },
        [this, name] { later([this, name] { reopenInStream(name); }); },
        [target = *target](std::stop_token stop) { return openTargetDesk(target, std::move(stop)); },
        [this, name, subject = id.name()](const TargetFaults& faults) { showFaults(name, subject, faults); },
        structurePolicyFromWord(config.onStructure) == StructurePolicy::Park,
        {},
    };
    context.fence = m_fence;
    if (config.reviewStructure) {
        ENGINE_TRY_AS(const QString approved, m_journal->approvedStructure(name));
        context.review = [name, approved](const QStringList& statements) {
            return requireApproval(name, statements, approved);
        };
    }
    if (config.gate != u"off")
        context.gate = std::make_unique<QualityGate>(
            QualityGate::Options{m_directory->journal(), m_seams.clock, id.name(), config, *target});
    context.onImported = [this, id](const PackageManifest& package) {
        post([this, id, package] { noteImported(id, package); });
    };
    auto stream = std::make_unique<InStream>(std::move(context), !config.enabled);
    ENGINE_TRY(restoreImport(config, id, *stream));
    stream->setOnRoom([this, key = StreamKey{config.peerCode, number}] { post([this, key] { offerHeld(key); }); });
    m_streamNumbers[name] = number;
    m_inStreams[name] = std::move(stream);
    m_runningAs[name] = config;
    return {};
}

Result<> NodeRuntime::reloadSubscriptions()
{
    std::erase_if(m_inStreams, [this](const auto& item) {
        const SubscriptionConfig* config = byName(m_configuration.subscriptions, item.first);
        auto number = config == nullptr ? Result<quint32>(fail(ErrorCode::Config, QString()))
                                        : m_journal->streamNumber(item.first);
        const bool gone = !number || *number != m_streamNumbers[item.first];
        if (gone) {
            m_alarms->forget(item.first);
            showFaults(item.first, item.second->id().name(), {});
            m_alarms->forget(item.second->id().name());
            m_streamNumbers.erase(item.first);
            m_rates.erase(item.first);
        }
        return gone;
    });
    for (const SubscriptionConfig& config : m_configuration.subscriptions) {
        if (const auto running = m_inStreams.find(config.name); running != m_inStreams.end()) {
            SubscriptionConfig before = m_runningAs[config.name];
            before.enabled = config.enabled;
            before.verifyTimes = config.verifyTimes;
            before.verifyRepairs = config.verifyRepairs;
            if (before == config) {
                running->second->setPaused(!config.enabled);
                continue;
            }
            // Other options of the same stream: its target is opened anew, as they say, and its peer asked again.
            const StreamId id = running->second->id();
            m_held.erase({id.from, id.number});
            m_inStreams.erase(running);
            m_alarms->clearAll(config.name);
        }
        if (auto started = startInStream(config); !started)
            m_alarms->raise(started.error(), config.name);
    }
    for (const auto& [peer, state] : m_linkStates) {
        if (state.peer)
            subscribeAll(peer);
    }
    return {};
}

Result<> NodeRuntime::reloadPublications()
{
    std::vector<StreamKey> revoked;
    for (const auto& [key, record] : m_outRecords) {
        const DatasetConfig* config = byName(m_configuration.datasets, record.dataset);
        const bool isGranted = config != nullptr && (config->onApplication || config->grantedTo.contains(key.first));
        if (!isGranted || !m_linkStates.contains(key.first))
            revoked.push_back(key);
        else if (!mayPass(key.first, LinkRight::GiveTables))
            holdOutStream(key, events::LNK_NO_RIGHT, noRightThere(m_config.code, LinkRight::GiveTables));
    }
    for (const StreamKey& key : revoked)
        dropOutStream(key);
    holdUnapproved();
    for (const auto& [name, publication] : m_publications) {
        const DatasetConfig* config = byName(m_configuration.datasets, name);
        const DatabaseConfig* source = config == nullptr ? nullptr : byName(m_configuration.sources, config->source);
        if (source == nullptr)
            continue;
        publication->setTables(config->tables);
        if (hasOtherRoute(m_publishedAs[name], *config))
            publication->reopenCapturer(openerOf(*source, *config));
        m_publishedAs[name] = *config;
    }
    return {};
}

Result<> NodeRuntime::look(const QString& dataset)
{
    const auto found = m_publications.find(dataset);
    if (found == m_publications.end())
        return notFound(QStringLiteral("dataset"), dataset);
    found->second->requestLook();
    return {};
}

Result<> NodeRuntime::setPaused(const QString& subscription, bool paused)
{
    const SubscriptionConfig* found = byName(m_configuration.subscriptions, subscription);
    if (found == nullptr)
        return notFound(QStringLiteral("subscription"), subscription);
    SubscriptionConfig config = *found;
    config.enabled = !paused;
    ENGINE_TRY(m_journal->saveSubscription(config));
    const auto running = m_inStreams.find(subscription);
    // What an error stopped is begun anew: its target is opened and its checkpoint read again.
    if (!paused && running != m_inStreams.end() && running->second->status().state == SubscriptionState::Stopped) {
        m_inStreams.erase(running);
        m_alarms->clearAll(subscription);
    }
    return reload();
}

} // namespace busheng
