// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/file_reconciler.h"

#include "engine/host/difference_pages.h"
#include "engine/host/tuning.h"
#include "engine/model/events.h"

#include <algorithm>
#include <atomic>

namespace busheng {
namespace {

constexpr int kPage = 5000;
constexpr std::size_t kShown = 1000;
constexpr std::size_t kKeptAtOnce = 1000;
constexpr std::chrono::seconds kAnswerWithin{30};

filemsg::RunKey keyOf(const FileRunRecord& run)
{
    filemsg::RunKey key{};
    std::copy_n(run.key.begin(), std::min<qsizetype>(run.key.size(), static_cast<qsizetype>(key.size())), key.begin());
    return key;
}

/// Pages of names in the order of their bytes, one item at a time.
template <typename Item>
class Paged {
public:
    using Fetch = std::function<Result<std::vector<Item>>(const Bytes& after, bool first)>;
    explicit Paged(Fetch fetch) : m_fetch(std::move(fetch)) {}

    /// Null at the end.
    Result<const Item*> current()
    {
        if (m_at == m_page.size() && !m_isAtEnd) {
            const Bytes after = m_page.empty() ? Bytes() : m_page.back().name;
            ENGINE_TRY_AS(auto next, m_fetch(after, m_isFirst));
            m_isFirst = false;
            m_isAtEnd = next.empty();
            if (!next.empty()) {
                m_page = std::move(next);
                m_at = 0;
            }
        }
        return m_at < m_page.size() ? &m_page[m_at] : nullptr;
    }
    void advance() { ++m_at; }

private:
    Fetch m_fetch;
    std::vector<Item> m_page;
    std::size_t m_at = 0;
    bool m_isFirst = true;
    bool m_isAtEnd = false;
};

/// `here`: null when the sender has not sent it. `there`: null when the receiver has it not.
FileDifference differenceOf(const char* kind, const Bytes& path, const FileTransferRecord* here,
                            const filemsg::AnswerItem* there)
{
    FileDifference found;
    found.kind = QLatin1String(kind);
    found.path = shownPath(path);
    if (there != nullptr) {
        found.there = toHex(there->digest);
        found.thereSize = there->size;
    }
    if (here != nullptr) {
        found.here = toHex(view(here->digest));
        found.size = here->size;
        found.firstUtcMs = here->firstUtcMs;
        found.lastUtcMs = here->lastUtcMs;
        found.attempts = here->attempts;
    }
    return found;
}

} // namespace

Result<FileReconciliation> FileReconciler::compare(const Options& options)
{
    ENGINE_TRY_AS(const auto journal, Journal::open(options.journalPath));
    m_journal = journal.get();
    m_lateAfterMs = options.lateAfterMs;
    m_keptAs = options.keptAs;
    FileReconciliation found;
    found.id = options.keptAs;
    found.task = options.task.name;
    found.fromUtcMs = options.fromUtcMs;
    found.toUtcMs = options.toUtcMs;
    found.lateAfterMs = options.lateAfterMs;
    const Result<> compared = compareAll(*journal, options, found);
    const Result<> kept = keepNoted(found); // also of one that did not come to its end
    ENGINE_TRY(compared);
    ENGINE_TRY(kept);
    found.state = found.differenceCount == 0 ? QStringLiteral("equal") : QStringLiteral("different");
    return found;
}

Result<> FileReconciler::compareAll(Journal& journal, const Options& options, FileReconciliation& found)
{
    FileRecords records(journal);
    const QString out = QStringLiteral("out");
    ENGINE_TRY_AS(const FileTotals here, records.totals(options.task.name, out, options.fromUtcMs, options.toUtcMs));
    found.here = {here.runs, here.files, here.bytes, here.repeated, here.failed, here.waiting};
    ENGINE_TRY_AS(const auto runs, records.runsBetween(options.task.name, out, options.fromUtcMs, options.toUtcMs));
    for (const FileRunRecord& run : runs)
        ENGINE_TRY(compareRun(records, run, found));
    return {};
}

void FileReconciler::cancel()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isCancelled = true;
    }
    m_changed.notify_all();
}

FileReconciliation FileReconciler::progress() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

/// Counts what was found, names the first of it, and keeps a page of it at a time.
Result<> FileReconciler::note(FileReconciliation& found, FileDifference difference)
{
    const auto isOf = [&difference](const char* kind) { return difference.kind == QLatin1String(kind); };
    ++(isOf("late") ? found.lateCount : found.differenceCount);
    found.missing += isOf("missing") ? 1 : 0;
    found.extra += isOf("extra") ? 1 : 0;
    found.different += isOf("different") ? 1 : 0;
    if (m_keptAs != 0 && found.listed + m_noted.size() < tuning::kDifferencesListed)
        m_noted.push_back(recordOf(difference));
    if (found.differences.size() < kShown)
        found.differences.push_back(std::move(difference));
    return m_noted.size() < kKeptAtOnce ? Result<>() : keepNoted(found);
}

Result<> FileReconciler::keepNoted(FileReconciliation& found)
{
    if (!m_noted.empty())
        ENGINE_TRY(ComparisonRecords(*m_journal).keepFiles(m_keptAs, static_cast<qint64>(found.listed) + 1, m_noted));
    found.listed += m_noted.size();
    m_noted.clear();
    const std::lock_guard lock(m_mutex);
    m_progress = found;
    m_progress.differences.clear();
    return {};
}

Result<> FileReconciler::compareRun(FileRecords& records, const FileRunRecord& run, FileReconciliation& found)
{
    ENGINE_TRY_AS(const filemsg::Answer whole, ask({keyOf(run), true, {}, {}}));
    if (whole.isKnown) {
        ++found.there.runs;
        found.there.files += whole.arrived;
        found.there.repeated += whole.repeated;
        found.there.failed += whole.failed;
        found.there.bytes += whole.bytes;
    }
    // Directories of either side.
    Paged<filemsg::AnswerItem> here([&](const Bytes& after, bool first) -> Result<std::vector<filemsg::AnswerItem>> {
        ENGINE_TRY_AS(const auto paths, records.runDirectories(run, after, first, kPage));
        std::vector<filemsg::AnswerItem> items;
        for (const Bytes& path : paths)
            items.push_back({path, 0, {}});
        return items;
    });
    bool isThereAtEnd = !whole.isKnown;
    Paged<filemsg::AnswerItem> there([&](const Bytes& after, bool first) -> Result<std::vector<filemsg::AnswerItem>> {
        if (first)
            return whole.items;
        if (isThereAtEnd || whole.isLast)
            return std::vector<filemsg::AnswerItem>();
        ENGINE_TRY_AS(filemsg::Answer page, ask({keyOf(run), true, {}, after}));
        isThereAtEnd = page.isLast;
        return std::move(page.items);
    });
    for (;;) {
        ENGINE_TRY_AS(const filemsg::AnswerItem* const a, here.current());
        ENGINE_TRY_AS(const filemsg::AnswerItem* const b, there.current());
        if (a == nullptr && b == nullptr)
            return {};
        ENGINE_TRY(keepNoted(found)); // a directory is a good place to say how far it is
        const Bytes path = a == nullptr ? b->name : b == nullptr ? a->name : std::min(a->name, b->name);
        const bool isHere = a != nullptr && a->name == path;
        const bool isThere = b != nullptr && b->name == path;
        ENGINE_TRY(compareDirectory(records, run, path, found));
        if (isHere)
            here.advance();
        if (isThere)
            there.advance();
    }
}

Result<> FileReconciler::compareDirectory(FileRecords& records, const FileRunRecord& run, const Bytes& directory,
                                          FileReconciliation& found)
{
    ENGINE_TRY_AS(const qint64 ofRun, records.flow(run.direction, run.peerCode, run.task));
    ENGINE_TRY_AS(const qint64 directoryId, records.directory(ofRun, directory));
    Paged<FileTransferRecord> here(
        [&](const Bytes& after, bool) { return records.runArrived(run.id, directoryId, after, kPage); });
    bool isThereAtEnd = false;
    Paged<filemsg::AnswerItem> there([&](const Bytes& after, bool) -> Result<std::vector<filemsg::AnswerItem>> {
        if (isThereAtEnd)
            return std::vector<filemsg::AnswerItem>();
        ENGINE_TRY_AS(filemsg::Answer page, ask({keyOf(run), false, directory, after}));
        isThereAtEnd = page.isLast;
        return std::move(page.items);
    });
    for (;;) {
        ENGINE_TRY_AS(const FileTransferRecord* const a, here.current());
        ENGINE_TRY_AS(const filemsg::AnswerItem* const b, there.current());
        if (a == nullptr && b == nullptr)
            return {};
        ++found.compared;
        if (b == nullptr || (a != nullptr && a->name < b->name)) {
            ENGINE_TRY(note(found, differenceOf("missing", joinPath(directory, a->name), a, nullptr)));
            here.advance();
        } else if (a == nullptr || b->name < a->name) {
            ENGINE_TRY(note(found, differenceOf("extra", joinPath(directory, b->name), nullptr, b)));
            there.advance();
        } else {
            const bool isLate = m_lateAfterMs > 0 && a->lastUtcMs - a->firstUtcMs > m_lateAfterMs;
            if (view(a->digest) != b->digest)
                ENGINE_TRY(note(found, differenceOf("different", joinPath(directory, a->name), a, b)));
            else if (isLate) // both moments by the sender's clock: two machines' never agree
                ENGINE_TRY(note(found, differenceOf("late", joinPath(directory, a->name), a, b)));
            here.advance();
            there.advance();
        }
    }
}

Result<filemsg::Answer> FileReconciler::ask(const filemsg::Ask& question)
{
    std::uint32_t number = 0;
    {
        const std::lock_guard lock(m_mutex);
        number = ++m_lastQuestion;
    }
    m_send(filemsg::encode(number, question));
    std::unique_lock lock(m_mutex);
    const bool isThere = m_changed.wait_for(lock, kAnswerWithin,
                                            [&] { return m_isClosed || m_isCancelled || m_answers.contains(number); });
    if (m_isCancelled)
        return fail(ErrorCode::Cancelled, QStringLiteral("a person has stopped the reconciliation"));
    if (m_isClosed)
        return fail(makeTransient(ErrorCode::Network, events::LNK_DOWN, QStringLiteral("the link is gone")));
    if (!isThere)
        return fail(ErrorCode::Timeout, QStringLiteral("the peer does not answer about a run"));
    const Bytes payload = std::move(m_answers.extract(number).mapped());
    lock.unlock();
    return filemsg::decodeAnswer(payload);
}

void FileReconciler::onAnswer(std::uint32_t question, BytesView payload)
{
    {
        const std::lock_guard lock(m_mutex);
        if (question != m_lastQuestion) // late: nobody waits for it
            return;
        m_answers[question] = Bytes(payload);
    }
    m_changed.notify_all();
}

void FileReconciler::onClosed()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
    }
    m_changed.notify_all();
}

Result<filemsg::Answer> FileReconciler::answer(FileRecords& records, const QString& peer, const filemsg::Ask& ask)
{
    filemsg::Answer answer;
    ENGINE_TRY_AS(auto run, records.runByKey(QByteArray(ask.key.data(), static_cast<qsizetype>(ask.key.size()))));
    if (!run || run->direction != u"in" || run->peerCode != peer)
        return answer;
    answer.isKnown = true;
    if (ask.wantsDirectories) {
        if (ask.after.empty()) {
            ENGINE_TRY(records.countRun(*run));
            answer.arrived = run->arrived;
            answer.repeated = run->repeated;
            answer.failed = run->failed;
            answer.bytes = run->bytes;
        }
        ENGINE_TRY_AS(const auto paths, records.runDirectories(*run, ask.after, ask.after.empty(), kPage));
        for (const Bytes& path : paths)
            answer.items.push_back({path, 0, {}});
    } else {
        ENGINE_TRY_AS(const qint64 flow, records.flow(run->direction, peer, run->task));
        ENGINE_TRY_AS(const qint64 directory, records.directory(flow, ask.directory));
        ENGINE_TRY_AS(const auto files, records.runArrived(run->id, directory, ask.after, kPage));
        for (const FileTransferRecord& file : files)
            answer.items.push_back({file.name, file.size, Bytes(view(file.digest))});
    }
    answer.isLast = answer.items.size() < static_cast<std::size_t>(kPage);
    return answer;
}

} // namespace busheng
