// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/worker_thread.h"
#include "engine/host/control_message.h"
#include "engine/host/difference_list.h"
#include "engine/host/mailbox.h"
#include "engine/host/verification_progress.h"
#include "engine/pipeline/verify/digest_comparison.h"
#include "engine/pipeline/verify/row_difference.h"

#include <atomic>
#include <deque>
#include <optional>

namespace busheng {

/// The receiver's half of a verification, slice by slice: asks for a slice, waits for the loader's snapshot at its Mark
/// and for the source's digests, compares, asks for the rows of ranges that differ, and finds rows and fields. A slice
/// that a lost link cuts short is done again; what was found before it stays. Owns the thread verify.<id>.
///
///   waiting -> slice, slice, ... -> equal | different | failed | stopped
///
/// Thread: public methods from any thread; the callbacks come in the worker.
class TargetVerification {
public:
    struct Context {
        Clock& clock;
        std::function<void(const control::Body&)> send;
        std::function<bool()> isBusy;     ///< other work waits: a gentle one begins no slice
        std::function<void()> onProgress; ///< a slice is through: progress() is worth keeping
        std::function<void()> onFinished; ///< once
        std::uint32_t sliceMs = 0;
        std::unique_ptr<DifferenceList> list;
    };

    /// Goes on from `progress`: a new one has an id, a subscription, a level and nothing else. Waits for resume().
    TargetVerification(Context context, VerificationProgress progress);
    ~TargetVerification();

    /// Whether a Mark or a message with this id belongs to the slice at hand.
    bool expects(std::uint64_t sliceId) const { return m_sliceId == sliceId; }
    /// `parked` tables are not compared.
    void onSnapshot(std::uint64_t sliceId, Position position, std::shared_ptr<TableSnapshot> snapshot,
                    DatasetSchema schema, const std::vector<ParkedTable>& parked);
    void onCounts(const control::TableCounts& counts);
    void onDigests(control::ChunkDigests digests);
    void onRows(control::Rows rows);
    void fail(const Error& why);
    /// The link is up.
    void resume();
    /// The link is down: the slice at hand will be done again.
    void suspend();
    /// A person does not want it any more.
    void stop();

    VerificationSnapshot state() const;
    VerificationProgress progress() const;

private:
    /// What belongs to a slice alone.
    struct Slice {
        std::shared_ptr<TableSnapshot> snapshot;
        std::optional<DigestComparer> comparer;
        std::optional<control::TableCounts> counts;
        std::deque<ChunkDigest> chunks;
        std::size_t rowsAwaited = 0;
        std::optional<std::pair<std::uint32_t, Bytes>>
            next; ///< the source has said where it ends; table 0: it is the last
        bool countsCompared = false;
    };

    void run(std::stop_token stop);
    Result<> beginSlice();
    Result<> endSlice();
    bool isSliceSeen() const;
    bool canCompare() const;
    Result<> compareNext();
    Result<> compareCounts();
    void noteLeftOut();
    Result<> note(const TableSchema& table, RowDifference&& difference);
    void finish(const QString& outcome, const Error* why);
    void setWaiting(bool waiting);
    TableCheck& check(const QString& table);
    template <typename Work>
    void post(std::uint64_t sliceId, Work&& work);
    bool isParked(const QString& table) const;

    Context m_context;
    Mailbox m_mailbox;
    const bool m_fieldLevel;
    const bool m_gentle;
    std::atomic<std::uint64_t> m_sliceId{0}; ///< 0: between slices

    // worker only
    bool m_linkUp = false;
    std::uint64_t m_begun = 0; ///< slices, those done again included
    std::optional<Slice> m_slice;
    VerificationProgress m_atSliceStart;
    std::int64_t m_deadlineNs = 0;
    DatasetSchema m_schema;
    std::vector<ParkedTable> m_parked; ///< when the newest snapshot was taken
    quint64 m_ranges = 0;              ///< that were found to differ
    bool m_finished = false;

    mutable std::mutex m_mutex; ///< guards what follows
    VerificationProgress m_progress;

    std::unique_ptr<WorkerThread> m_thread; ///< last: ends before what it uses
};

} // namespace busheng
