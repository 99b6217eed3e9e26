// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"

#include <QProcess>

#include <functional>
#include <memory>

namespace busheng::demo {

/// One real node process of the demo and the connection to its local socket.
class DemoNode {
public:
    DemoNode(QString program, QString dataDirectory);
    ~DemoNode();

    QString dataDirectory() const { return m_dataDirectory; }
    /// Starts the process and attaches. Fails: Internal with the process's own words when it does not run.
    Result<> start();
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
    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<EngineApi> m_engine;
    NodeSnapshot m_latest;
    qint64 m_peakResidentBytes = 0;
};

} // namespace busheng::demo
