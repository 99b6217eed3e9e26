// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session_file.h"

#include "engine/crypto/secret_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace busheng::cli {
namespace {

constexpr qsizetype kHashBytes = 16;

/// A login makes the first; a service's shell, or Windows, has only the second.
QString sessionDirectory()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return runtime.isEmpty() ? QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
                                   .filePath(QStringLiteral("busheng"))
                             : runtime;
}

QString sessionPath(const QString& dataDirectory)
{
    const QByteArray hash =
        QCryptographicHash::hash(QDir(dataDirectory).canonicalPath().toUtf8(), QCryptographicHash::Sha256);
    return QDir(sessionDirectory())
        .filePath(QStringLiteral("busheng-%1.session").arg(QString::fromLatin1(hash.left(kHashBytes).toHex())));
}

} // namespace

QString sessionToken(const QString& dataDirectory)
{
    const QString given = qEnvironmentVariable("BUSHENG_SESSION");
    if (!given.isEmpty())
        return given;
    const Result<Bytes> kept = readSecretFile(systemFileSystem(), sessionPath(dataDirectory));
    return kept ? QString::fromLatin1(toQByteArray(*kept)).trimmed() : QString();
}

Result<> keepSession(const QString& dataDirectory, const QString& token)
{
    if (!QDir().mkpath(sessionDirectory()))
        return fail(ErrorCode::Storage, QStringLiteral("%1 cannot be made").arg(sessionDirectory()));
    return writeSecretFile(systemFileSystem(), sessionPath(dataDirectory), Bytes(view(token.toLatin1())));
}

Result<> forgetSession(const QString& dataDirectory)
{
    return systemFileSystem().remove(sessionPath(dataDirectory));
}

} // namespace busheng::cli
