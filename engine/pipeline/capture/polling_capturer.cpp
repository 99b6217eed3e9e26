// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/polling_capturer.h"

#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/pipeline/capture/source_error.h"
#include "engine/pipeline/capture/table_exchange.h"

#include <QSet>

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

namespace busheng {
namespace {

constexpr std::size_t kBlockBytes = 256U << 10;
constexpr std::uint64_t kLooksPerCheck = 30;             ///< of the structure
const QString kLeftovers = QStringLiteral(" leftovers"); ///< in the memory: tables, a line each

/// What a look finds, on its way into the sink as one transaction, which begins with its first change.
class LookTransaction {
public:
    LookTransaction(CaptureSink& sink, Position commit) : m_sink(sink), m_commit(commit) {}

    Result<> add(const RowChange& change)
    {
        writeChange(m_writer, change);
        ++m_count;
        ++m_changes;
        return m_block.size() >= kBlockBytes ? give() : Result<>();
    }

    Result<> commit(qint64 utcMs)
    {
        ENGINE_TRY(give());
        return m_sink.commit(m_commit.order, m_commit, utcMs);
    }

    /// After the source failed; when the sink itself did, it has taken all back.
    void abort()
    {
        if (m_begun && !m_sinkFailed)
            static_cast<void>(m_sink.abort(m_commit.order, m_commit.order));
    }

    std::uint64_t changes() const { return m_changes; }

private:
    Result<> give()
    {
        auto given = [&]() -> Result<> {
            if (!m_begun)
                ENGINE_TRY(m_sink.begin(m_commit.order));
            m_begun = true;
            return m_sink.operations(m_commit.order, m_commit.order, m_block, std::exchange(m_count, 0));
        }();
        m_block.clear();
        m_sinkFailed = m_sinkFailed || !given;
        return given;
    }

    CaptureSink& m_sink;
    const Position m_commit;
    Bytes m_block;
    ByteWriter m_writer{m_block};
    std::uint32_t m_count = 0;
    std::uint64_t m_changes = 0;
    bool m_begun = false;
    bool m_sinkFailed = false;
};

template <typename Which>
DatasetSchema tablesOf(const DatasetSchema& schema, const Which& which)
{
    DatasetSchema some = schema;
    std::erase_if(some.tables, std::not_fn(which));
    return some;
}

} // namespace

Result<> requireSameTables(const QString& source, const DatasetSchema& known, const DatasetSchema& now)
{
    for (const TableSchema& table : known.tables) {
        const TableSchema* const found = now.table(table.name);
        if (found == nullptr)
            return fail(structureDrift(source, table.name, QStringLiteral("it is not there any more")));
        TableSchema same = *found;
        same.id = table.id;
        same.isLoading = table.isLoading;
        if (same.columns != table.columns)
            return fail(structureDrift(source, table.name, QStringLiteral("its columns have changed")));
        if (same.keyColumns != table.keyColumns)
            return fail(structureDrift(source, table.name, QStringLiteral("its key has changed")));
    }
    return known.tables.size() == now.tables.size()
               ? Result<>()
               : fail(structureDrift(source, QString(), QStringLiteral("the list of tables has changed")));
}

Result<QStringList> leftTables(RouteMemory& memory)
{
    ENGINE_TRY_AS(RouteMemory::Marks marks, memory.marks());
    return marks[kLeftovers].split(u'\n', Qt::SkipEmptyParts);
}

Result<std::unique_ptr<Capturer>> PollingCapturer::open(Parts parts, Position resumeAfter,
                                                        const std::optional<DatasetSchema>& known)
{
    std::unique_ptr<PollingCapturer> capturer(new PollingCapturer(std::move(parts), resumeAfter));
    ENGINE_TRY(capturer->start(known));
    return std::unique_ptr<Capturer>(std::move(capturer));
}

Result<> PollingCapturer::start(const std::optional<DatasetSchema>& known)
{
    ENGINE_TRY(m_parts.source->prepare());
    if (!known) {
        ENGINE_TRY_AS(m_schema, readTables(m_parts.tables));
    } else {
        m_schema = *known;
        const DatasetSchema staying =
            tablesOf(*known, [&](const auto& table) { return isAmong(table, m_parts.tables); });
        ENGINE_TRY(requireSameStructure(staying));
        m_parts.source->setTables(namesOf(*known));
    }
    if (m_parts.route->marksTables()) {
        ENGINE_TRY_AS(m_leftovers, leftTables(*m_parts.memory));
    }
    return m_last.order == 0 ? m_parts.route->begin(*m_parts.source, m_schema) : Result<>();
}

/// As it travels.
Result<DatasetSchema> PollingCapturer::readTables(const QStringList& tables)
{
    m_parts.source->setTables(tables);
    ENGINE_TRY_AS(DatasetSchema now, m_parts.source->readSchema());
    ENGINE_TRY(m_parts.route->check(*m_parts.source, now));
    ENGINE_TRY(m_parts.route->shape(now));
    return now;
}

/// Tables that leave the dataset need not be there any more.
Result<> PollingCapturer::requireSameStructure(const DatasetSchema& known)
{
    if (known.tables.empty())
        return {};
    ENGINE_TRY_AS(const DatasetSchema now, readTables(namesOf(known)));
    return requireSameTables(m_parts.name, known, now);
}

bool PollingCapturer::isAmong(const TableSchema& table, const QStringList& tables) const
{
    const QString name = m_parts.source->quotedTable(table.name);
    return std::ranges::any_of(tables,
                               [&](const QString& other) { return m_parts.source->quotedTable(other) == name; });
}

/// A look reads the columns that it knows; what else has changed is found here.
Result<> PollingCapturer::checkStructure()
{
    if (++m_looks % kLooksPerCheck != 0)
        return {};
    if (!m_leftovers.isEmpty())
        removeLeftovers();
    ENGINE_TRY_AS(DatasetSchema now, m_parts.source->readSchema());
    ENGINE_TRY(m_parts.route->shape(now));
    return requireSameTables(m_parts.name, m_schema, now);
}

Result<PolledMoment> PollingCapturer::openMoment()
{
    ENGINE_TRY(checkStructure());
    ENGINE_TRY(m_parts.route->beforeLook(*m_parts.source, m_schema, {m_last.order + 1}));
    return m_parts.source->openMoment();
}

Result<std::uint64_t> PollingCapturer::lookAt(PolledMoment& moment, CaptureSink& sink)
{
    LookTransaction found(sink, {m_last.order + 1});
    auto looked = m_parts.route->look(*m_parts.source, moment, m_schema,
                                      [&found](const RowChange& change) { return found.add(change); });
    if (!looked) {
        found.abort();
        return fail(asSourceError(std::move(looked).error(), m_parts.name));
    }
    if (found.changes() > 0) {
        ENGINE_TRY(found.commit(m_parts.clock.utcMs()));
        ENGINE_FAILPOINT("capture.look.before_flush");
        ENGINE_TRY(sink.flush());
        ++m_last.order;
    }
    ENGINE_FAILPOINT("capture.look.before_keep");
    ENGINE_TRY(m_parts.route->keep());
    ENGINE_FAILPOINT("capture.look.kept");
    return found.changes();
}

Result<PollResult> PollingCapturer::poll(CaptureSink& sink)
{
    PollResult result;
    if (m_looksNow || m_parts.route->isDue()) {
        ENGINE_TRY_AS(PolledMoment moment, openMoment());
        ENGINE_TRY_AS(result.changes, lookAt(moment, sink));
        m_looksNow = false;
    }
    if (m_beats)
        ENGINE_TRY(writeBeat(sink));
    result.upTo = m_last;
    return result;
}

Result<> PollingCapturer::writeBeat(CaptureSink& sink)
{
    ENGINE_TRY(sink.heartbeat({m_last.order + 1}, m_parts.clock.utcMs()));
    ENGINE_TRY(sink.flush());
    ++m_last.order;
    m_beats = false;
    return {};
}

bool PollingCapturer::waitForChange(int timeoutMs)
{
    if (m_parts.route->isDue() || m_beats)
        return true;
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, m_parts.stop, std::chrono::milliseconds(timeoutMs), [] { return false; });
    return m_parts.route->isDue();
}

Result<PositionedSnapshot> PollingCapturer::openSnapshot(CaptureSink& sink)
{
    return openSnapshotOf(QString(), sink);
}

Result<std::optional<PositionedSnapshot>> PollingCapturer::openTableSnapshot(std::uint32_t tableId, CaptureSink& sink)
{
    const TableSchema* const table = m_schema.table(tableId);
    if (table == nullptr)
        return std::optional<PositionedSnapshot>();
    ENGINE_TRY_AS(PositionedSnapshot snapshot, openSnapshotOf(table->name, sink));
    return std::optional(std::move(snapshot));
}

Result<PositionedSnapshot> PollingCapturer::openSnapshotOf(const QString& table, CaptureSink& sink)
{
    ENGINE_TRY_AS(PolledMoment moment, openMoment());
    if (m_parts.route->looksAtSnapshots())
        ENGINE_TRY(lookAt(moment, sink));
    ENGINE_TRY(m_parts.route->noteSnapshot(table));
    if (m_last.order == 0)
        ENGINE_TRY(writeBeat(sink)); // zero is before everything
    ENGINE_TRY_AS(auto shown, m_parts.route->shown(*m_parts.source, m_schema, std::move(moment.snapshot)));
    return PositionedSnapshot{std::move(shown), m_last};
}

Result<> PollingCapturer::setTables(const QStringList& tables, CaptureSink& sink)
{
    QSet<QString> now;
    QSet<QString> wanted;
    for (const TableSchema& table : m_schema.tables)
        now.insert(m_parts.source->quotedTable(table.name));
    for (const QString& table : tables)
        wanted.insert(m_parts.source->quotedTable(table));
    if (now == wanted)
        return {};
    auto exchanged = exchangeTables(tables, sink);
    // The tables that it has go on; a source that is away is noticed by the next look.
    if (!exchanged && exchanged.error().code == ErrorCode::Sql)
        exchanged.error().transient = false;
    return exchanged;
}

/// What a table that comes needs at the source is there before the structure is told, and what one that goes had there
/// is taken away behind it. Before either it is noted, so that nothing of ours stays at a table that is not captured.
Result<> PollingCapturer::exchangeTables(const QStringList& tables, CaptureSink& sink)
{
    auto read = readTables(tables);
    m_parts.source->setTables(namesOf(m_schema)); // what cannot be changes nothing
    ENGINE_TRY_AS(DatasetSchema wholly, std::move(read));
    const auto isKnown = [&](const TableSchema& table) { return m_schema.table(table.name) != nullptr; };
    const auto stays = [&](const TableSchema& table) { return wholly.table(table.name) != nullptr; };
    ENGINE_TRY(requireSameTables(m_parts.name, tablesOf(m_schema, stays), tablesOf(wholly, isKnown)));
    const DatasetSchema come = tablesOf(wholly, std::not_fn(isKnown));
    for (const TableSchema& table : come.tables)
        ENGINE_TRY(requireLoadable(table));
    ENGINE_TRY(noteLeftovers(m_leftovers + namesOf(come) + namesOf(tablesOf(m_schema, std::not_fn(stays)))));
    ENGINE_TRY(takeIn(come));
    ENGINE_FAILPOINT("capture.tables.exchanged");
    ENGINE_TRY(tell(exchangedTables(m_schema, std::move(wholly)), sink));
    removeLeftovers();
    return {};
}

Result<> PollingCapturer::takeIn(const DatasetSchema& come)
{
    for (const TableSchema& table : come.tables) {
        const DatasetSchema one =
            tablesOf(come, [&table](const TableSchema& other) { return other.name == table.name; });
        auto taken = m_parts.route->take(*m_parts.source, one);
        if (taken)
            continue;
        // A lock that is not given, a right that is missing, a full disk of the source: the other tables flow.
        const bool isFull = taken.error().code == ErrorCode::Storage && m_parts.route->marksTables();
        if (taken.error().code == ErrorCode::Sql || isFull)
            return fail(notNow(m_parts.name, table.name, taken.error().native));
        return taken;
    }
    return {};
}

/// Tables that are, or were, not captured and may have something of ours.
Result<> PollingCapturer::noteLeftovers(QStringList tables)
{
    tables.removeDuplicates();
    if (tables == m_leftovers || !m_parts.route->marksTables())
        return {};
    ENGINE_TRY(m_parts.memory->save({{kLeftovers, tables.join(u'\n')}}));
    m_leftovers = std::move(tables);
    return {};
}

/// What cannot be taken away now, because somebody works with the table or the right is missing, is tried again: the
/// capture does not wait for it.
void PollingCapturer::removeLeftovers()
{
    QStringList left;
    for (const QString& table : std::as_const(m_leftovers)) {
        if (m_schema.table(table) != nullptr)
            continue;
        if (const auto removed = m_parts.route->leave(*m_parts.source, table); !removed) {
            qCWarning(logCapture).noquote() << "source" << m_parts.name << "keeps what is ours at" << table
                                            << "for now:" << removed.error().toString();
            left.append(table);
        }
    }
    if (const auto noted = noteLeftovers(left); !noted)
        qCWarning(logCapture).noquote() << "source" << m_parts.name << ":" << noted.error().toString();
}

Result<> PollingCapturer::setLoading(std::uint32_t tableId, bool isLoading, CaptureSink& sink)
{
    DatasetSchema schema = m_schema;
    const auto table = std::ranges::find(schema.tables, tableId, &TableSchema::id);
    if (table == schema.tables.end() || table->isLoading == isLoading)
        return {};
    if (isLoading)
        ENGINE_TRY(requireLoadable(*table));
    table->isLoading = isLoading;
    return tell(std::move(schema), sink);
}

/// A table without a key comes in one piece.
Result<> PollingCapturer::requireLoadable(const TableSchema& table)
{
    if (!table.keyColumns.empty())
        return {};
    ENGINE_TRY_AS(const PolledMoment moment, m_parts.source->openMoment());
    std::int64_t bytes = 0;
    ENGINE_TRY(moment.snapshot->scan(table, {}, 0, [&bytes](BytesView row) {
        bytes += static_cast<std::int64_t>(row.size());
        return bytes <= kMostKeylessBytes;
    }));
    return bytes <= kMostKeylessBytes ? Result<>()
                                      : Result<>(fail(tooLargeWithoutKey(m_parts.name, table.name, bytes)));
}

Result<> PollingCapturer::tell(DatasetSchema schema, CaptureSink& sink)
{
    schema.version = m_schema.version + 1;
    ENGINE_TRY(sink.structure(schema, m_last));
    ENGINE_TRY(sink.flush());
    ENGINE_FAILPOINT("capture.tables.told");
    m_schema = std::move(schema);
    m_parts.source->setTables(namesOf(m_schema));
    return {};
}

Result<> PollingCapturer::noteApplied(Position position)
{
    return m_parts.route->noteApplied(*m_parts.source, m_schema, position);
}

Result<> PollingCapturer::beat()
{
    m_beats = true;
    return {};
}

} // namespace busheng
