// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/notifier.h"
#include "engine/base/random_source.h"
#include "engine/base/worker_thread.h"
#include "engine/crypto/link_key.h"
#include "engine/files/dataset/dataset_export.h"
#include "engine/files/file_messages.h"
#include "engine/files/sealed_file.h"
#include "engine/files/tree_directory.h"
#include "engine/journal/file_records.h"
#include "engine/model/file_task.h"
#include "engine/net/message.h"

#include <functional>
#include <mutex>

namespace busheng {

/// Whether a file that looks like `now` is what the receiver is known to have of it, made as the task makes it today.
bool isAcknowledged(const FileTaskConfig& task, const FileCatalogueEntry& known, const FileIdentity& now);

/// How far a run is, for people.
struct FileProgress {
    FileRunRecord run;
    quint64 seen = 0;            ///< files that the listing has come by
    quint64 waiting = 0;         ///< of these, failed and to be sent again
    quint64 inFlight = 0;        ///< sent, and not yet acknowledged
    bool isExportFailed = false; ///< there was no file to send
    QString error;               ///< catalogue id of what holds it up
    QStringList errorArgs;
};

/// What the sender's thread and its owner share.
struct FileSenderState {
    struct Letter {
        std::shared_ptr<const Message> message;
        std::shared_ptr<void> hold;
    };
    std::mutex mutex;
    std::vector<Letter> letters;
    bool isOpen = false;      ///< there is a session with the peer
    quint64 session = 0;      ///< counts the sessions
    bool isPaused = false;    ///< by a person
    bool isGivenUp = false;   ///< by a person
    std::stop_source reading; ///< ends what is being read of a database
    FileProgress progress;
    Notifier notifier;
};

/// One run of a file transfer task, from the listing to the receiver's receipt, over as many sessions as it takes.
///
///   running <-> paused;  running -> done | failed (some files are in the failed directory) | stopped
///
/// Thread: owns `files.out.<task>`; the calls come from the engine's thread and return at once. Durable: a file is
/// recorded when the receiver has acknowledged it; a run that was cut short is made anew with the same record, and
/// sends what is not. Fails: through Hooks::onFault; it tries again by itself.
class FileSender {
public:
    struct Options {
        FileTaskConfig task;
        FileRunRecord run; ///< saved, state "running" or "paused"
        QString ownCode;
        QString sendDirectory;    ///< of this node
        QString failedDirectory;  ///< of this task, in the same file system
        QString archiveDirectory; ///< of this task, in the same file system
        QString indexDirectory;   ///< of this task
        QString workDirectory;    ///< of this task: for what lives no longer than a run
        QString journalPath;
    };
    struct GrantedKey {
        LinkKey key;
        Bytes wrapped;
    };
    struct Hooks {
        std::function<void(Message)> send; ///< from its thread
        /// Of the suite that this node wants most of those for which the peer has said a key. Fails: KEY_SUITE.
        std::function<Result<GrantedKey>(const std::vector<filemsg::PublicKey>& peer)> grantKey;
        std::function<void(const Error&)> onFault;
        /// What was wrong is over, but for what the run has left out, if anything.
        std::function<void(const std::optional<Error>& leftOut)> onWell;
        std::function<void()> onProgress;
        std::function<void(const FileRunRecord&)> onFinished; ///< last
        /// Of a task that exports rows; from its thread, which it may block until a stop is asked for.
        std::function<Result<>(const RowQuery&, RowReceiver&, const std::stop_token&)> readRows = {};
        AtRestKeys atRestKeys = {}; ///< of a task whose files lie sealed
    };

    FileSender(Options options, Clock& clock, RandomSource& random, Hooks hooks);
    ~FileSender();

    void onMessage(std::shared_ptr<const Message> message, std::shared_ptr<void> hold);
    void onSession(bool isOpen);
    void setPaused(bool paused);
    void giveUp();
    FileProgress progress() const;

private:
    std::shared_ptr<FileSenderState> m_state;
    std::unique_ptr<WorkerThread> m_thread;
};

} // namespace busheng
