// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "ui/reports/patrol_pdf.h"

#include <QObject>

#include <memory>

namespace busheng {

/// Puts the report of a patrol on paper in a thread of its own: laying pages out takes too long for a window's.
/// Thread: the GUI's. Its end waits for what is being written.
class PatrolPaper : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// One at a time: another call waits for the one before.
    void write(const QString& path, const PatrolFacts& facts);

Q_SIGNALS:
    void written(const QString& path);
    void failed(const busheng::Error& error);

private:
    std::unique_ptr<WorkerThread> m_thread;
};

} // namespace busheng
