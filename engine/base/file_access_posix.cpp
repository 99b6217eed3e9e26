// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_access.h"

#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

namespace busheng {

bool isPlainFile(const QString& path)
{
    struct stat found {};
    return ::lstat(QFile::encodeName(path).constData(), &found) == 0 && S_ISREG(found.st_mode);
}

bool isOpenToOthers(const QString& path)
{
    struct stat found {};
    return ::stat(QFile::encodeName(path).constData(), &found) != 0 || (found.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

bool isChangeableByOthers(const QString& path)
{
    struct stat found {};
    return ::stat(QFile::encodeName(path).constData(), &found) != 0 || (found.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
           (found.st_uid != 0 && found.st_uid != ::geteuid());
}

bool closeToOthers(const QString& path)
{
    return QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

QString openToOthersReason()
{
    return QStringLiteral("open to other users (chmod 600 it)");
}

} // namespace busheng
