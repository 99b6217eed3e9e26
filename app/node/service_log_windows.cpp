// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/service_log_windows.h"

#include "engine/base/file_system.h"
#include "engine/base/log.h"
#include "engine/base/windows_file.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <chrono>
#include <cstdio>

namespace busheng {
namespace {

constexpr qint64 kLargestLog = 32 << 20;
constexpr int kKeptDays = 190;
const QString kTimeForm = QStringLiteral("yyyyMMddTHHmmss");

} // namespace

ServiceLog::ServiceLog(const QString& dataDirectory) : m_folder(dataDirectory + QStringLiteral("/log"))
{
    open();
    turnOver();
    QObject::connect(&m_hourly, &QTimer::timeout, &m_hourly, [this] { turnOver(); });
    m_hourly.start(std::chrono::hours(1));
}

void ServiceLog::open()
{
    const QString log = m_folder + QStringLiteral("/node.log");
    // A service that cannot write its log works on; there is nowhere to complain.
    if (systemFileSystem().makeDirectories(m_folder) && ::_wfreopen(nativePath(log).c_str(), L"ab", stderr) != nullptr)
        std::setvbuf(stderr, nullptr, _IONBF, 0);
}

void ServiceLog::turnOver()
{
    dropOld();
    const QString log = m_folder + QStringLiteral("/node.log");
    if (QFileInfo(log).size() <= kLargestLog)
        return;
    // An open file has its name for good: lines of other threads wait for the stream, or go nowhere for this moment.
    static_cast<void>(::_wfreopen(L"NUL", L"ab", stderr));
    const QString kept = m_folder + QStringLiteral("/node-") + QDateTime::currentDateTimeUtc().toString(kTimeForm) +
                         QStringLiteral(".log");
    const auto renamed = systemFileSystem().rename(log, kept);
    open();
    if (!renamed)
        qCWarning(logHost).noquote() << "the log goes on in the same file:" << renamed.error().detail;
}

void ServiceLog::dropOld() const
{
    const QDateTime eldest = QDateTime::currentDateTimeUtc().addDays(-kKeptDays);
    const QFileInfoList kept = QDir(m_folder).entryInfoList({QStringLiteral("node-*.log")}, QDir::Files);
    for (const QFileInfo& file : kept) {
        if (file.lastModified() >= eldest)
            continue;
        if (const auto removed = systemFileSystem().remove(file.filePath()); !removed)
            qCWarning(logHost).noquote() << "an old log stays:" << removed.error().detail;
    }
}

} // namespace busheng
