// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/base/log.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/pipeline/capture/my_log_capturer_impl.h"
#include "engine/pipeline/capture/my_table_check.h"
#include "engine/pipeline/capture/my_table_set.h"

#include <algorithm>

/// Tables that come to the dataset, leave it, or are loaded anew, while its log is read.
namespace busheng {
namespace {

using namespace std::chrono_literals;

constexpr int kTableAttempts = 20;
constexpr auto kTableLockPause = 10s; ///< before a table that somebody works on is asked for once more

} // namespace

/// Told where its new tables are known to be so; the log up to there is read by the tables as they were. What other
/// transactions did to a new table and commit behind it is in the log, and what committed before its rows are loaded
/// with.
Result<> MyLogCapturer::setTables(const QStringList& tables, CaptureSink& sink)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(m_source.source.location));
    QStringList wanted;
    for (const QString& table : tables)
        wanted.append(myQualified(table, location.database));
    wanted.removeDuplicates();
    ENGINE_TRY_AS(const DatasetSchema before, readSchema());
    const auto isKnown = [&before](const QString& table) { return before.table(table) != nullptr; };
    const bool areKnown = std::ranges::all_of(wanted, isKnown);
    if (areKnown && wanted.size() == static_cast<qsizetype>(before.tables.size()))
        return {};
    if (auto ready = ensureReading(sink); !ready)
        return fail(m_feed ? broken(ready.error(), sink) : ready.error());
    for (int attempt = 0; attempt < kTableAttempts; ++attempt) {
        ENGINE_TRY_AS(const MyTableSet set,
                      sourced(readMyTableSet(m_source, *m_source.known, wanted), m_source.source.name));
        if (!areKnown) {
            ENGINE_TRY_AS(const bool isThere, readOrFollow(myPosition(set.from), sink));
            if (!isThere)
                continue;
        }
        m_stream.reset(); // numbers of tables are described anew
        m_more = true;
        ENGINE_TRY(m_feed->undo(sink));
        ENGINE_TRY(ensureSql());
        ENGINE_TRY(takeUp(set.schema, sink));
        ENGINE_FAILPOINT("capture.tables.told");
        qCInfo(logCapture).noquote() << "source" << m_source.source.name << "is of" << wanted.size()
                                     << "tables, version" << m_source.known->version;
        return connect();
    }
    return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the tables are being altered")));
}

/// False: it is to be looked at once more, for another structure came on the way.
Result<bool> MyLogCapturer::readOrFollow(Position position, CaptureSink& sink)
{
    if (position < m_feed->seen())
        return false;
    auto read = readTo(position, sink);
    if (read)
        read = settle(sink);
    if (read)
        return true;
    const bool isNewStructure = m_feed->hasMetNewStructure();
    Error error = broken(read.error(), sink);
    if (!isNewStructure)
        return fail(std::move(error));
    ENGINE_TRY(followStructure(std::move(error), sink));
    ENGINE_TRY(ensureReading(sink));
    return false;
}

Result<> MyLogCapturer::setLoading(std::uint32_t tableId, bool isLoading, CaptureSink& sink)
{
    ENGINE_TRY_AS(DatasetSchema schema, readSchema());
    const auto table = std::ranges::find(schema.tables, tableId, &TableSchema::id);
    if (table == schema.tables.end() || table->isLoading == isLoading)
        return {};
    if (isLoading) {
        ENGINE_TRY(ensureSql());
        ENGINE_TRY(sqlResult(requireMyLoadable(*m_sql, m_source.source.name, *table)));
    }
    table->isLoading = isLoading;
    ++schema.version;
    ENGINE_TRY(sink.structure(schema, durable()));
    ENGINE_TRY(sink.flush());
    know(schema);
    return {};
}

/// Of this table alone: a MySQL locks it for a moment, and no other. While a transaction on it stays open, that is not
/// given; the other tables flow, and it is asked for again.
Result<std::optional<PositionedSnapshot>> MyLogCapturer::openTableSnapshot(std::uint32_t tableId, CaptureSink& sink)
{
    ENGINE_TRY_AS(const DatasetSchema schema, readSchema());
    const TableSchema* const table = schema.table(tableId);
    if (table == nullptr || Clock::now() < m_tableLockAfter)
        return std::optional<PositionedSnapshot>();
    auto snapshot = openSnapshotOf({table->name}, sink);
    if (!snapshot && myErrorNumber(snapshot.error()) == kMyLockTimeout) {
        m_tableLockAfter = Clock::now() + kTableLockPause;
        return std::optional<PositionedSnapshot>();
    }
    if (!snapshot)
        return fail(std::move(snapshot).error());
    return std::optional(std::move(*snapshot));
}

} // namespace busheng
