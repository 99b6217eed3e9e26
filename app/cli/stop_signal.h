// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace busheng::cli {

/// Turns SIGTERM, SIGINT and SIGHUP into a signal in the event loop. One per process.
class StopSignal : public QObject {
    Q_OBJECT
public:
    explicit StopSignal(QObject* parent = nullptr);

Q_SIGNALS:
    void requested(int signalNumber);

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace busheng::cli
