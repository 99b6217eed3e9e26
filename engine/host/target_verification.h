// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "engine/base/clock.h"
#include "engine/base/worker_thread.h"
#include "engine/host/control_message.h"
#include "engine/host/mailbox.h"
#include "engine/pipeline/verify/digest_comparison.h"
#include "engine/pipeline/verify/row_difference.h"

#include <deque>
#include <optional>

namespace busheng {

/// The receiver's half of a verification: waits for the loader's snapshot at the Mark and for the source's counts and
/// digests, compares, asks for the rows of ranges that differ, and finds rows and fields. Owns the thread verify.<id>.
///
///   waiting for both sides -> comparing -> equal | different | failed
///
/// Thread: public methods from any thread; `onFinished` is called once, in the worker.
class TargetVerification {
public:
    struct Context {
        Clock& clock;
        std::uint64_t id = 0;
        QString subscription;
        bool fieldLevel = false;
        std::function<void(const control::Body&)> send;
        std::function<void()> onFinished;
    };

    explicit TargetVerification(Context context);
    ~TargetVerification();

    std::uint64_t id() const { return m_context.id; }
    void onSnapshot(Position position, std::shared_ptr<TableSnapshot> snapshot, DatasetSchema schema,
                    const std::vector<ParkedTable>& parked);
    void onCounts(const control::TableCounts& counts);
    void onDigests(control::ChunkDigests digests);
    void onRows(control::Rows rows);
    void fail(const Error& why);

    VerificationSnapshot state() const;
    /// What was found, for the repair; at most tuning::kDifferencesKept.
    std::vector<RowDifference> differences() const;

private:
    void run(std::stop_token stop);
    Result<> compareNext();
    Result<> compareCounts();
    void note(const TableSchema& table, RowDifference&& difference);
    void finish(const QString& outcome, const Error* why);
    TableCheck& check(const QString& table);
    bool isParked(const QString& table) const;

    Context m_context;
    Mailbox m_mailbox;

    // worker only
    std::shared_ptr<TableSnapshot> m_snapshot;
    std::optional<DigestComparer> m_comparer;
    DatasetSchema m_schema;
    std::vector<ParkedTable> m_parked; ///< when the snapshot was taken; they are not compared
    std::optional<control::TableCounts> m_counts;
    std::deque<ChunkDigest> m_chunks;
    std::size_t m_rowsAwaited = 0;
    bool m_allDigests = false;
    bool m_countsCompared = false;
    bool m_finished = false;

    mutable std::mutex m_mutex; ///< guards what follows
    VerificationSnapshot m_state;
    std::vector<RowDifference> m_differences;

    std::unique_ptr<WorkerThread> m_thread; ///< last: ends before what it uses
};

} // namespace busheng
