// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QProcess>
#include <QStringList>

#include <memory>

namespace busheng::bench {

/// An sshd of our own on loopback, with keys of its own, for rsync to be measured over.
class SshServer {
public:
    /// Keys, configuration and log lie in `directory`. Fails: Internal.
    static Result<std::unique_ptr<SshServer>> start(const QString& directory);
    ~SshServer();

    /// The peer of files.*: rsync -a over ssh (aes128-gcm), with `options` more. The seconds it took.
    Result<double> rsync(const QString& source, const QString& target, const QStringList& options) const;

private:
    QString m_directory;
    int m_port = 0;
    QProcess m_server;
};

} // namespace busheng::bench
