// SPDX-License-Identifier: GPL-3.0-or-later
// The whole state as the outside sees it.
#include "engine/host/node_runtime.h"

#include "engine/base/process_info.h"
#include "engine/model/load_order.h"
#include "engine/model/rate_plan.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::int64_t kRateOverNs = 1'000'000'000;
constexpr std::int64_t kEstimateOverNs = 30'000'000'000;
constexpr double kMsPerSecond = 1000;

/// -1: not known.
qint64 remainingMs(double rows, double rowsPerSecond)
{
    return rowsPerSecond <= 0 ? -1 : static_cast<qint64>(std::max(rows, 0.0) / rowsPerSecond * kMsPerSecond);
}

/// The target knows how many rows it has of all tables, and in which order they come.
std::vector<TableLoad> tableLoads(const InStream::Status& status)
{
    std::vector<TableLoad> loads;
    const Checkpoint& checkpoint = status.checkpoint;
    if (!status.schema)
        return loads;
    if (checkpoint.state == SubscriptionState::Initializing &&
        checkpoint.expectedRows.size() == status.schema->tables.size()) {
        std::uint64_t left = checkpoint.rowsLoaded;
        for (const std::size_t table : loadOrder(*status.schema)) {
            const std::uint64_t expected = checkpoint.expectedRows[table];
            const std::uint64_t loaded = std::min(left, expected);
            left -= loaded;
            loads.push_back(
                {status.schema->tables[table].name, static_cast<qint64>(loaded), static_cast<qint64>(expected)});
        }
        return loads;
    }
    for (const TableSchema& table : status.schema->tables) {
        if (table.isLoading)
            loads.push_back({table.name, -1, -1});
    }
    return loads;
}

void noteError(const std::optional<Error>& error, QString& event, QStringList& args, QString& detail)
{
    if (!error)
        return;
    event = error->event.isEmpty() ? errorCodeName(error->code) : error->event;
    args = error->event.isEmpty() ? QStringList{error->detail} : error->args;
    detail = error->toString();
}

/// "table.column" of what the structure has and the target has not.
QStringList ignoredColumns(const std::vector<TableMapping>& kept, BytesView structure)
{
    QStringList ignored;
    if (kept.empty())
        return ignored;
    const auto schema = decodeSchema(structure);
    for (const TableMapping& part : kept) {
        const TableSchema* table = schema ? schema->table(part.table) : nullptr;
        for (const ColumnSchema& column : table == nullptr ? std::vector<ColumnSchema>() : table->columns) {
            if (!part.columns.contains(column.name))
                ignored.append(part.table + u'.' + column.name);
        }
    }
    return ignored;
}

template <typename Status>
void showError(const Status& status, OfflineSnapshot& shown)
{
    QString detail;
    noteError(status.error, shown.error, shown.errorArgs, detail);
}

OfflineSnapshot offlineSnapshot(const std::optional<OfflineExport::Status>& status)
{
    OfflineSnapshot shown;
    if (!status)
        return shown;
    shown.state = status->state;
    shown.packageId = status->packageId;
    shown.directory = status->directory;
    shown.parts = status->parts;
    shown.packets = status->packets;
    shown.bytes = status->bytes;
    showError(*status, shown);
    return shown;
}

OfflineSnapshot offlineSnapshot(const SubscriptionConfig& config, const InStream::Status& status)
{
    OfflineSnapshot shown;
    if (!config.offlineStart)
        return shown;
    if (!status.import) {
        // Behind the package its state is the subscription's own.
        shown.state = status.receivedSequence == 0 ? QStringLiteral("waiting") : QStringLiteral("imported");
        return shown;
    }
    const OfflineImport::Status import = status.import->status();
    shown.state = import.state;
    shown.packageId = import.packageId;
    shown.directory = import.directory;
    shown.part = import.part;
    shown.parts = import.parts;
    shown.packets = import.packets;
    shown.packetsTotal = import.packetsTotal;
    showError(import, shown);
    return shown;
}

GateSnapshot gateSnapshot(const SubscriptionConfig& config, const std::optional<GateReport>& report)
{
    GateSnapshot shown;
    if (config.gate == u"off")
        return shown;
    shown.rules = config.gateRules.size();
    if (!report)
        return shown;
    shown.state = report->state;
    shown.failedRules = report->failedRules();
    shown.digest = report->digest;
    shown.by = report->by;
    shown.decidedUtcMs = report->decidedUtcMs;
    return shown;
}

} // namespace

LinkSnapshot NodeRuntime::linkSnapshot(const LinkConfig& link) const
{
    LinkSnapshot shown;
    shown.config = link;
    const auto found = m_linkStates.find(link.peerCode);
    if (found == m_linkStates.end())
        return shown;
    const LinkState& state = found->second;
    const qint64 utcMs = m_seams.clock.utcMs();
    shown.sendLimitNow = RatePlan::parse(link.sendLimit).value_or(RatePlan()).at(utcMs);
    shown.receiveLimitNow = RatePlan::parse(link.receiveLimit).value_or(RatePlan()).at(utcMs);
    if (state.peer) {
        shown.connected = true;
        shown.bytesSent = state.peer->traffic->sent;
        shown.bytesReceived = state.peer->traffic->received;
        shown.suite = state.peer->tlsVersion + u' ' + state.peer->suite;
        shown.packetSuite = state.peer->packetSuite;
        shown.peerSm2Subject = state.peer->sm2Subject;
        shown.peerSubject = state.peer->certificateSubject;
        shown.peerAddress = state.peer->address;
        shown.line = state.peer->dialed;
        shown.mainLine = state.peer->mainLine;
        shown.connectedSinceUtcMs = state.sinceUtcMs;
    }
    QString detail;
    noteError(state.lastError, shown.lastError, shown.lastErrorArgs, detail);
    return shown;
}

SubscriptionSnapshot NodeRuntime::subscriptionSnapshot(const SubscriptionConfig& config)
{
    SubscriptionSnapshot shown;
    shown.config = config;
    const auto found = m_inStreams.find(config.name);
    if (found == m_inStreams.end()) {
        shown.state = SubscriptionState::Stopped;
        return shown;
    }
    const InStream::Status status = found->second->status();
    const Checkpoint& checkpoint = status.checkpoint;
    shown.stream = found->second->id().name();
    shown.state =
        status.paused && status.state != SubscriptionState::Stopped ? SubscriptionState::Paused : status.state;
    shown.positions.received = status.receivedPosition.order;
    shown.positions.applied = checkpoint.position.order;
    if (status.source) {
        shown.positions.source = status.source->source;
        shown.positions.cached = status.source->cached;
        shown.positions.packed = status.source->packed;
        // The source's word is up to half a second old; what has arrived here has passed its stages since.
        shown.positions.packed = std::max(shown.positions.packed, shown.positions.received);
        shown.positions.cached = std::max(shown.positions.cached, shown.positions.packed);
        shown.positions.source = std::max(shown.positions.source, shown.positions.cached);
        shown.lagMs = status.source->lagMs;
        shown.waitingChanges = status.source->waiting;
    }
    shown.rowsLoaded = checkpoint.rowsLoaded;
    shown.rowsExpected = status.rowsExpected;
    shown.tables = tableLoads(status);
    shown.changesApplied = checkpoint.changesApplied;
    shown.lastSequence = checkpoint.sequence;
    shown.plainBytes = status.plainBytes;
    shown.sealedBytes = status.sealedBytes;
    shown.qualityFindings = status.qualityFindings;
    shown.nextVerifyUtcMs = m_verifications->nextUtcMs(config).value_or(-1);
    shown.openExceptions = status.faults.openErrors;
    shown.openConflicts = status.faults.openConflicts;
    shown.settledConflicts = status.faults.settled;
    shown.parkedTables = status.faults.parked;
    shown.ignoredColumns = ignoredColumns(status.keptColumns, status.checkpoint.structure);
    shown.offline = offlineSnapshot(config, status);
    shown.gate = gateSnapshot(config, status.gate);
    noteError(status.error, shown.error, shown.errorArgs, shown.errorDetail);
    if (shown.error.isEmpty() && status.source && !status.source->event.isEmpty()) {
        shown.error = status.source->event;
        shown.errorArgs = status.source->args;
    }

    std::deque<RateSample>& samples = m_rates[config.name];
    const RateSample now{m_seams.clock.monotonicNs(), checkpoint.rowsLoaded + checkpoint.changesApplied};
    if (!samples.empty() && now.total < samples.back().total)
        samples.clear(); // a new load began
    samples.push_back(now);
    while (samples.size() > 2 && samples[1].monotonicNs < now.monotonicNs - kEstimateOverNs)
        samples.pop_front();
    const auto rateSince = [&now](const RateSample& first) {
        return now.monotonicNs <= first.monotonicNs ? 0.0
                                                    : static_cast<double>(now.total - first.total) * 1e9 /
                                                          static_cast<double>(now.monotonicNs - first.monotonicNs);
    };
    const auto recent = std::ranges::find_if(
        samples, [&now](const RateSample& sample) { return sample.monotonicNs >= now.monotonicNs - kRateOverNs; });
    shown.rowsPerSecond = rateSince(recent == samples.begin() ? *recent : *std::prev(recent));
    if (shown.state == SubscriptionState::Initializing && shown.rowsExpected > 0)
        shown.loadRemainingMs =
            remainingMs(static_cast<double>(shown.rowsExpected) - static_cast<double>(shown.rowsLoaded),
                        rateSince(samples.front()));
    return shown;
}

PublicationSnapshot NodeRuntime::publicationSnapshot(const DatasetConfig& config) const
{
    PublicationSnapshot shown;
    shown.config = config;
    shown.logCacheQuota = m_config.limits.logCacheMiB << 20;
    const auto found = m_publications.find(config.name);
    if (found == m_publications.end())
        return shown;
    Publication& publication = *found->second;
    const Publication::Status status = publication.status();
    shown.capturing = status.capturing;
    shown.sourcePosition = status.source.order;
    shown.cachedPosition = status.cached.order;
    shown.logCacheBytes = publication.cache().bytesUsed();
    shown.changesCaptured = status.changes;
    if (status.log) {
        shown.log.state = status.log->status;
        shown.log.retainedBytes = status.log->retainedBytes;
        shown.log.safeBytes = status.log->safeBytes.value_or(-1);
        shown.log.bytesPerHour = status.logBytesPerHour;
        shown.log.minutesLeft = status.logMinutesLeft;
        shown.log.waitingBytes =
            static_cast<qint64>(status.log->written - std::min(status.log->written, status.cached.order));
    }
    for (const TableLoader::Progress& load : status.loading)
        shown.loadingTables.push_back({load.table, static_cast<qint64>(load.rows), -1});
    noteError(status.error, shown.error, shown.errorArgs, shown.errorDetail);
    for (const auto& [key, stream] : m_outStreams) {
        if (m_outRecords.at(key).dataset != config.name)
            continue;
        const OutStream::Status out = stream->status();
        PublicationSnapshot::Subscriber subscriber;
        subscriber.peerCode = key.first;
        subscriber.stream = stream->id().name();
        subscriber.loading = out.loading;
        if (out.loading) {
            subscriber.rowsLoaded = out.load.rows;
            subscriber.rowsExpected = out.load.rowsExpected;
            subscriber.loadBytes = out.load.bytes;
            subscriber.loadRowsPerSecond = out.loadRowsPerSecond;
            subscriber.loadRemainingMs = remainingMs(
                static_cast<double>(out.load.rowsExpected) - static_cast<double>(out.load.rows), out.loadRowsPerSecond);
        }
        subscriber.packedPosition = out.packed.order;
        subscriber.receivedSequence = out.receivedSequence;
        subscriber.appliedSequence = out.appliedSequence;
        subscriber.lastSequence = out.lastSequence;
        subscriber.outboxBytes = out.outboxBytes;
        subscriber.offline = offlineSnapshot(stream->offlineStatus());
        // 0: it has not said since this process began how far it is.
        subscriber.lagMs = out.applied.order == 0 ? -1 : publication.lagMs(subscriber.stream, out.applied);
        shown.subscribers.push_back(std::move(subscriber));
    }
    return shown;
}

NodeSnapshot NodeRuntime::snapshot()
{
    NodeSnapshot shown;
    shown.code = m_config.code;
    shown.name = m_config.name;
    shown.version = QStringLiteral(BUSHENG_VERSION);
    shown.dataDirectory = m_directory->path();
    shown.listenAddress = m_links->listenAddress();
    shown.credentials = m_credentials->shown();
    shown.certificateSubject = shown.credentials.front().subject;
    shown.certificateExpiresUtcMs = shown.credentials.front().expiresUtcMs;
    shown.cipherDevice = m_cipherDevice;
    shown.evidenceKey = m_evidence->ownFingerprint();
    shown.startedUtcMs = m_startedUtcMs;
    shown.peakResidentBytes = peakResidentBytes();
    for (const LinkConfig& link : m_configuration.links)
        shown.links.push_back(linkSnapshot(link));
    for (const SubscriptionConfig& subscription : m_configuration.subscriptions)
        shown.subscriptions.push_back(subscriptionSnapshot(subscription));
    for (const DatasetConfig& dataset : m_configuration.datasets)
        shown.publications.push_back(publicationSnapshot(dataset));
    shown.servers = serverSnapshots();
    shown.filesDirectory = m_files->root();
    shown.fileTasks = m_files->snapshot();
    shown.newestArrival = m_files->newestArrival();
    shown.exchangeChanges = m_exchangeChanges;
    for (const Alarm& alarm : m_alarms->standing())
        shown.alarms.push_back(alarmSnapshot(alarm));
    return shown;
}

} // namespace busheng
