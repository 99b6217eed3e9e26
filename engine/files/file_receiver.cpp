// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/file_receiver.h"

#include "engine/base/log.h"
#include "engine/files/file_reception.h"
#include "engine/model/events.h"

namespace busheng {
namespace {

constexpr std::size_t kMostRuns = 16; ///< of one peer, open at once
constexpr std::chrono::seconds kIdle{60};

} // namespace

FileReceiver::FileReceiver(Options options, Clock& clock, Hooks hooks)
    : m_options(std::move(options)), m_clock(clock), m_hooks(std::move(hooks))
{
    m_thread = std::make_unique<WorkerThread>(
        QStringLiteral("files.in.") + m_options.peer, [this](const std::stop_token& stop) { work(stop); },
        [this](const Error& error) { m_hooks.onFault(error); });
}

FileReceiver::~FileReceiver() = default;

Result<FileDestination> FileReceiver::directoriesOf(const Options& options, const QString& task,
                                                    const QString& targetDirectory)
{
    FileDestination destination;
    ENGINE_TRY_AS(const TreeDirectory receive, TreeDirectory::openRoot(options.receiveDirectory));
    ENGINE_TRY_AS(destination.target, receive.make(view(targetDirectory.toUtf8())));
    ENGINE_TRY_AS(const TreeDirectory staging, TreeDirectory::openRoot(options.stagingDirectory));
    ENGINE_TRY_AS(destination.staging, staging.make(toHex(view(task.toUtf8())).toStdString()));
    return destination;
}

void FileReceiver::onMessage(Message message, std::shared_ptr<void> hold)
{
    {
        const std::lock_guard lock(m_mutex);
        m_letters.push_back({std::move(message), std::move(hold), false});
    }
    m_notifier.notify();
}

void FileReceiver::onSessionClosed()
{
    {
        const std::lock_guard lock(m_mutex);
        m_letters.push_back({{}, nullptr, true});
    }
    m_notifier.notify();
}

void FileReceiver::work(const std::stop_token& stop)
{
    auto journal = Journal::open(m_options.journalPath);
    if (!journal)
        return m_hooks.onFault(journal.error());
    FileRecords records(**journal);
    FilePublisher publisher(m_options.peer, m_options.ownCode, m_options.journalPath, m_clock,
                            {m_hooks.send, m_hooks.sign, m_hooks.onFault, m_hooks.onArrived});
    std::map<std::uint32_t, std::unique_ptr<FileReception>> runs;
    const auto suspendAll = [&runs] {
        for (auto& [stream, run] : runs)
            run->suspend();
        runs.clear();
    };
    const auto refuse = [&](std::uint32_t stream, const Error& why) {
        if (const auto run = runs.find(stream); run != runs.end()) {
            run->second->suspend();
            runs.erase(run);
        }
        if (why.code == ErrorCode::Cancelled)
            return;
        m_hooks.onFault(why);
        const QString event = why.event.isEmpty() ? errorCodeName(why.code) : why.event;
        m_hooks.send(filemsg::encode(stream, filemsg::Ready{event, why.args, {}}));
    };
    while (!stop.stop_requested()) {
        std::vector<Letter> letters;
        {
            const std::lock_guard lock(m_mutex);
            letters.swap(m_letters);
        }
        if (letters.empty())
            m_notifier.waitFor(stop, kIdle);
        for (Letter& letter : letters) {
            if (stop.stop_requested())
                break;
            if (letter.isSessionEnd) {
                suspendAll();
                continue;
            }
            const Message message = std::move(letter.message);
            const std::uint32_t stream = message.stream;
            if (message.type == MessageType::FileOpen) {
                if (const auto before = runs.find(stream); before != runs.end())
                    before->second->suspend();
                if (runs.size() >= kMostRuns && !runs.contains(stream)) {
                    refuse(stream, makeEvent(ErrorCode::Protocol, events::FIL_REFUSED,
                                             {QString(), m_options.peer, QStringLiteral("too many runs at once")},
                                             QStringLiteral("%1 has too many runs open").arg(m_options.peer)));
                    continue;
                }
                runs[stream] = std::make_unique<FileReception>(m_options, m_hooks, records, publisher, m_clock, stop);
            }
            const auto run = runs.find(stream);
            if (run == runs.end()) // of a run that was refused: the rest of it comes still
                continue;
            if (const auto taken = run->second->take(message); !taken)
                refuse(stream, taken.error());
            else if (message.type == MessageType::FileEnd)
                runs.erase(stream);
            letter.hold.reset();
        }
    }
    suspendAll();
}

} // namespace busheng
