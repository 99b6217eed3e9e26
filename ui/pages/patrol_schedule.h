// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/patrol.h"
#include "ui/reports/patrol_paper.h"

#include <QTimer>

#include <optional>

class QSettings;

namespace busheng {

/// Patrols the node by a timetable and keeps each report as a PDF in a folder, as long as the console runs (in the tray
/// too). One that was missed because it did not run is made up for once, when it does.
///
/// Thread: GUI. `client` and `settings` must outlive it.
class PatrolSchedule : public QObject {
    Q_OBJECT
public:
    PatrolSchedule(EngineClient& client, QSettings& settings, QObject* parent = nullptr);

    QString times() const;  ///< a Timetable's line; empty: by hand only
    QString folder() const; ///< empty: none chosen yet
    /// Remembered. From `nowUtcMs` on.
    void set(const QString& times, const QString& folder, qint64 nowUtcMs);
    /// When the next one is due; may have passed already.
    std::optional<qint64> due() const;
    /// Begins one when it is due.
    void check(qint64 nowUtcMs);

Q_SIGNALS:
    void written(const QString& path);
    void failed(const busheng::Error& error);

private:
    void take(const Result<PatrolFacts>& facts);

    EngineClient& m_client;
    QSettings& m_settings;
    QTimer m_tick;
    PatrolPaper m_paper;
    std::unique_ptr<Patrol> m_patrol; ///< under way
};

} // namespace busheng
