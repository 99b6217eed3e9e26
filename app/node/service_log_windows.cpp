// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/service_log_windows.h"

#include "engine/base/file_system.h"
#include "engine/base/log.h"
#include "engine/base/windows_file.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QMutex>

#include <chrono>
#include <cstdio>

namespace busheng {
namespace {

constexpr qint64 kLargestLog = 32 << 20;
constexpr int kKeptDays = 190;
const QString kTimeForm = QStringLiteral("yyyyMMddTHHmmss");

/// Of standard error, while a line is written and while the file is another one.
QMutex& streamLock()
{
    static QMutex lock;
    return lock;
}

/// Without a console Qt would write to the debugger.
void writeLine(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    const QByteArray line = qFormatLogMessage(type, context, message).toUtf8();
    const QMutexLocker lock(&streamLock());
    std::fprintf(stderr, "%s\n", line.constData());
}

/// Standard error becomes the file. In a service it is no stream at all, and reopening it would fail.
bool writeTo(const wchar_t* path)
{
    if (::_fileno(stderr) >= 0)
        return ::_wfreopen(path, L"ab", stderr) != nullptr;
    std::FILE* const opened = ::_wfopen(path, L"ab");
    if (opened != nullptr)
        *stderr = *opened; // the runtime's streams are a plain table
    return opened != nullptr;
}

} // namespace

ServiceLog::ServiceLog(const QString& dataDirectory) : m_folder(dataDirectory + QStringLiteral("/log"))
{
    open();
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-dd HH:mm:ss.zzz} %{type} %{category}: %{message}"));
    qInstallMessageHandler(writeLine);
    turnOver();
    QObject::connect(&m_hourly, &QTimer::timeout, &m_hourly, [this] { turnOver(); });
    m_hourly.start(std::chrono::hours(1));
}

void ServiceLog::open()
{
    const QString log = m_folder + QStringLiteral("/node.log");
    // A service that cannot write its log works on; there is nowhere to complain.
    if (systemFileSystem().makeDirectories(m_folder) && writeTo(nativePath(log).c_str()))
        std::setvbuf(stderr, nullptr, _IONBF, 0);
}

void ServiceLog::turnOver()
{
    dropOld();
    const QString log = m_folder + QStringLiteral("/node.log");
    if (QFileInfo(log).size() <= kLargestLog)
        return;
    const QString kept = m_folder + QStringLiteral("/node-") + QDateTime::currentDateTimeUtc().toString(kTimeForm) +
                         QStringLiteral(".log");
    Result<> renamed;
    { // an open file cannot get another name: the lines of other threads wait
        const QMutexLocker lock(&streamLock());
        static_cast<void>(writeTo(L"NUL"));
        renamed = systemFileSystem().rename(log, kept);
        open();
    }
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
