// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/host/control_message.h"
#include "engine/host/mailbox.h"
#include "engine/pipeline/capture/capturer.h"

#include <atomic>

namespace busheng {

/// The source's half of a slice of a verification: digests the snapshot that belongs to a Mark, from where the slice
/// begins for as long as it may take, and answers for its rows until the receiver is done. A slice is short so that the
/// source holds no snapshot for long. Owns the thread verify.<id> and the snapshot. Thread: public methods from any
/// thread; `isBusy` is called in the worker: other work for this stream waits, so a gentle verification does.
class SourceVerification {
public:
    using Send = std::function<void(const control::Body&)>;

    SourceVerification(control::VerifyRequest request, DatasetSchema schema, PositionedSnapshot snapshot, Send send,
                       std::function<bool()> isBusy);
    ~SourceVerification();

    void onRowsRequest(const control::RowsRequest& request);
    /// The receiver is done, or gone.
    void end();
    bool isFinished() const { return m_finished; }

private:
    using Clock = std::chrono::steady_clock;

    void run(std::stop_token stop);
    Result<> sendCounts();
    Result<> sendDigests(std::stop_token stop);
    void rest(std::stop_token stop, Clock::time_point since);
    bool isOver() const;
    Result<> sendRows(const control::RowsRequest& request);

    const control::VerifyRequest m_request;
    const DatasetSchema m_schema;
    PositionedSnapshot m_snapshot;
    Send m_send;
    std::function<bool()> m_isBusy;
    const Clock::time_point m_enoughAt;
    Mailbox m_mailbox;
    Notifier m_resting;
    std::atomic<bool> m_ended{false};
    std::atomic<bool> m_finished{false};
    std::unique_ptr<WorkerThread> m_thread; ///< last: ends before what it uses
};

} // namespace busheng
