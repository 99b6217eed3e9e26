// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localapi/local_api_path.h"

#include <QCryptographicHash>
#include <QDir>

namespace busheng {
namespace {

constexpr qsizetype kHashBytes = 16;

} // namespace

QString localApiPath(const QString& dataDirectory)
{
    QString directory = QDir(dataDirectory).canonicalPath();
    if (directory.isEmpty()) // does not exist: nobody listens there, but a message may name it
        directory = QDir::cleanPath(QDir(dataDirectory).absolutePath());
    const QByteArray hash = QCryptographicHash::hash(directory.toLower().toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("\\\\.\\pipe\\busheng-") + QString::fromLatin1(hash.left(kHashBytes).toHex());
}

} // namespace busheng
