// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/node_process.h"
#include "engine/db/sqlite/sqlite_database.h"

#include <QJsonObject>
#include <QTemporaryDir>

namespace busheng::test {

/// A province and the ministry as two real processes on loopback, each with its own directory, certificate and SQLite
/// database: `person` (a small register) and `account` (whose balances always add up to the same sum, so that half a
/// transaction shows). The ministry listens, the province dials.
class TwoNodes {
public:
    /// Lays everything out; starts nothing. `logCacheMiB` and `inboundMiB` bound the queues.
    explicit TwoNodes(int people = 500, qint64 logCacheMiB = 256, qint64 inboundMiB = 256);

    bool isValid() const { return m_failure.isEmpty(); }
    QString failure() const { return m_failure; }

    cli::NodeProcess& province() { return *m_province; }
    cli::NodeProcess& ministry() { return *m_ministry; }
    QString sourcePath() const { return m_directory.filePath(QStringLiteral("province.sqlite")); }
    /// Where the ministry listens, and the authority that issued both certificates.
    QString ministryAddress() const { return m_listen; }
    QString authorityPath() const { return m_directory.filePath(QStringLiteral("authority")); }
    QString path(const QString& name) const { return m_directory.filePath(name); }
    QString targetPath() const { return m_directory.filePath(QStringLiteral("ministry.sqlite")); }

    Result<> startBoth();
    /// Starts what is not running, without failpoints. Returns how many were started.
    Result<int> reviveDead();
    /// Links, source, dataset, target, subscription: what is there already stays.
    Result<> configure();
    Result<> waitForState(SubscriptionState state, int withinMs = 60'000);
    /// Runs one SQL script in the province's database.
    Result<> change(const QString& sql);
    /// Moves money, adds, changes and removes people in `count` transactions; number `first` and on.
    Result<> work(int first, int count);
    /// Until all that the province has done is applied. Dead nodes are started again when `revive` says so. Looks at
    /// the sum of all balances all the time.
    Result<> waitUntilInStep(int withinMs = 60'000, bool revive = false);
    /// Rows that one side has and the other has not, in both tables.
    Result<quint64> countDifferentRows();
    Result<VerificationSnapshot> verify(const QString& level);
    /// Every row of the target and its checkpoint, as one text: equal texts, equal states.
    Result<QString> targetState();

    const SubscriptionSnapshot* subscription() const;
    static QString binary(const QString& name);
    /// What the node's node.json has under `crypto` when it starts the next time.
    static void setCrypto(const cli::NodeProcess& node, const QJsonObject& crypto);
    static void setInConfig(const cli::NodeProcess& node, const QString& key, const QJsonObject& value);

private:
    Result<> layOut(int people, qint64 logCacheMiB, qint64 inboundMiB);
    Result<> checkBalances();

    QTemporaryDir m_directory;
    std::unique_ptr<cli::NodeProcess> m_province;
    std::unique_ptr<cli::NodeProcess> m_ministry;
    QString m_listen;
    QString m_failure;
};

} // namespace busheng::test
