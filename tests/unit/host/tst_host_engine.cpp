// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_init.h"
#include "engine/db/sqlite/sqlite_database.h"
#include "engine/host/host_engine.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace busheng;

namespace {

constexpr int kPatienceMs = 40'000;

/// A node in this process, and a source that takes connections and says nothing.
struct NodeWithASilentSource {
    NodeWithASilentSource()
    {
        silent.listen(QHostAddress::LocalHost);
        const QString path = directory.filePath(QStringLiteral("node"));
        const auto made = initializeNode({path, QStringLiteral("340000"), QStringLiteral("n"), QString(),
                                          directory.filePath(QStringLiteral("authority"))});
        if (!made)
            qFatal("%s", qPrintable(made.error().toString()));
        auto started = HostEngine::start(path, {systemFileSystem(), systemClock(), systemRandom()});
        if (!started)
            qFatal("%s", qPrintable(started.error().toString()));
        engine = std::move(*started);
        engine->settings().addSource(
            {QStringLiteral("s"), QStringLiteral("postgres"),
             QStringLiteral("host=127.0.0.1 port=%1 dbname=d user=u").arg(silent.serverPort())},
            [this](const Result<>& done) { added = done.has_value(); });
    }

    QTemporaryDir directory;
    QTcpServer silent;
    std::unique_ptr<HostEngine> engine;
    bool added = false;
    const DatasetConfig dataset{QStringLiteral("d"), QStringLiteral("s"), Route::Log, {QStringLiteral("public.t")}, {}};
};

} // namespace

/// What is asked of an engine while a database does not answer.
class TstHostEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersWhileASourceIsSilent()
    {
        NodeWithASilentSource node;
        QVERIFY(node.added);
        std::vector<PreflightFinding> findings;
        std::optional<Error> dataset;
        QElapsedTimer clock;
        clock.start();
        node.engine->settings().preflight(node.dataset, [&](const auto& found) {
            if (found)
                findings = *found;
        });
        node.engine->settings().addDataset(node.dataset,
                                           [&](const auto& done) { dataset = done ? Error() : done.error(); });
        bool answered = false;
        node.engine->snapshot([&](const auto& now) { answered = now.has_value(); });
        QVERIFY(answered);
        QVERIFY2(clock.elapsed() < 5'000, "the engine's thread waited for the source");
        QVERIFY(findings.empty() && !dataset);
        // libpq gives up after 10 seconds.
        QTRY_VERIFY_WITH_TIMEOUT(!findings.empty() && dataset.has_value(), kPatienceMs);
        QCOMPARE(findings.front().event, events::SRC_UNAVAILABLE);
        QVERIFY2(findings.front().args.value(1).contains(QStringLiteral("timeout")),
                 qPrintable(findings.front().args.join(u' ')));
        QCOMPARE(dataset->event, events::SRC_UNAVAILABLE);
        bool listed = false;
        node.engine->snapshot([&](const auto& now) { listed = now && now->publications.empty(); });
        QVERIFY(listed);
    }

    void listsTheTablesThatADatasetMayName()
    {
        NodeWithASilentSource node;
        const QString path = node.directory.filePath(QStringLiteral("库.sqlite"));
        {
            const auto database = SqliteDatabase::open(path, SqliteDatabase::OpenMode::ReadWriteCreate, path);
            QVERIFY_OK(database);
            QVERIFY_OK((*database)->execute(
                QStringLiteral("CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE 参保 (id INTEGER);"
                               "CREATE TABLE busheng_change (id INTEGER); CREATE VIEW v AS SELECT * FROM b;"
                               "CREATE TABLE a (id INTEGER)")));
        }
        std::optional<Result<>> added;
        node.engine->settings().addSource({QStringLiteral("l"), QStringLiteral("sqlite"), path},
                                          [&](const auto& done) { added = done; });
        QTRY_VERIFY(added.has_value());
        QVERIFY_OK(*added);
        std::optional<Result<QStringList>> listed;
        node.engine->settings().listTables(QStringLiteral("source"), QStringLiteral("l"),
                                           [&](const auto& tables) { listed = tables; });
        QTRY_VERIFY(listed.has_value());
        QVERIFY_OK(*listed);
        QCOMPARE(**listed, QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("参保")}));
        listed.reset();
        node.engine->settings().listTables(QStringLiteral("target"), QStringLiteral("l"),
                                           [&](const auto& tables) { listed = tables; });
        QTRY_VERIFY(listed.has_value());
        QCOMPARE(listed->error().event, events::CFG_NOT_FOUND);
    }

    void refusesAtOnceWhatNeedsNoDatabase()
    {
        NodeWithASilentSource node;
        DatasetConfig other = node.dataset;
        other.source = QStringLiteral("nothing");
        QString event;
        node.engine->settings().preflight(other,
                                          [&](const auto& found) { event = found ? QString() : found.error().event; });
        QCOMPARE(event, events::CFG_NOT_FOUND);
        // Its outcome would come back to an engine that has stopped.
        node.engine->settings().addDataset(node.dataset, [](const auto&) { QFAIL("nobody is there to hear it"); });
        node.engine.reset();
    }
};

BUSHENG_TEST(TstHostEngine)
#include "tst_host_engine.moc"
