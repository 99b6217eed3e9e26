// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/host/host_fixture.h"

#include "engine/model/events.h"

#include <algorithm>

namespace busheng::test {
namespace {

Bytes keyOf(std::int64_t id)
{
    Bytes key;
    const Bytes whole = row(id, "x");
    projectRow(whole, schema().tables.front().keyColumns, key);
    return key;
}

class PlayedSnapshot final : public TableSnapshot {
public:
    explicit PlayedSnapshot(std::map<Bytes, Bytes> rows) : m_rows(std::move(rows)) {}

    void restrict(const QString&, const QString&) override {}
    Result<std::uint64_t> countRows(const TableSchema& table) override { return table.id == 1 ? m_rows.size() : 0; }
    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t, const RowSink& sink) override
    {
        for (const auto& [key, row] : m_rows) {
            if (table.id == 1 && key > range.after && !sink(row))
                break;
        }
        return {};
    }
    Result<Bytes> fetch(const TableSchema&, BytesView key) override
    {
        const auto found = m_rows.find(Bytes(key));
        return found == m_rows.end() ? Bytes() : found->second;
    }

private:
    std::map<Bytes, Bytes> m_rows;
};

} // namespace

class PlayedCapturer final : public Capturer {
public:
    PlayedCapturer(PlayedSource& source, Position after) : m_source(source), m_after(after) {}

    Result<DatasetSchema> readSchema() override { return schema(); }

    Result<PollResult> poll(CaptureSink& sink) override
    {
        PollResult result;
        const std::lock_guard lock(m_source.m_mutex);
        if (m_source.m_pollError)
            return fail(*std::exchange(m_source.m_pollError, std::nullopt));
        for (const auto& commit : m_source.m_commits) {
            if (commit.position <= m_after)
                continue;
            const TransactionId id = commit.position.order;
            ENGINE_TRY(sink.begin(id));
            ENGINE_TRY(sink.operations(id, id, commit.block, 1));
            ENGINE_TRY(sink.commit(id, commit.position, 0));
            ENGINE_TRY(sink.flush());
            m_after = commit.position;
            ++result.changes;
            break; // one at a time, so that others can come in between
        }
        result.upTo = m_after;
        result.more = !m_source.m_commits.empty() && m_after < m_source.m_commits.back().position;
        return result;
    }

    bool waitForChange(int) override
    {
        std::this_thread::yield();
        return true;
    }
    Result<> release(Position position) override
    {
        m_source.m_released = position.order;
        return {};
    }
    Result<PositionedSnapshot> openSnapshot(CaptureSink&) override
    {
        const std::lock_guard lock(m_source.m_mutex);
        PositionedSnapshot snapshot;
        snapshot.snapshot = std::make_unique<PlayedSnapshot>(m_source.m_rows);
        snapshot.position = m_source.m_commits.empty() ? m_after : m_source.m_commits.back().position;
        return snapshot;
    }
    Result<> setTables(const QStringList&, CaptureSink&) override { return {}; }
    Result<> setLoading(std::uint32_t, bool, CaptureSink&) override { return {}; }
    Result<> beat() override
    {
        ++m_source.m_beats;
        return {};
    }
    Result<std::optional<SourceLogState>> readLogState() override
    {
        const std::lock_guard lock(m_source.m_mutex);
        return m_source.m_log;
    }

private:
    PlayedSource& m_source;
    Position m_after;
};

void PlayedSource::setLog(const SourceLogState& log)
{
    const std::lock_guard lock(m_mutex);
    m_log = log;
}

Position PlayedSource::insert(std::int64_t id, BytesView text)
{
    const std::lock_guard lock(m_mutex);
    m_rows[keyOf(id)] = row(id, text);
    return add({{}, change(ChangeKind::Insert, 1, id, text)});
}

Position PlayedSource::remove(std::int64_t id)
{
    const std::lock_guard lock(m_mutex);
    m_rows.erase(keyOf(id));
    return add({{}, change(ChangeKind::Delete, 1, id, "x")});
}

Position PlayedSource::add(Commit commit)
{
    commit.position = {m_commits.empty() ? 1 : m_commits.back().position.order + 1};
    m_commits.push_back(std::move(commit));
    return m_commits.back().position;
}

void PlayedSource::failPolling(const Error& error)
{
    const std::lock_guard lock(m_mutex);
    m_pollError = error;
}

Result<std::unique_ptr<Capturer>> PlayedSource::openCapturer(Position resumeAfter)
{
    if (m_openingsToFail > 0) {
        --m_openingsToFail;
        return fail(makeTransient(ErrorCode::Sql, events::SRC_UNAVAILABLE, QStringLiteral("played")));
    }
    ++m_openings;
    return std::make_unique<PlayedCapturer>(*this, resumeAfter);
}

PublishedSource::PublishedSource(CrashFileSystem& fileSystem, qint64 segmentBytes)
{
    auto cache = LogCache::open(fileSystem, {QStringLiteral("/cache"), 0, segmentBytes});
    if (!cache)
        qFatal("%s", qPrintable(cache.error().toString()));
    publication = std::make_shared<Publication>(
        Publication::Options{QStringLiteral("played"), {}, directory.filePath(QStringLiteral("journal.sqlite"))},
        std::move(*cache),
        [this](const Publication::Resumption& resumption, std::stop_token) {
            return source.openCapturer(resumption.after);
        },
        Publication::Context{clock, [this](const Error&) { ++errors; }, [this] { ++recoveries; }, [] {},
                             [this] { ++reopenings; },
                             [this](const std::optional<Error>& low) {
                                 if (low)
                                     logLow.add(*low);
                                 else
                                     ++logRecoveries;
                             }});
}

void Said::add(const Error& error)
{
    const std::lock_guard lock(mutex);
    errors.push_back(error);
}

void Said::add(const Message& message)
{
    const std::lock_guard lock(mutex);
    messages.push_back(message);
}

bool Said::hasEvent(const QString& event) const
{
    const std::lock_guard lock(mutex);
    return std::ranges::any_of(errors, [&](const Error& error) { return error.event == event; });
}

int Said::count(MessageType type) const
{
    const std::lock_guard lock(mutex);
    return static_cast<int>(std::ranges::count(messages, type, &Message::type));
}

std::vector<Bytes> Said::packets() const
{
    const std::lock_guard lock(mutex);
    std::vector<Bytes> found;
    for (const Message& message : messages) {
        if (message.type == MessageType::Packet)
            found.push_back(message.payload);
    }
    return found;
}

std::uint64_t Said::progress(MessageType type) const
{
    const std::lock_guard lock(mutex);
    std::uint64_t newest = 0;
    for (const Message& message : messages) {
        if (message.type != type)
            continue;
        if (const auto progress = control::decodeProgress(message))
            newest = std::max(newest, progress->sequence);
    }
    return newest;
}

} // namespace busheng::test
