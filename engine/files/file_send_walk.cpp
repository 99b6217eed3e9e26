// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to send.
#include "engine/files/file_send_run.h"

#include "engine/base/log.h"
#include "engine/files/name_pattern.h"
#include "engine/files/transfer_name.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kKnownPage = 4096;
constexpr std::size_t kMostInFlight = 16'384;
constexpr std::size_t kMostWaiting = 10'000; ///< failed files, before the listing stops for them
constexpr std::int64_t kSettledNs = 30'000'000'000;
constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr BytesView kOwnPrefix = ".busheng-"; ///< what the client helper has not committed yet
constexpr BytesView kControlSuffix = ".ctl";

/// What is known of one directory, read along with its listing.
class KnownFiles {
public:
    KnownFiles(FileRecords& records, qint64 directory) : m_records(records), m_directory(directory) {}

    /// Names must come in order.
    Result<const FileCatalogueEntry*> find(BytesView name)
    {
        for (;;) {
            while (m_at < m_page.size() && m_page[m_at].name < name)
                ++m_at;
            if (m_at < m_page.size())
                return m_page[m_at].name == name ? &m_page[m_at] : nullptr;
            if (m_isAtEnd)
                return nullptr;
            const Bytes after = m_page.empty() ? Bytes() : m_page.back().name;
            ENGINE_TRY_AS(m_page, m_records.catalogue(m_directory, after, kKnownPage));
            m_isAtEnd = m_page.size() < kKnownPage;
            m_at = 0;
        }
    }

private:
    FileRecords& m_records;
    const qint64 m_directory;
    std::vector<FileCatalogueEntry> m_page;
    std::size_t m_at = 0;
    bool m_isAtEnd = false;
};

} // namespace

Result<std::optional<TreeDirectory>> FileSendRun::placeOf(const Bytes& directory) const
{
    return m_source.open(directory);
}

bool FileSendRun::isWanted(const Bytes& directory, const Bytes& name) const
{
    const QStringList& patterns = m_options.task.patterns;
    if (patterns.isEmpty())
        return true;
    return std::ranges::any_of(patterns, [&](const QString& pattern) {
        const Bytes text = pattern.toUtf8().toStdString();
        const Bytes subject = pattern.contains(u'/') ? joinPath(directory, name) : name;
        return matchesPattern(text, subject);
    });
}

Result<> FileSendRun::walk()
{
    std::vector<Bytes> open{Bytes()};
    while (!open.empty()) {
        const Bytes path = std::move(open.back());
        open.pop_back();
        std::vector<Bytes> deeper;
        const auto walked = walkDirectory(path, deeper);
        if (!walked && walked.error().code != ErrorCode::Storage)
            return walked;
        if (!walked) { // unreadable: said, and the others go on
            qCWarning(logFiles).noquote() << "directory" << shownPath(path) << walked.error().toString();
            const std::size_t slash = path.rfind('/');
            Candidate itself;
            itself.directory = slash == Bytes::npos ? Bytes() : path.substr(0, slash);
            itself.name = slash == Bytes::npos ? path : path.substr(slash + 1);
            if (itself.name.empty())
                return walked;
            ENGINE_TRY_AS(itself.directoryId, m_records.directory(m_flow, itself.directory));
            note(itself, QStringLiteral("failed"), {}, walked.error().event, walked.error().args);
            ++m_run.failed;
            continue;
        }
        std::ranges::move(deeper.rbegin(), deeper.rend(), std::back_inserter(open));
    }
    return {};
}

Result<> FileSendRun::walkDirectory(const Bytes& path, std::vector<Bytes>& deeper)
{
    ENGINE_TRY_AS(const auto place, placeOf(path));
    if (!place) // gone meanwhile
        return {};
    ENGINE_TRY_AS(const auto entries, place->list());
    ENGINE_TRY_AS(const qint64 directoryId, m_records.directory(m_flow, path));
    KnownFiles known(m_records, directoryId);
    for (const TreeDirectory::Entry& entry : entries) {
        if (BytesView(entry.name).starts_with(kOwnPrefix))
            continue;
        if (entry.kind == TreeDirectory::Kind::Directory) {
            const Bytes whole = joinPath(path, entry.name);
            if (const auto named = checkSentName(path, entry.name, m_options.task.names, true); !named) {
                Candidate itself;
                itself.directory = path;
                itself.directoryId = directoryId;
                itself.name = entry.name;
                note(itself, QStringLiteral("skipped"), {}, named.error().event, named.error().args);
                m_leftOut = named.error(); // the others go; that this one does not is told as long as it is so
                continue;
            }
            ENGINE_TRY_AS(const qint64 ownId, m_records.directory(m_flow, whole));
            ENGINE_TRY_AS(const bool isThere, m_records.isDirectoryThere(ownId));
            if (!isThere || m_run.kind == u"full")
                ENGINE_TRY(sendDirectory(path, entry.name, ownId));
            deeper.push_back(whole);
            continue;
        }
        if (!isWanted(path, entry.name))
            continue;
        ++m_seen;
        Candidate candidate;
        candidate.directory = path;
        candidate.directoryId = directoryId;
        candidate.name = entry.name;
        if (entry.kind == TreeDirectory::Kind::Other) {
            note(candidate, QStringLiteral("skipped"), {}, events::FIL_KIND, {shownPath(joinPath(path, entry.name))});
            continue;
        }
        ENGINE_TRY_AS(const auto identity, place->look(entry.name));
        if (!identity)
            continue;
        candidate.identity = *identity;
        candidate.size = identity->size;
        ENGINE_TRY_AS(const FileCatalogueEntry* const before, known.find(entry.name));
        if (before != nullptr) {
            candidate.knownDigest = before->digest;
            candidate.isAsKnown = isAcknowledged(m_options.task, *before, *identity);
            const bool isOfThisRun = before->run == m_run.id;
            if (candidate.isAsKnown && (m_run.kind != u"full" || isOfThisRun)) {
                m_run.unchanged += isOfThisRun ? 0 : 1;
                continue;
            }
        }
        ENGINE_TRY(consider(std::move(candidate), *place, entries));
    }
    return {};
}

Result<> FileSendRun::consider(Candidate candidate, const TreeDirectory& place,
                               const std::vector<TreeDirectory::Entry>& siblings)
{
    if (!m_waiting.empty() && m_waiting.contains(joinPath(candidate.directory, candidate.name)))
        return {};
    const QString& completeness = m_options.task.completeness;
    bool isWhole = true;
    if (completeness == u"control") {
        if (BytesView(candidate.name).ends_with(kControlSuffix))
            return {};
        const Bytes control = candidate.name + Bytes(kControlSuffix);
        const auto found = std::ranges::lower_bound(siblings, control, {}, &TreeDirectory::Entry::name);
        isWhole = found != siblings.end() && found->name == control;
    } else if (completeness == u"settled") {
        ENGINE_TRY_AS(const auto file, place.openFile(candidate.name));
        const std::int64_t age = m_clock.utcMs() * kNsPerMs - candidate.identity.changedNs;
        isWhole = file && age >= kSettledNs && !file->isOpenForWriting();
    }
    if (!isWhole) {
        note(candidate, QStringLiteral("skipped"), {}, events::FIL_OPEN,
             {shownPath(joinPath(candidate.directory, candidate.name))});
        return {};
    }
    ENGINE_TRY(send(std::move(candidate), place));
    if (m_inFlight.size() > kMostInFlight)
        ENGINE_TRY(waitUntil([this] { return m_inFlight.size() <= kMostInFlight / 2; }));
    if (m_waiting.size() > kMostWaiting)
        return settleAll();
    return {};
}

Result<> FileSendRun::sendListed()
{
    qint64 after = 0;
    for (;;) {
        ENGINE_TRY_AS(const auto page, m_records.transfers(m_run.id, QStringLiteral("waiting"), after, kKnownPage));
        if (page.empty())
            return {};
        for (const FileTransferRecord& item : page) {
            after = item.id;
            ++m_seen;
            if (m_waiting.contains(joinPath(item.directory, item.name)))
                continue;
            Candidate candidate;
            candidate.directory = item.directory;
            candidate.directoryId = item.directoryId;
            candidate.name = item.name;
            candidate.attempts = item.attempts + 1;
            ENGINE_TRY(sendAgain(std::move(candidate)));
        }
    }
}

/// A file by its path, as it is now; one from the failed directory goes back to its place first.
Result<> FileSendRun::sendAgain(Candidate candidate)
{
    ENGINE_TRY_AS(auto place, placeOf(candidate.directory));
    std::optional<FileIdentity> identity;
    if (place) {
        ENGINE_TRY_AS(identity, place->look(candidate.name));
    }
    if (!identity) {
        ENGINE_TRY_AS(const TreeDirectory failedRoot, TreeDirectory::openRoot(m_options.failedDirectory));
        ENGINE_TRY_AS(const auto aside, failedRoot.open(candidate.directory));
        if (aside) {
            ENGINE_TRY_AS(identity, aside->look(candidate.name));
        }
        if (identity) {
            ENGINE_TRY_AS(place, m_source.make(candidate.directory));
            ENGINE_TRY(aside->rename(candidate.name, *place, candidate.name));
            ENGINE_TRY(aside->remove(candidate.name.substr(0, 240) + ".reason.txt"));
            ENGINE_TRY_AS(identity, place->look(candidate.name));
        }
    }
    if (!identity) {
        note(candidate, QStringLiteral("skipped"), {}, events::FIL_GONE,
             {shownPath(joinPath(candidate.directory, candidate.name))});
        return {};
    }
    candidate.identity = *identity;
    candidate.size = identity->size;
    ENGINE_TRY_AS(const auto known, m_records.known(candidate.directoryId, candidate.name));
    if (known) {
        candidate.knownDigest = known->digest;
        candidate.isAsKnown = isAcknowledged(m_options.task, *known, *identity);
    }
    return send(std::move(candidate), *place);
}

/// Until nothing is on its way and nothing waits to be sent again.
Result<> FileSendRun::settleAll()
{
    for (;;) {
        ENGINE_TRY(flushBundle());
        ENGINE_TRY(sendAnswered());
        while (!m_again.empty()) {
            Candidate next = std::move(m_again.front());
            m_again.pop_front();
            ENGINE_TRY(sendAgain(std::move(next)));
        }
        ENGINE_TRY(flushBundle());
        if (m_inFlight.empty() && m_again.empty() && m_waiting.empty())
            return {};
        std::int64_t nextNs = 0;
        const std::int64_t now = m_clock.monotonicNs();
        std::vector<Candidate> due;
        std::erase_if(m_waiting, [&](auto& item) {
            if (item.second.dueNs > now) {
                nextNs = nextNs == 0 ? item.second.dueNs : std::min(nextNs, item.second.dueNs);
                return false;
            }
            due.push_back(std::move(item.second));
            return true;
        });
        for (Candidate& candidate : due)
            ENGINE_TRY(sendAgain(std::move(candidate)));
        if (!due.empty())
            continue;
        const std::size_t before = m_inFlight.size();
        ENGINE_TRY(flush());
        ENGINE_TRY(waitUntil(
            [&] { return m_inFlight.size() < before || !m_answers.empty() || !m_again.empty() || m_bundled > 0; },
            nextNs));
    }
}

} // namespace busheng
