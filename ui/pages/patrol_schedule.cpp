// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/patrol_schedule.h"

#include "engine/model/timetable.h"

#include <QDateTime>
#include <QDir>
#include <QSettings>

namespace busheng {
namespace {

constexpr int kTickMs = 60'000; // the wall clock may be set meanwhile
const QString kTimes = QStringLiteral("patrol/times");
const QString kFolder = QStringLiteral("patrol/folder");
const QString kSince = QStringLiteral("patrol/sinceUtcMs"); // the last one, or when it was set up

} // namespace

PatrolSchedule::PatrolSchedule(EngineClient& client, QSettings& settings, QObject* parent)
    : QObject(parent), m_client(client), m_settings(settings)
{
    connect(&m_tick, &QTimer::timeout, this, [this] { check(QDateTime::currentMSecsSinceEpoch()); });
    connect(&m_paper, &PatrolPaper::written, this, &PatrolSchedule::written);
    connect(&m_paper, &PatrolPaper::failed, this, &PatrolSchedule::failed);
    m_tick.start(kTickMs);
}

QString PatrolSchedule::times() const
{
    return m_settings.value(kTimes).toString();
}

QString PatrolSchedule::folder() const
{
    return m_settings.value(kFolder).toString();
}

void PatrolSchedule::set(const QString& times, const QString& folder, qint64 nowUtcMs)
{
    m_settings.setValue(kTimes, times);
    m_settings.setValue(kFolder, folder);
    m_settings.setValue(kSince, nowUtcMs);
}

std::optional<qint64> PatrolSchedule::due() const
{
    const auto timetable = Timetable::parse(times());
    if (!timetable || folder().isEmpty())
        return {};
    return timetable->next(m_settings.value(kSince).toLongLong());
}

void PatrolSchedule::check(qint64 nowUtcMs)
{
    const auto next = due();
    // An engine that is away is waited for: the report would say nothing else.
    if (!next || *next > nowUtcMs || m_patrol || !m_client.hasSnapshot() || m_client.isLost())
        return;
    m_settings.setValue(kSince, nowUtcMs);
    m_patrol = std::make_unique<Patrol>(m_client);
    connect(m_patrol.get(), &Patrol::finished, this, &PatrolSchedule::take);
    m_patrol->start();
}

void PatrolSchedule::take(const Result<PatrolFacts>& facts)
{
    m_patrol.release()->deleteLater(); // it is calling us
    if (!facts) {
        Q_EMIT failed(facts.error());
        return;
    }
    m_paper.write(QDir(folder()).absoluteFilePath(patrolFileName(*facts)), *facts);
}

} // namespace busheng
