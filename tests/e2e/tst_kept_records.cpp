// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "engine/model/comparison_events.h"
#include "engine/model/events.h"
#include "tests/e2e/file_scene.h"
#include "tests/support/test_main.h"

#include <QProcess>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTask = QStringLiteral("上报");
using Reconciliations = std::vector<FileReconciliation>;

Result<qint64> begin(EngineApi& engine)
{
    return cli::await<qint64>([&](auto reply) {
        engine.comparisons().beginFiles(kTask, 0, std::numeric_limits<qint64>::max(), 0, QStringLiteral("wang"), reply);
    });
}

FileReconciliation newest(EngineApi& engine)
{
    const auto all =
        cli::await<Reconciliations>([&](auto reply) { engine.comparisons().fileReconciliations(kTask, 0, 10, reply); });
    return all && !all->empty() ? all->front() : FileReconciliation();
}

FileDifferences differences(EngineApi& engine, qint64 id)
{
    DifferenceQuery query;
    query.of = id;
    query.limit = 100;
    return cli::await<FileDifferences>([&](auto reply) { engine.comparisons().fileDifferences(query, reply); })
        .value_or(FileDifferences());
}

/// As if the records of a node were damaged or lost in part: it must not run.
void forgetArrival(const QString& journal, const QString& name)
{
    const QString connection = QStringLiteral("forget");
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(journal);
        QVERIFY(database.open());
        for (const char* table : {"file_transfers", "file_catalogue"}) {
            QSqlQuery query(database);
            query.prepare(QStringLiteral("DELETE FROM %1 WHERE name = ?").arg(QLatin1String(table)));
            query.addBindValue(name.toUtf8());
            QVERIFY2(query.exec(), qPrintable(query.lastError().text()));
        }
    }
    QSqlDatabase::removeDatabase(connection);
}

} // namespace

/// Reconciliations of files that are kept, and how long records stay, on two real nodes.
class TstKeptRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsWhatTheReceiverLostAndSendsItAgain()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        for (const char* name : {"a", "b", "c"})
            scene.write(QString::fromLatin1(name), 100, 1);
        QVERIFY_OK(scene.runOnce());
        QVERIFY_OK(begin(scene.province()));
        QTRY_COMPARE_WITH_TIMEOUT(newest(scene.province()).state, QStringLiteral("equal"), 20'000);
        QCOMPARE(newest(scene.province()).compared, quint64{3});
        QCOMPARE(newest(scene.province()).by, QStringLiteral("wang"));

        QVERIFY_OK(scene.nodes().ministry().stop());
        forgetArrival(scene.nodes().path(QStringLiteral("ministry/journal.sqlite")), QStringLiteral("b"));
        QVERIFY(QFile::remove(scene.target() + QStringLiteral("/b")));
        QVERIFY_OK(scene.nodes().ministry().start());
        bool hasBegun = false; // as soon as there is a link; once
        QTRY_VERIFY_WITH_TIMEOUT((hasBegun = hasBegun || begin(scene.province()).has_value()), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(newest(scene.province()).state, QStringLiteral("different"), 20'000);
        const FileReconciliation found = newest(scene.province());
        QCOMPARE(found.missing, quint64{1});
        QCOMPARE(found.listed, quint64{1});
        const FileDifferences listed = differences(scene.province(), found.id);
        QCOMPARE(listed.total, qint64{1});
        QCOMPARE(listed.rows.at(0).path, QStringLiteral("b"));
        QCOMPARE(listed.rows.at(0).kind, QStringLiteral("missing"));

        // The sender has it acknowledged; the receiver takes what it has not.
        const auto sent = cli::await<FileResend>([&](auto reply) {
            scene.province().files().resendFiles(kTask, {QStringLiteral("b")}, false, QStringLiteral("wang"), reply);
        });
        QVERIFY_OK(sent);
        QVERIFY_OK(scene.waitForEnd(sent->run));
        QVERIFY(QFile::exists(scene.target() + QStringLiteral("/b")));

        // It outlives the node.
        QVERIFY_OK(scene.nodes().province().stop());
        QVERIFY_OK(scene.nodes().province().start());
        QCOMPARE(differences(scene.province(), found.id).total, qint64{1});
    }

    void saysWhatCannotBe()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        const auto stopped = cli::await<>([&](Reply<> reply) { scene.province().comparisons().stopFiles(99, reply); });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().event, events::CFG_NOT_FOUND);
        QVERIFY_OK(scene.nodes().ministry().stop());
        QTRY_VERIFY_WITH_TIMEOUT(!begin(scene.province()), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(begin(scene.province()).error().event, events::LNK_DOWN, 20'000);
    }

    void deletesWhatIsOlderThanItsRule()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        scene.write(QStringLiteral("a"), 100, 1);
        QVERIFY_OK(scene.runOnce());
        QVERIFY_OK(begin(scene.province()));
        QTRY_COMPARE_WITH_TIMEOUT(newest(scene.province()).state, QStringLiteral("equal"), 20'000);
        QVERIFY_OK(begin(scene.province()));
        QTRY_COMPARE_WITH_TIMEOUT(newest(scene.province()).state, QStringLiteral("equal"), 20'000);
        // A month passes for the first of them.
        QVERIFY_OK(scene.nodes().province().stop());
        const QString connection = QStringLiteral("age");
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
            database.setDatabaseName(scene.nodes().path(QStringLiteral("province/journal.sqlite")));
            QVERIFY(database.open());
            QVERIFY(QSqlQuery(database).exec(QStringLiteral(
                "UPDATE file_reconciliations SET finished_utc_ms = finished_utc_ms - 2678400000 WHERE id = 1")));
        }
        QSqlDatabase::removeDatabase(connection);
        QVERIFY_OK(scene.nodes().province().start());
        const auto rule = [](qint64 days) {
            return std::vector<RetentionRule>{{QStringLiteral("fileReconciliations"), days}};
        };
        using States = std::vector<RetentionState>;
        const auto asked =
            cli::await<States>([&](auto reply) { scene.province().retention().retention(rule(30), reply); });
        QVERIFY_OK(asked);
        const auto effect = std::ranges::find_if(
            *asked, [](const RetentionState& one) { return one.rule.kind == QStringLiteral("fileReconciliations"); });
        QCOMPARE(effect->records, qint64{2});
        QCOMPARE(effect->wouldDelete, qint64{1});
        const auto refused = cli::await<>(
            [&](Reply<> reply) { scene.province().retention().setRetention(rule(3), QStringLiteral("wang"), reply); });
        QCOMPARE(refused.error().event, events::CFG_BAD_VALUE);
        // By command: a look first, then it is done.
        const auto client = [&](const QStringList& words) {
            QProcess process;
            process.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                          QStringList{QStringLiteral("--data"), scene.nodes().path(QStringLiteral("province"))} +
                              words);
            return process.waitForFinished() ? process.exitCode() : -1;
        };
        const QStringList set{QStringLiteral("retention"), QStringLiteral("set"), QStringLiteral("fileReconciliations"),
                              QStringLiteral("30")};
        QVERIFY(client(set) > 0);
        const auto count = [&] {
            return cli::await<Reconciliations>(
                       [&](auto reply) { scene.province().comparisons().fileReconciliations(kTask, 0, 10, reply); })
                ->size();
        };
        QCOMPARE(count(), std::size_t{2});
        QCOMPARE(client(set + QStringList{QStringLiteral("--yes")}), 0);
        QTRY_COMPARE_WITH_TIMEOUT(count(), std::size_t{1}, 20'000);
        QCOMPARE(client({QStringLiteral("retention"), QStringLiteral("show")}), 0);
        // Both are lines of the ledger.
        LedgerFilter filter;
        filter.kind = QStringLiteral("retention");
        QStringList outcomes;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto lines = cli::await<LedgerMatches>(
                    [&](auto reply) { scene.province().security().searchLedger(filter, 0, 10, reply); });
                outcomes.clear();
                for (const LedgerRow& row : lines->rows)
                    outcomes.append(row.outcome);
                return outcomes.size() == 2;
            }(),
            20'000);
        QCOMPARE(outcomes, (QStringList{QStringLiteral("deleted"), QStringLiteral("set")}));
    }
};

BUSHENG_TEST(TstKeptRecords)
#include "tst_kept_records.moc"
