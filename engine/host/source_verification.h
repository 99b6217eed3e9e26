// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/host/control_message.h"
#include "engine/host/mailbox.h"
#include "engine/pipeline/capture/capturer.h"

#include <atomic>

namespace busheng {

/// The source's half of a verification: digests the snapshot that belongs to a Mark and answers for its rows until the
/// receiver is done. Owns the thread verify.<id> and the snapshot. Thread: public methods from any thread.
class SourceVerification {
public:
    using Send = std::function<void(const control::Body&)>;

    SourceVerification(control::VerifyRequest request, DatasetSchema schema, PositionedSnapshot snapshot, Send send);
    ~SourceVerification();

    void onRowsRequest(const control::RowsRequest& request);
    /// The receiver is done, or gone.
    void end();
    bool isFinished() const { return m_finished; }

private:
    void run(std::stop_token stop);
    Result<> sendCounts();
    Result<> sendDigests(std::stop_token stop);
    Result<> sendRows(const control::RowsRequest& request);

    const control::VerifyRequest m_request;
    const DatasetSchema m_schema;
    PositionedSnapshot m_snapshot;
    Send m_send;
    Mailbox m_mailbox;
    std::atomic<bool> m_ended{false};
    std::atomic<bool> m_finished{false};
    std::unique_ptr<WorkerThread> m_thread; ///< last: ends before what it uses
};

} // namespace busheng
