// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"

#include <QProcess>

#include <functional>
#include <memory>

namespace busheng::cli {

/// Lets the event loop run for a moment.
void runEventsFor(int ms);

/// One real node process and the connection to its local socket, for programs that try two nodes out: demo and tests.
/// Its output goes to node.log in the data directory. Thread: one with an event loop.
class NodeProcess {
public:
    NodeProcess(QString program, QString dataDirectory);
    ~NodeProcess();

    QString dataDirectory() const { return m_dataDirectory; }
    /// Environment variables beside our own for the next start: name=value.
    void setEnvironment(const QStringList& variables) { m_environment = variables; }
    /// Starts the process and attaches. Fails: Internal when it does not run, or ends before it answers.
    Result<> start();
    bool isRunning() const;
    qint64 processId() const { return m_process ? m_process->processId() : 0; }
    /// Waits for the process to end by itself. Fails: Timeout.
    Result<> waitForEnd(int withinMs);
    /// kill -9, as a power cut does it.
    void kill();
    /// SIGTERM; the time it took to end, in milliseconds.
    Result<qint64> stop();

    EngineApi& engine() { return *m_engine; }
    const NodeSnapshot& latest() const { return m_latest; }
    /// The highest peak memory of all processes of this node so far.
    qint64 peakResidentBytes() const { return m_peakResidentBytes; }

    /// Waits until `isReached` holds for a snapshot; calls `onEach` for every one that comes. Fails: Timeout.
    Result<> waitFor(const QString& what, int withinMs, const std::function<bool(const NodeSnapshot&)>& isReached,
                     const std::function<void(const NodeSnapshot&)>& onEach = {});

private:
    const QString m_program;
    const QString m_dataDirectory;
    QStringList m_environment;
    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<EngineApi> m_engine;
    NodeSnapshot m_latest;
    qint64 m_peakResidentBytes = 0;
};

} // namespace busheng::cli
