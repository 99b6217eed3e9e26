// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTimer>

namespace busheng {

/// Where a Windows service writes what others write to standard error: log/node.log of its data directory. Once it is
/// larger than 32 MiB it becomes node-<UTC time>.log, which is removed after 190 days (network logs must be kept for
/// six months). Looked at when the service starts and once an hour. Thread: the one with the event loop.
class ServiceLog {
public:
    explicit ServiceLog(const QString& dataDirectory);

private:
    void open();
    void turnOver();
    void dropOld() const;

    QString m_folder;
    QTimer m_hourly;
};

} // namespace busheng
