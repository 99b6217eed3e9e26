// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QString>

namespace busheng::test {

/// An application that measures how long the GUI thread is busy with one event: for that long a person who clicks
/// waits. What counts is the thread's processor time, so that a loaded machine does not fail the tests; the time by the
/// wall clock is shown beside it.
class WatchedApplication : public QApplication {
public:
    /// The longest that one event may take.
    static constexpr qint64 kLimitUs = 50'000;

    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;

    qint64 longestUs() const { return m_longestUs; }
    static qint64 threadTimeUs(); ///< processor time of the thread that asks
    /// One line: the longest event, whose it was, and how many were above the limit.
    QString report() const;

private:
    int m_depth = 0;
    quint64 m_events = 0;
    quint64 m_tooLong = 0;
    qint64 m_longestUs = 0;
    qint64 m_longestWallUs = 0;
    QString m_culprit;
};

} // namespace busheng::test
