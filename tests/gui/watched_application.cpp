// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/watched_application.h"

#include <QEvent>
#include <QMetaEnum>
#include <QThread>

#include <ctime>

namespace busheng::test {

qint64 WatchedApplication::threadTimeUs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return qint64(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
}

bool WatchedApplication::notify(QObject* receiver, QEvent* event)
{
    if (QThread::currentThread() != thread()) // Qt calls this for the events of all threads
        return QApplication::notify(receiver, event);
    if (m_depth > 0) // part of the event that is under way
        return QApplication::notify(receiver, event);
    ++m_depth;
    const QString name = QString::fromLatin1(receiver->metaObject()->className());
    const QEvent::Type type = event->type();
    const qint64 begun = threadTimeUs();
    QElapsedTimer wall;
    wall.start();
    const bool isTaken = QApplication::notify(receiver, event);
    const qint64 tookUs = threadTimeUs() - begun;
    m_longestWallUs = std::max(m_longestWallUs, wall.nsecsElapsed() / 1'000);
    --m_depth;
    ++m_events;
    if (tookUs > kLimitUs)
        ++m_tooLong;
    if (tookUs > m_longestUs) {
        m_longestUs = tookUs;
        const char* const key = QMetaEnum::fromType<QEvent::Type>().valueToKey(int(type));
        m_culprit = name + QStringLiteral(", ") + QString::fromLatin1(key == nullptr ? "an event of its own" : key);
    }
    return isTaken;
}

QString WatchedApplication::report() const
{
    return QStringLiteral(
               "GUI thread: longest event %1 ms of processor time (%2), longest by the clock %3 ms; %4 of %5 "
               "events above %6 ms")
        .arg(double(m_longestUs) / 1000, 0, 'f', 1)
        .arg(m_culprit)
        .arg(double(m_longestWallUs) / 1000, 0, 'f', 1)
        .arg(m_tooLong)
        .arg(m_events)
        .arg(kLimitUs / 1000);
}

} // namespace busheng::test
