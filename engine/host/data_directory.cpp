// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/data_directory.h"

#include "engine/base/bytes.h"
#include "engine/base/file_system.h"
#include "engine/base/platform.h"
#include "engine/model/events.h"

#include <QDir>
#include <QFileInfo>

namespace busheng {

DataDirectory::DataDirectory(const QString& path) : m_path(path), m_lock(path + QStringLiteral("/node.lock"))
{
    m_lock.setStaleLockTime(0); // only a dead owner makes it stale, never its age
}

Result<std::unique_ptr<DataDirectory>> DataDirectory::open(const QString& path)
{
    const QString absolute = QDir(path).absolutePath();
    if (!QFileInfo(absolute).isDir())
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                              {QStringLiteral("--data"), absolute, QStringLiteral("it is not a directory")},
                              QStringLiteral("data directory %1 is not there").arg(absolute)));
    std::unique_ptr<DataDirectory> directory(new DataDirectory(absolute));
    if (!directory->m_lock.tryLock() && !directory->takeFromTheDead()) {
        qint64 pid = 0;
        QString host;
        QString application;
        directory->m_lock.getLockInfo(&pid, &host, &application);
        if (directory->m_lock.error() == QLockFile::LockFailedError)
            return fail(makeEvent(ErrorCode::Config, events::AGT_DUPLICATE, {absolute, QString::number(pid)},
                                  QStringLiteral("%1 is used by process %2").arg(absolute).arg(pid)));
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                              {QStringLiteral("--data"), absolute, QStringLiteral("it is not writable")},
                              QStringLiteral("cannot lock %1").arg(absolute)));
    }
    return directory;
}

/// After a power cut another process may have the number that the lock names. Linux tells one boot from another;
/// Windows does not, but removes no file that a living owner holds open.
bool DataDirectory::takeFromTheDead()
{
    return kIsWindows && m_lock.error() == QLockFile::LockFailedError && m_lock.removeStaleLockFile() &&
           m_lock.tryLock();
}

QString DataDirectory::files(const QString& ownCode) const
{
    const QString initials = ownCode.section(u'-', 1).toLower();
    return at(initials.isEmpty() ? QStringLiteral("lwjc") : initials);
}

QString DataDirectory::safeName(const QString& name)
{
    for (const QChar c : name) {
        if (c.unicode() > 127)
            return QStringLiteral("u-") + toHex(view(name.toUtf8()));
    }
    return name;
}

} // namespace busheng
