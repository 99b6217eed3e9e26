// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/base/worker_thread.h"

#include <QByteArray>
#include <QObject>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace busheng {

/// Writes a list of any length into a file, page by page: the engine gives one page after the other, and a thread of
/// its own makes text of each and writes it. The file is there when it is whole, or not at all.
///
/// Thread: the GUI's. Its end, and cancel(), stop the work and leave no file.
class PagedExport : public QObject {
    Q_OBJECT
public:
    /// One page, as text; made in the thread that writes. `rows` 0: there are no more.
    struct Page {
        qint64 rows = 0;
        std::function<QByteArray()> text;
    };
    /// Asks for the page behind `from` rows; answers once, at some time, in the GUI's thread.
    using Ask = std::function<void(qint64 from, std::function<void(Result<Page>)> take)>;

    /// `head`: what the file begins with; made in the thread that writes.
    PagedExport(const QString& path, std::function<QByteArray()> head, Ask ask, QObject* parent);
    ~PagedExport() override;

    void start();
    void cancel();

Q_SIGNALS:
    void progress(qint64 rows);
    /// Exactly once, unless it is cancelled.
    void finished(const Result<>& result);

private:
    /// Between the two threads: one page at a time.
    struct Feed {
        std::mutex mutex; ///< guards `page`
        std::condition_variable_any ready;
        std::optional<Result<Page>> page;
    };

    void askNext();
    Result<> write(const std::stop_token& stop);

    const QString m_path;
    const std::function<QByteArray()> m_head;
    const Ask m_ask;
    std::shared_ptr<Feed> m_feed;
    qint64 m_rows = 0;
    std::unique_ptr<WorkerThread> m_thread; ///< last: joined before what it uses is gone
};

} // namespace busheng
