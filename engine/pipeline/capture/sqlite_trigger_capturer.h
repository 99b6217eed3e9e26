// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"
#include "engine/pipeline/capture/capturer.h"
#include "engine/pipeline/capture/sqlite_capture_store.h"

#include <functional>
#include <optional>

namespace busheng {

/// Trigger route on SQLite: generated triggers write each change of the dataset's tables into busheng_change
/// (sqlite_trigger_sql.h), in the transaction that makes it; this reads it back. Position: id in busheng_change.
///
/// SQLite has no commit log, so changes that committed between two polls travel as one transaction. A poll reads one
/// snapshot, and a snapshot ends on a commit: a transaction of the source is never cut in two. Its id is that of its
/// first change, so a poll repeated after a failure offers the same transaction again under the same id.
///
/// The source is switched to WAL mode (persistent), without which a snapshot keeps writers from committing; where that
/// is refused, capturing works all the same. Blind spots, all of which field level verification finds:
/// - REPLACE that removes a row through another unique index than the key, or an UPDATE OR REPLACE onto another row's
///   key: SQLite fires no trigger for the row that goes unless the writer has set recursive_triggers;
/// - writers that switch triggers off; triggers dropped and made again alike between two polls;
/// - an older copy of the database put in its place that has since come further than we had read.
///
/// release() and beat() write to the source. Where its writers leave no gap they do nothing, and the next call makes it
/// good.
///
/// Thread: the capture worker. Durable: as the sink. Fails: as Capturer; Schema SRC_POSITION_LOST, not transient.
class SqliteTriggerCapturer final : public Capturer {
public:
    /// `known`: the structure that readers were told last; nothing: none yet.
    SqliteTriggerCapturer(DatabaseConfig source, DatasetConfig dataset, Position resumeAfter,
                          std::optional<DatasetSchema> known);
    ~SqliteTriggerCapturer() override;

    /// Opens the source and installs what is missing there. Later calls do so themselves when the connection is gone.
    Result<> connect();

    Result<DatasetSchema> readSchema() override;
    Result<PollResult> poll(CaptureSink& sink) override;
    bool waitForChange(int timeoutMs) override;
    Result<> release(Position position) override;
    Result<PositionedSnapshot> openSnapshot(CaptureSink& sink) override;
    Result<> beat() override;
    Result<> setTables(const QStringList& tables, CaptureSink& sink) override;
    Result<> setLoading(std::uint32_t tableId, bool isLoading, CaptureSink& sink) override;

private:
    struct Connection {
        std::unique_ptr<SqliteDatabase> database;
        std::unique_ptr<SqliteCaptureStore> store;
        std::vector<std::int64_t> numbers; ///< of the captured tables; empty: not checked yet
        std::int64_t schemaVersion = -1;   ///< of the last check
        std::int64_t dataVersion = -1;     ///< of the last poll
    };
    struct Stretch {
        Position upTo;
        std::uint64_t newest = 0;
        bool renewTriggers = false;
        bool sinkFailed = false;
        std::optional<TransactionId> open; ///< begun in the sink
        std::uint64_t changes = 0;
        std::optional<qint64> beatUtcMs;
    };

    QStringList leaving() const;
    Result<> exchangeTables(const QStringList& tables, CaptureSink& sink);
    void becomeOf(const QStringList& tables);
    Result<> tell(DatasetSchema schema, CaptureSink& sink);
    Result<> forgetOthers();
    Result<> setPatience(int ms);
    Result<> ensureConnected();
    Result<PollResult> readOn(CaptureSink& sink, std::uint64_t most);
    Result<Stretch> readStretch(CaptureSink& sink, std::uint64_t most);
    Result<> readInto(CaptureSink& sink, Stretch& stretch);
    Result<> checkHealth(const SqliteCaptureStore::State& state, Stretch& stretch);
    Result<> endInSink(CaptureSink& sink, const Stretch& stretch);
    Result<> writeWhenFree(const std::function<Result<>(SqliteCaptureStore&)>& write);
    Result<> guarded(Result<> result); ///< names the source, drops a broken connection

    DatabaseConfig m_source;
    DatasetConfig m_dataset;               ///< its tables are those that it is to be of
    Position m_last;                       ///< everything at or before is durable in the sink
    std::optional<DatasetSchema> m_schema; ///< as readers were told; may have tables that are leaving
    bool m_leavesBehind = false;           ///< what was made for tables that the dataset is not of may be there
    std::optional<Connection> m_connection;
    std::uint64_t m_polls = 0;
    bool m_more = true; ///< poll() has something to read, or has not looked yet
};

/// Opens the source, installs capture for the dataset where it is not, and stands at `resumeAfter`. `known`: as the
/// constructor's. Fails: Sql SRC_UNAVAILABLE (transient), Schema as Capturer and SqliteCaptureStore::install, Config
/// for a bad list of tables.
Result<std::unique_ptr<Capturer>> openSqliteTriggerCapturer(const DatabaseConfig& source, const DatasetConfig& dataset,
                                                            Position resumeAfter,
                                                            std::optional<DatasetSchema> known = {});

/// Takes the dataset's capture out of the source. After it, the dataset starts anew: with an initial load and from
/// position zero. No-op where nothing is installed.
Result<> uninstallSqliteCapture(const DatabaseConfig& source, const DatasetConfig& dataset);

} // namespace busheng
