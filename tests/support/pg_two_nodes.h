// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/node_process.h"
#include "tests/support/mini_postgres.h"

#include <QTemporaryDir>

namespace busheng::test {

/// A province and the ministry as two real processes on loopback, each with its own directory and certificate: TLS and
/// sealed packets from a database of one server to a database of the same name of another, by the log. The ministry
/// listens, the province dials.
///
/// Both databases have the tables already, among them `mark (id bigint PRIMARY KEY)`: a row put there at the source has
/// arrived when all that was committed before it has. The servers must outlive this.
class PgTwoNodes {
public:
    struct Layout {
        QString database;
        QStringList tables;    ///< "public.person", ...
        qint64 queueMiB = 512; ///< quota of log cache and inbound queue
        /// What a subscription is given beside its names: policies, strict. There and back.
        SubscriptionConfig options{};
        SubscriptionConfig backOptions{};
        QStringList largeColumns{}; ///< DatasetConfig::largeColumns
    };

    /// Lays the directories out; starts nothing.
    PgTwoNodes(const TestServer& source, const TestServer& target, Layout layout);

    bool isValid() const { return m_failure.isEmpty(); }
    QString failure() const { return m_failure; }
    cli::NodeProcess& province() { return *m_province; }
    cli::NodeProcess& ministry() { return *m_ministry; }

    Result<> startBoth();
    /// Starts what is not running, without failpoints. Returns how many were started.
    Result<int> reviveDead();
    /// Links and databases.
    Result<> registerEnds();
    /// A dataset of the province's database, and the ministry's subscription to it under the same name.
    Result<> addFlow(const DatasetConfig& dataset, SubscriptionConfig options = {});
    /// The same dataset, changed.
    Result<> setDataset(DatasetConfig dataset);
    /// The province's source; also anew, as it was.
    Result<> registerSource();
    /// The province's dataset of the layout's tables.
    Result<> registerDataset();
    /// Links, databases and the dataset: what is there already stays.
    Result<> registerAll();
    /// The ministry's subscription to the province's dataset, with the layout's options, or others.
    Result<> subscribe();
    Result<> subscribe(const SubscriptionConfig& options);
    /// It, complete, for calls of the api.
    static SubscriptionConfig subscriptionWith(SubscriptionConfig options);
    /// The same tables the other way round: a dataset at the ministry, to which the province subscribes.
    Result<> subscribeBackward();
    Result<> waitForState(SubscriptionState state, int withinMs = 60'000);

    /// SQL in one of the databases; the first column of the first row.
    Result<QString> atSource(const QString& sql) const { return m_source.run(sql, m_layout.database); }
    Result<QString> atTarget(const QString& sql) const { return m_target.run(sql, m_layout.database); }
    /// Until all that was committed at the source before the call is at the target. Dead nodes are started again when
    /// `revive` says so; servers are not.
    Result<> waitUntilInStep(int withinMs = 60'000, bool revive = false);
    /// The same for the way back.
    Result<> waitUntilInStepBackward(int withinMs = 60'000);
    /// The tables of which number or content of rows differ between the ends.
    Result<QStringList> differentTables() const;
    Result<VerificationSnapshot> verify(const QString& level, int withinMs = 120'000);
    Result<> repair(qint64 verification);
    /// The dataset is of these tables from now on.
    Result<> setTables(const QStringList& tables);
    Result<> reloadTable(const QString& table);
    /// Until the target has `tables`, and no table is being loaded any more.
    Result<> waitUntilLoaded(const QStringList& tables, int withinMs = 60'000);
    /// Tables of those whose rows differ between the ends.
    Result<QStringList> differentAmong(const QStringList& tables) const;
    const QStringList& tables() const { return m_layout.tables; }
    QString targetDriver() const { return m_target.driver(); }
    /// What the ministry's target did not take; `state` as in ExceptionRecord, empty: all.
    Result<std::vector<ExceptionRecord>> exceptions(const QString& state) const;
    FaultsApi& faults() { return m_ministry->engine().faults(); }
    /// As a person does who has mended what stopped the subscription.
    Result<> resume();

    /// The ministry's; null before the first snapshot that has it.
    const SubscriptionSnapshot* subscription() const;
    /// Drops all slots of a server, and whoever reads them.
    static Result<> dropSlots(const MiniPostgres& server);
    /// What to say of a wait that failed.
    QString describe() const;
    static const QString& subscriptionName();

private:
    Result<> layOut();
    Result<> waitForMark(const TestServer& from, const TestServer& to, int withinMs, bool revive);
    Result<> checkAlive(bool revive);

    const TestServer& m_source;
    const TestServer& m_target;
    const Layout m_layout;
    QTemporaryDir m_directory;
    std::unique_ptr<cli::NodeProcess> m_province;
    std::unique_ptr<cli::NodeProcess> m_ministry;
    QString m_listen;
    QString m_failure;
    qint64 m_lastMark = 1'000'000'000; ///< beyond what a test puts there itself
};

} // namespace busheng::test
