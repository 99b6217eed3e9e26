// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/paged_export.h"

#include "engine/model/events.h"

#include <QPointer>
#include <QSaveFile>

namespace busheng {
namespace {

Failure notWritten(const QSaveFile& file)
{
    return fail(
        makeEvent(ErrorCode::Storage, events::DSK_ERROR, {file.fileName(), file.errorString()}, file.errorString()));
}

} // namespace

PagedExport::PagedExport(const QString& path, std::function<QByteArray()> head, Ask ask, QObject* parent)
    : QObject(parent), m_path(path), m_head(std::move(head)), m_ask(std::move(ask)), m_feed(std::make_shared<Feed>())
{
}

PagedExport::~PagedExport()
{
    cancel();
}

void PagedExport::cancel()
{
    if (m_thread)
        m_thread->requestStop(); // wakes it; it is joined at the end
}

void PagedExport::start()
{
    const auto bringBack = [this](const Result<>& result) {
        QMetaObject::invokeMethod(
            this, [this, result] { Q_EMIT finished(result); }, Qt::QueuedConnection);
    };
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("export"),
        [this, bringBack](const std::stop_token& stop) {
            const Result<> written = write(stop);
            if (!stop.stop_requested())
                bringBack(written);
        },
        [bringBack](const Error& error) { bringBack(fail(error)); });
    askNext();
}

void PagedExport::askNext()
{
    m_ask(m_rows, [guard = QPointer<PagedExport>(this), feed = m_feed](Result<Page> page) {
        if (!guard)
            return;
        guard->m_rows += page ? page->rows : 0;
        Q_EMIT guard->progress(guard->m_rows);
        {
            const std::lock_guard lock(feed->mutex);
            feed->page = std::move(page);
        }
        feed->ready.notify_one();
    });
}

Result<> PagedExport::write(const std::stop_token& stop)
{
    QSaveFile file(m_path);
    const auto put = [&file](const QByteArray& text) { return file.write(text) == text.size(); };
    if (!file.open(QIODevice::WriteOnly) || !put(m_head()))
        return notWritten(file);
    for (;;) {
        std::unique_lock lock(m_feed->mutex);
        if (!m_feed->ready.wait(lock, stop, [this] { return m_feed->page.has_value(); }))
            return {}; // cancelled: what was written is dropped with the file
        const Result<Page> page = std::move(*m_feed->page);
        m_feed->page.reset();
        lock.unlock();
        if (!page)
            return fail(page.error());
        if (page->rows == 0)
            break;
        QMetaObject::invokeMethod(this, &PagedExport::askNext, Qt::QueuedConnection);
        if (!put(page->text()))
            return notWritten(file);
    }
    return file.commit() ? Result<>() : Result<>(notWritten(file));
}

} // namespace busheng
