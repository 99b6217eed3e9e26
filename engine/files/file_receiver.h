// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/notifier.h"
#include "engine/crypto/link_key.h"
#include "engine/files/file_publisher.h"
#include "engine/files/sealed_file.h"

#include <functional>
#include <map>

namespace busheng {

class FileReception;

/// Everything that one peer sends us in the way of files: opened, checked, staged, and given to the publisher.
///
/// Thread: owns `files.in.<peer>`; the calls come from the engine's thread and return at once. Durable: see
/// FilePublisher; a large file's chunks survive a crash up to the last 64 MiB. Fails: through Hooks::onFault.
class FileReceiver {
public:
    struct Options {
        QString peer;
        QString ownCode;
        QString receiveDirectory; ///< of this peer
        QString stagingDirectory; ///< of this peer, in the same file system
        QString journalPath;
        bool sealedOnly = false; ///< a task that is not sealed is refused
    };
    struct Hooks {
        std::function<void(Message)> send; ///< from any thread
        /// Of the suites that this node takes from the peer, the best first.
        std::function<Result<std::vector<filemsg::PublicKey>>()> publicKeys;
        /// Fails: also KEY_SUITE, when this node does not take that suite.
        std::function<Result<LinkKey>(std::uint8_t suite, std::uint32_t epoch, BytesView wrapped)> acceptKey;
        std::function<Bytes(BytesView text)> sign; ///< by the first of the public keys
        std::function<void(const Error&)> onFault;
        /// Files can be seen now; `isEnd`: and the run is over.
        std::function<void(bool isEnd)> onArrived;
        AtRestSealing sealing = {}; ///< of what shall lie sealed
    };

    FileReceiver(Options options, Clock& clock, Hooks hooks);
    ~FileReceiver();

    /// `hold` lives until the message has been dealt with.
    void onMessage(std::shared_ptr<const Message> message, std::shared_ptr<void> hold);
    /// What is open is given up: the peer opens it again.
    void onSessionClosed();

    /// Where a task's files are staged, and where they go: beneath the directories of its peer. Also what recovery
    /// needs.
    static Result<FileDestination> directoriesOf(const Options& options, const QString& task,
                                                 const QString& targetDirectory);

private:
    struct Letter {
        std::shared_ptr<const Message> message;
        std::shared_ptr<void> hold;
        bool isSessionEnd = false;
    };
    void work(const std::stop_token& stop);

    const Options m_options;
    Clock& m_clock;
    const Hooks m_hooks;
    std::mutex m_mutex;
    std::vector<Letter> m_letters;
    Notifier m_notifier;
    std::unique_ptr<WorkerThread> m_thread;
};

} // namespace busheng
