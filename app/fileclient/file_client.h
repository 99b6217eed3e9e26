// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"

#include <functional>
#include <memory>

namespace busheng {

/// What a business system does with the files of a node on its machine, one call each: the library behind the commands
/// put, get, list, status and watch, and the local protocol (docs/local-api.md) in C++.
///
/// Calls block, at most 30 s for an answer of the node; waiting for a run or for arrivals takes as long as it takes. A
/// QCoreApplication must be there; events of the calling thread are handled meanwhile. Thread: its own. Fails: Network
/// AGT_NOT_RUNNING when there is no node, Timeout; Config and Storage as said below. Nothing half is ever left: a file
/// is copied under a hidden name and renamed.
class FileClient {
public:
    /// A node by its data directory; where it has operators, in the session of BUSHENG_SESSION or of `busheng-client
    /// sign-in`. Fails: Network AGT_NOT_RUNNING.
    static Result<std::unique_ptr<FileClient>> attach(const QString& dataDirectory);
    /// An engine that outlives this.
    explicit FileClient(EngineApi& engine);
    ~FileClient();
    FileClient(const FileClient&) = delete;
    FileClient& operator=(const FileClient&) = delete;

    /// Puts copies of files into a task's send directory, durably: from then on the node's runs send them. They lie
    /// sealed there when the task says so. A file of the same name is replaced. Fails: Config CFG_NOT_FOUND (no such
    /// task), CFG_UNREADABLE (no such file), CFG_MISSING_KEY (sealed, and the node has no vault); Storage.
    Result<> put(const QString& task, const QStringList& paths);
    /// Starts a run that begins after this call and waits for its end; `by`: who wants it. Whether all of its files
    /// arrived says FileTaskSnapshot::outcome ("done", "failed", "stopped").
    Result<FileTaskSnapshot> sendAndWait(const QString& task, const QString& by);
    /// A task as it is now. Fails: Config CFG_NOT_FOUND.
    Result<FileTaskSnapshot> status(const QString& task);
    /// Waits for the end of a run of a task.
    Result<FileTaskSnapshot> waitForRun(const QString& task, qint64 run);

    /// Files that arrived at this node, by FileRow::id behind `after`, in the order in which they did; at most `limit`.
    Result<std::vector<FileRow>> list(qint64 after, int limit = 1000);
    /// Copies a file that arrived (FileRow::place) into `directory`, which is made: opened and unpacked when it lies
    /// sealed, checked against the digest that it arrived with, and not written when the same file is there already; of
    /// a list of parts, the whole file that they make. Then the node knows that `by` has it: cleaning may wait for
    /// that. Fails: Config CFG_UNREADABLE (it is not there), PRT_REFUSED; Crypto and Corrupt FIL_SEALED (it cannot be
    /// opened, or is not what arrived): nothing is written or lost then; Storage.
    Result<> get(const QString& place, const QString& directory, const QString& by = {});
    /// Gives files as they arrive, from behind `after` on (kFromNow: only what comes), until `take` returns false.
    /// Fails: also when the node goes; go on from the last FileRow::id then.
    Result<> watch(qint64 after, const std::function<bool(const FileRow&)>& take);
    static constexpr qint64 kFromNow = -1;

private:
    explicit FileClient(std::unique_ptr<EngineApi> own);

    std::unique_ptr<EngineApi> m_own;
    EngineApi& m_engine;
};

} // namespace busheng
