// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace busheng {

/// Where a node keeps what it has: the folders of its data directory, and the lock that lets one process use it.
///
///   node.json  identity/  keys/  journal.sqlite  streams/out/<peer>-<n>/  streams/in/<peer>-<n>/  logcache/<dataset>/
///   dialects/  quarantine/  files/  lwjc/{send,recv,staging,failed,archive}/  control.sock  node.lock
class DataDirectory {
public:
    /// Takes the lock. Fails: Config AGT_DUPLICATE (another process uses it), CFG_BAD_PATH.
    static Result<std::unique_ptr<DataDirectory>> open(const QString& path);

    QString path() const { return m_path; }
    QString journal() const { return at(QStringLiteral("journal.sqlite")); }
    QString keys() const { return at(QStringLiteral("keys")); }
    QString dialects() const { return at(QStringLiteral("dialects")); } ///< an operator's own (docs/odbc.md)
    QString quarantine() const { return at(QStringLiteral("quarantine")); }
    QString logCache(const QString& dataset) const { return at(QStringLiteral("logcache/") + safeName(dataset)); }
    /// The one of the business system whose files a node moves (§8.2.4 e), named by the initials in the node's code.
    QString files(const QString& ownCode) const;
    /// What file transfer keeps for itself.
    QString filesWorkspace() const { return at(QStringLiteral("files")); }
    QString outbox(const QString& peer, std::uint32_t number) const
    {
        return at(QStringLiteral("streams/out/%1-%2").arg(peer).arg(number));
    }
    QString inbound(const QString& peer, std::uint32_t number) const
    {
        return at(QStringLiteral("streams/in/%1-%2").arg(peer).arg(number));
    }

private:
    explicit DataDirectory(const QString& path);
    bool takeFromTheDead();
    QString at(const QString& relative) const { return m_path + u'/' + relative; }
    /// Names may be Chinese; folders are named by their UTF-8 in hex when they are not plain ASCII.
    static QString safeName(const QString& name);

    QString m_path;
    QLockFile m_lock;
};

} // namespace busheng
