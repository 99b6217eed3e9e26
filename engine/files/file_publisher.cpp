// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/file_publisher.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"

#include <xxhash.h>

namespace busheng {
namespace {

constexpr std::size_t kWaiting = 8192;
constexpr std::size_t kBatch = 4096;
constexpr std::size_t kResultsPerMessage = 1024;
constexpr int kRecoveredAtOnce = 1000;
const QString kArrived = QStringLiteral("arrived");
const QString kPublishing = QStringLiteral("publishing");

FileTransferRecord transferOf(const StagedFile& file, qint64 directoryId, const QString& state, qint64 utcMs)
{
    FileTransferRecord record;
    record.run = file.destination->run;
    record.directoryId = directoryId;
    record.name = file.name;
    record.size = file.size;
    record.digest = toQByteArray(view(file.digest));
    record.state = state;
    record.attempts = 1;
    record.firstUtcMs = utcMs;
    record.lastUtcMs = utcMs;
    record.encoding = file.encoding;
    record.original = file.original;
    record.sealed = file.sealed;
    return record;
}

FileCatalogueEntry knownOf(const StagedFile& file, const FileIdentity& identity, qint64 utcMs)
{
    return {file.name,
            identity.size,
            identity.modifiedNs,
            identity.changedNs,
            identity.inode,
            toQByteArray(view(file.digest)),
            file.destination->run,
            utcMs,
            file.encoding};
}

} // namespace

FilePublisher::FilePublisher(const QString& peer, QString ownCode, QString journalPath, Clock& clock, Hooks hooks)
    : m_peer(peer), m_ownCode(std::move(ownCode)), m_journalPath(std::move(journalPath)), m_clock(clock),
      m_hooks(std::move(hooks)), m_queue(kWaiting)
{
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("files.publish.") + peer, [this](const std::stop_token& stop) { work(stop); },
        [this](const Error& error) { m_hooks.onFault(error); });
}

FilePublisher::~FilePublisher() = default;

Bytes FilePublisher::stagedName(BytesView directory, BytesView name)
{
    const Bytes path = joinPath(directory, name);
    const XXH128_hash_t hash = XXH3_128bits(path.data(), path.size());
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    return toHex({reinterpret_cast<const char*>(canonical.digest), sizeof(canonical.digest)}).toStdString() + ".part";
}

bool FilePublisher::add(StagedFile file, std::stop_token stop)
{
    if (file.kind == StagedFile::Kind::File) {
        const std::lock_guard lock(m_mutex);
        m_onTheWay.emplace(file.destination->flow, stagedName(file.directory, file.name));
    }
    return m_queue.push(std::move(file), std::move(stop));
}

bool FilePublisher::waitUntilFree(qint64 flow, const Bytes& stagedName, std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    return m_arrived.wait(lock, std::move(stop), [&] { return !m_onTheWay.contains({flow, stagedName}); });
}

void FilePublisher::close(const FileDestination& destination)
{
    const std::lock_guard lock(m_mutex);
    destination.isClosed = true;
    m_told.erase(destination.stream);
}

void FilePublisher::work(const std::stop_token& stop)
{
    auto journal = Journal::open(m_journalPath);
    if (!journal)
        return m_hooks.onFault(journal.error());
    FileRecords records(**journal);
    while (auto first = m_queue.pop(stop)) {
        std::vector<StagedFile> batch;
        batch.push_back(std::move(*first));
        while (batch.size() < kBatch) {
            auto next = m_queue.tryPop();
            if (!next)
                break;
            batch.push_back(std::move(*next));
        }
        std::vector<std::pair<qint64, Bytes>> names;
        for (const StagedFile& file : batch) {
            if (file.kind == StagedFile::Kind::File)
                names.emplace_back(file.destination->flow, stagedName(file.directory, file.name));
        }
        if (const auto published = publish(records, batch); !published) {
            // Nothing of the batch was told to the sender, which will send it again.
            m_hooks.onFault(published.error());
            for (StagedFile& file : batch) {
                if (file.kind == StagedFile::Kind::Settled || file.kind == StagedFile::Kind::End)
                    continue;
                file.kind = StagedFile::Kind::Settled;
                file.settled = {file.number, filemsg::Result::Outcome::Failed, published.error().event,
                                published.error().args};
            }
        }
        {
            const std::lock_guard lock(m_mutex);
            for (const auto& name : names)
                m_onTheWay.erase(name);
        }
        m_arrived.notify_all();
        tell(batch);
        for (const StagedFile& file : batch) {
            if (file.kind != StagedFile::Kind::End)
                continue;
            if (const auto finished = finish(records, file); !finished)
                m_hooks.onFault(finished.error());
        }
    }
}

Result<> FilePublisher::publish(FileRecords& records, std::vector<StagedFile>& batch)
{
    const qint64 now = m_clock.utcMs();
    std::vector<FileOutcome> outcomes;
    std::vector<StagedFile*> files;
    std::map<std::pair<qint64, Bytes>, qint64> directoryIds;
    const auto directoryId = [&](const StagedFile& file) -> Result<qint64> {
        const auto [at, isNew] = directoryIds.try_emplace({file.destination->flow, file.directory}, 0);
        if (isNew) {
            ENGINE_TRY_AS(at->second, records.directory(file.destination->flow, file.directory));
        }
        return at->second;
    };
    std::vector<FileTransferRecord> intents;
    for (StagedFile& file : batch) {
        if (file.kind == StagedFile::Kind::End)
            continue;
        ENGINE_TRY_AS(const qint64 id, directoryId(file));
        if (file.kind == StagedFile::Kind::Settled) {
            const bool isRepeated = file.settled.outcome == filemsg::Result::Outcome::Repeated;
            if (file.settled.outcome == filemsg::Result::Outcome::BasisLost)
                continue;
            FileTransferRecord record =
                transferOf(file, id, isRepeated ? QStringLiteral("repeated") : QStringLiteral("failed"), now);
            record.event = file.settled.event;
            record.args = file.settled.args;
            outcomes.push_back({record, std::nullopt, lineOf(file, record)});
            continue;
        }
        files.push_back(&file);
        if (file.kind == StagedFile::Kind::File)
            intents.push_back(transferOf(file, id, kPublishing, now));
    }
    if (!files.empty()) {
        ENGINE_TRY(records.beginPublishing(intents));
        ENGINE_FAILPOINT("files.publish.before_sync");
        ENGINE_TRY(files.front()->destination->staging.syncFileSystem());
        ENGINE_FAILPOINT("files.publish.before_rename");
        ENGINE_TRY(rename(records, files, outcomes));
        ENGINE_FAILPOINT("files.publish.after_rename");
        ENGINE_TRY(files.front()->destination->staging.syncFileSystem());
    }
    ENGINE_TRY(records.keep(outcomes));
    ENGINE_FAILPOINT("files.publish.after_record");
    if (!intents.empty())
        m_hooks.onArrived(false);
    return {};
}

Result<> FilePublisher::rename(FileRecords& records, std::vector<StagedFile*>& files,
                               std::vector<FileOutcome>& outcomes)
{
    const qint64 now = m_clock.utcMs();
    struct Place {
        TreeDirectory directory;
        qint64 id = 0;
    };
    std::map<std::pair<const FileDestination*, Bytes>, Place> places;
    constexpr std::size_t kMostOpen = 64;
    for (StagedFile* file : files) {
        const FileDestination& to = *file->destination;
        const auto settle = [&](const Error& why, qint64 id) {
            file->kind = StagedFile::Kind::Settled;
            file->settled = {file->number, filemsg::Result::Outcome::Failed, why.event, why.args};
            FileTransferRecord record = transferOf(*file, id, QStringLiteral("failed"), now);
            record.event = why.event;
            record.args = why.args;
            outcomes.push_back({record, std::nullopt, lineOf(*file, record)});
        };
        if (places.size() > kMostOpen)
            places.clear();
        auto place = places.find({&to, file->directory});
        if (place == places.end()) {
            ENGINE_TRY_AS(const qint64 id, records.directory(to.flow, file->directory));
            auto directory = to.target.make(file->directory);
            if (!directory) {
                settle(directory.error(), id);
                continue;
            }
            place = places.emplace(std::pair(&to, file->directory), Place{std::move(*directory), id}).first;
        }
        if (file->kind == StagedFile::Kind::Directory) {
            if (const auto made = place->second.directory.make(file->name); !made)
                settle(made.error(), place->second.id);
            continue;
        }
        const Bytes staged = stagedName(file->directory, file->name);
        if (const auto renamed = to.staging.rename(staged, place->second.directory, file->name); !renamed) {
            settle(renamed.error(), place->second.id);
            continue;
        }
        ENGINE_FAILPOINT("files.publish.one_renamed");
        // A consumer may have taken it away already: then there is nothing to look at, and it has arrived all the same.
        ENGINE_TRY_AS(const auto identity, place->second.directory.look(file->name));
        const FileTransferRecord record = transferOf(*file, place->second.id, kArrived, now);
        outcomes.push_back(
            {record, knownOf(*file, identity.value_or(FileIdentity{file->size, 0, 0, 0}), now), lineOf(*file, record)});
    }
    return {};
}

/// What the ledger keeps of a file that came (docs/formats/ledger.md).
LedgerEntry FilePublisher::lineOf(const StagedFile& file, const FileTransferRecord& record) const
{
    const FileDestination& to = *file.destination;
    LedgerEntry line;
    line.kind = QStringLiteral("file");
    line.stream = to.task;
    line.direction = QStringLiteral("in");
    line.sequence = static_cast<quint64>(to.run);
    line.digest = toHex(view(file.digest));
    line.outcome = record.state == kArrived    ? QStringLiteral("published")
                   : record.state == u"failed" ? QStringLiteral("refused")
                                               : record.state;
    line.event = record.event;
    line.plainBytes = static_cast<qint64>(file.size);
    line.utcMs = record.lastUtcMs;
    line.peer = m_peer;
    line.name = shownPath(joinPath(file.directory, file.name));
    line.suite = to.suite;
    line.epoch = to.epoch;
    return line;
}

void FilePublisher::tell(const std::vector<StagedFile>& batch)
{
    const std::lock_guard lock(m_mutex); // to the last word: close() must mean it
    std::map<std::uint32_t, std::vector<filemsg::Result>> results;
    for (const StagedFile& file : batch) {
        if (file.kind == StagedFile::Kind::End || file.destination->isClosed)
            continue;
        results[file.destination->stream].push_back(
            file.kind == StagedFile::Kind::Settled
                ? file.settled
                : filemsg::Result{file.number, filemsg::Result::Outcome::Arrived, {}, {}});
    }
    for (auto& [stream, all] : results) {
        for (std::size_t at = 0; at < all.size(); at += kResultsPerMessage) {
            const auto from = all.begin() + static_cast<std::ptrdiff_t>(at);
            const auto upTo = all.begin() + static_cast<std::ptrdiff_t>(std::min(at + kResultsPerMessage, all.size()));
            Message message = filemsg::encode(stream, std::vector<filemsg::Result>(from, upTo));
            Told& told = m_told[stream];
            told.results.update(message.payload);
            told.files += static_cast<std::uint64_t>(upTo - from);
            m_hooks.send(std::move(message));
        }
    }
}

Result<> FilePublisher::finish(FileRecords& records, const StagedFile& end)
{
    const FileDestination& to = *end.destination;
    filemsg::Ended ended;
    Digest ofResults{};
    {
        const std::lock_guard lock(m_mutex);
        Told& told = m_told[to.stream];
        ended.files = told.files;
        ofResults = told.results.finish();
        m_told.erase(to.stream);
    }
    ended.receipt = m_hooks.sign(filemsg::receiptText(to.key, m_ownCode, ended.files, ofResults));
    ENGINE_TRY_AS(auto run, records.run(to.run));
    if (run) {
        ENGINE_TRY(records.countRun(*run));
        run->state = end.settled.outcome == filemsg::Result::Outcome::Failed ? QStringLiteral("stopped")
                     : run->failed > 0                                       ? QStringLiteral("failed")
                                                                             : QStringLiteral("done");
        run->finishedUtcMs = m_clock.utcMs();
        run->receipt = toQByteArray(ended.receipt);
        ENGINE_TRY(records.saveRun(*run));
    }
    m_hooks.send(filemsg::encode(to.stream, ended));
    m_hooks.onArrived(true);
    return {};
}

Result<> FilePublisher::recover(FileRecords& records,
                                const std::function<Result<FileDestination>(const FileRunRecord&)>& directoriesOf)
{
    std::map<qint64, FileDestination> destinations;
    for (;;) {
        ENGINE_TRY_AS(const auto left, records.publishing(kRecoveredAtOnce));
        if (left.empty())
            return {};
        for (const FileTransferRecord& record : left) {
            auto to = destinations.find(record.run);
            if (to == destinations.end()) {
                ENGINE_TRY_AS(const auto run, records.run(record.run));
                ENGINE_TRY_AS(FileDestination directories, directoriesOf(*run));
                to = destinations.emplace(record.run, std::move(directories)).first;
            }
            const Bytes staged = stagedName(record.directory, record.name);
            ENGINE_TRY_AS(const auto isStaged, to->second.staging.look(staged));
            if (isStaged) { // it was not renamed: the sender has not been told, and sends it again
                ENGINE_TRY(records.forgetTransfer(record.id));
                continue;
            }
            FileIdentity identity{record.size, 0, 0, 0};
            ENGINE_TRY_AS(const auto directory, to->second.target.open(record.directory));
            if (directory) {
                ENGINE_TRY_AS(const auto found, directory->look(record.name));
                identity = found.value_or(identity);
            }
            FileTransferRecord arrived = record;
            arrived.state = kArrived;
            LedgerEntry line;
            line.kind = QStringLiteral("file");
            line.stream = record.task;
            line.direction = QStringLiteral("in");
            line.sequence = static_cast<quint64>(record.run);
            line.digest = toHex(view(record.digest));
            line.outcome = QStringLiteral("published");
            line.plainBytes = static_cast<qint64>(record.size);
            line.utcMs = record.lastUtcMs;
            line.peer = record.peerCode;
            line.name = shownPath(joinPath(record.directory, record.name));
            ENGINE_TRY(records.keep(
                {{arrived,
                  FileCatalogueEntry{record.name, identity.size, identity.modifiedNs, identity.changedNs,
                                     identity.inode, record.digest, record.run, record.lastUtcMs, record.encoding},
                  line}}));
            qCInfo(logFiles).noquote() << "what a crash left:" << shownPath(joinPath(record.directory, record.name))
                                       << "had arrived";
        }
    }
}

} // namespace busheng
