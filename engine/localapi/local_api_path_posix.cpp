// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_path.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace busheng {
namespace {

constexpr qsizetype kLongestSocketPath = 107; // sockaddr_un::sun_path, without its closing zero
constexpr qsizetype kHashBytes = 16;

} // namespace

QString localApiPath(const QString& dataDirectory)
{
    QString directory = QDir(dataDirectory).canonicalPath();
    if (directory.isEmpty()) // does not exist: nobody listens there, but a message may name it
        directory = QDir::cleanPath(QDir(dataDirectory).absolutePath());
    const QString path = QDir(directory).filePath(QStringLiteral("control.sock"));
    if (QFile::encodeName(path).size() <= kLongestSocketPath)
        return path;
    const QByteArray hash = QCryptographicHash::hash(QFile::encodeName(directory), QCryptographicHash::Sha256);
    const QString name = QStringLiteral("busheng-%1.sock").arg(QString::fromLatin1(hash.left(kHashBytes).toHex()));
    return QDir(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation)).filePath(name);
}

} // namespace busheng
