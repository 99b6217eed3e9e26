// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/file_sender.h"

#include "engine/files/file_send_run.h"

namespace busheng {

bool isAcknowledged(const FileTaskConfig& task, const FileCatalogueEntry& known, const FileIdentity& now)
{
    return now == FileIdentity{known.size, known.modifiedNs, known.changedNs, known.inode} &&
           known.encoding.isEmpty() != task.convertText;
}

FileSender::FileSender(Options options, Clock& clock, RandomSource& random, Hooks hooks)
    : m_state(std::make_shared<FileSenderState>())
{
    m_state->progress.run = options.run;
    m_state->isPaused = options.run.state == u"paused";
    const QString name = QStringLiteral("files.out.") + options.task.name;
    const auto onFault = hooks.onFault;
    m_thread = std::make_unique<WorkerThread>(
        name,
        [state = m_state, options = std::move(options), &clock, &random,
         hooks = std::move(hooks)](const std::stop_token& stop) {
            auto journal = Journal::open(options.journalPath);
            if (!journal)
                return hooks.onFault(journal.error());
            FileRecords records(**journal);
            FileSendRun run(options, hooks, *state, records, clock, random, stop);
            if (const auto ended = run.execute(); !ended)
                hooks.onFault(ended.error());
        },
        onFault);
}

FileSender::~FileSender()
{
    m_thread->requestStop();
    m_state->notifier.notify();
}

void FileSender::onMessage(std::shared_ptr<const Message> message, std::shared_ptr<void> hold)
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->letters.push_back({std::move(message), std::move(hold)});
    }
    m_state->notifier.notify();
}

void FileSender::onSession(bool isOpen)
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->letters.clear();
        m_state->isOpen = isOpen;
        ++m_state->session;
    }
    m_state->notifier.notify();
}

void FileSender::setPaused(bool paused)
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->isPaused = paused;
        if (paused)
            m_state->reading.request_stop();
    }
    m_state->notifier.notify();
}

void FileSender::giveUp()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->isGivenUp = true;
        m_state->reading.request_stop();
    }
    m_state->notifier.notify();
}

FileProgress FileSender::progress() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->progress;
}

} // namespace busheng
