// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace busheng::cli {

/// Turns what the system says to end a program into a signal in the event loop: SIGTERM, SIGINT and SIGHUP; on Windows
/// Ctrl+C, the closing of the console, and requestStop() of another process. One per process.
class StopSignal : public QObject {
    Q_OBJECT
public:
    explicit StopSignal(QObject* parent = nullptr);

Q_SIGNALS:
    void requested(int signalNumber);
};

/// Asks a process of this user that has a StopSignal to end in order. False when there is none.
bool requestStop(qint64 process);

} // namespace busheng::cli
