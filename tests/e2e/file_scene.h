// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/two_nodes.h"

#include <QHash>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace busheng::test {

/// Two nodes with one file task, "上报": from the province's send directory to reports/ at the ministry.
class FileScene {
public:
    FileScene();

    /// Both nodes run, are linked, and have the task.
    Result<> begin();
    /// The same with other settings.
    Result<> setTask(const FileTaskConfig& task);
    static FileTaskConfig task();

    TwoNodes& nodes() { return m_nodes; }
    EngineApi& province() { return m_nodes.province().engine(); }
    EngineApi& ministry() { return m_nodes.ministry().engine(); }
    /// Where the task's files come from, and where they arrive.
    QString source() const { return m_nodes.path(QStringLiteral("province/lwjc/send/上报")); }
    QString target() const { return m_nodes.path(QStringLiteral("ministry/lwjc/recv/340000/reports")); }
    QString failed() const { return m_nodes.path(QStringLiteral("province/lwjc/failed/上报")); }

    /// A file of the source; its directories are made. `seed` decides the content of `size` bytes.
    void write(const QString& path, qint64 size, quint32 seed);
    void write(const QString& path, const QByteArray& content);
    /// A thousand small files and more, Chinese names, empty directories, sizes around every limit, large files.
    void makeTree(int small = 1500);

    Result<qint64> start(bool full = false);
    Result<FileTaskSnapshot> waitForEnd(qint64 run, int withinMs = 60'000, bool revive = false);
    Result<FileTaskSnapshot> runOnce(bool full = false);
    /// What differs between the trees, by path; empty: nothing.
    QStringList differences() const;

private:
    TwoNodes m_nodes;
};

/// A consumer that looks at the receive directory all the time and must only ever see whole files.
class Consumer {
public:
    /// `expected`: where the files come from; a file that is seen must be equal to the one there.
    Consumer(QString watched, QString expected);
    ~Consumer();
    /// What it saw and should not have.
    QStringList complaints();
    int looks() const { return m_looks; }

private:
    void look();

    const QString m_watched;
    const QString m_expected;
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_looks = 0;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    QStringList m_complaints;
    QHash<QString, qint64> m_seen; ///< modification by path
    std::thread m_thread;
};

} // namespace busheng::test
