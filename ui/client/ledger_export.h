// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/evidence/ledger_file.h"
#include "ui/client/engine_client.h"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace busheng {

/// Writes the whole ledger of the node, sealed, into a file that an auditor checks without a node, and checks it as the
/// auditor would. Files are written and read in a thread of its own; the engine gives one page after the other.
///
/// Thread: the GUI's. Its end, and cancel(), stop the work and leave no file.
class LedgerExport : public QObject {
    Q_OBJECT
public:
    /// `path` empty: into a temporary file that is gone afterwards, only to check it.
    LedgerExport(EngineClient& client, const QString& path, QObject* parent);
    ~LedgerExport() override;

    void start();
    void cancel();

Q_SIGNALS:
    void progress(qint64 lines);
    /// Exactly once, unless it is cancelled.
    void finished(const Result<LedgerCheck>& check);

private:
    using Lines = Result<std::vector<LedgerRow>>;
    /// Between the two threads: one page at a time.
    struct Feed {
        std::mutex mutex; ///< guards `lines`
        std::condition_variable_any ready;
        std::optional<Lines> lines;
    };

    void askKeys();
    void begin(std::vector<EvidenceKey> keys);
    void askLines(qint64 after);
    void end(const Result<LedgerCheck>& check);
    Result<LedgerCheck> write(const LedgerFileHead& head, const std::stop_token& stop);
    Result<LedgerCheck> writeInto(const QString& path, const LedgerFileHead& head, const std::stop_token& stop);
    Lines nextLines(qint64 after, const std::stop_token& stop);

    EngineClient& m_client;
    const QString m_path;
    std::shared_ptr<Feed> m_feed;
    std::unique_ptr<WorkerThread> m_thread; ///< last: joined before what it uses is gone
};

} // namespace busheng
