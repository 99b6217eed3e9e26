// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_init.h"
#include "engine/db/sqlite/sqlite_database.h"
#include "engine/host/link_keys.h"
#include "engine/host/node_runtime.h"
#include "engine/model/events.h"
#include "tests/support/crash_file_system.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kPatienceMs = 40'000;

/// A whole node in this process; its queues, log cache and keys are on a disk in memory that can fail.
struct Node {
    Node(const QTemporaryDir& directory, const QString& code, const QString& listen)
        : path(directory.filePath(code)), database(directory.filePath(code + QStringLiteral(".sqlite")))
    {
        must(initializeNode({path, code, code, listen, directory.filePath(QStringLiteral("authority"))}));
        const QString identity = path + QStringLiteral("/identity");
        // The one file whose permissions are looked at, so it must be on the real disk too.
        const auto keys = LinkKeys::open(systemFileSystem(), systemRandom(), identity + QStringLiteral("/sm2.key"),
                                         path + QStringLiteral("/keys"));
        must(keys ? Result<>() : Result<>(fail(keys.error())));
        must(files.makeDirectories(identity));
        for (const QString& name : QDir(identity).entryList(QDir::Files)) {
            QFile file(identity + u'/' + name);
            if (file.open(QIODevice::ReadOnly))
                files.setContents(identity + u'/' + name, file.readAll().toStdString());
        }
        restart();
    }

    void restart()
    {
        runtime.reset();
        auto started = NodeRuntime::start(path, {files, systemClock(), systemRandom()});
        if (!started)
            qFatal("%s", qPrintable(started.error().toString()));
        runtime = std::move(*started);
    }

    static void must(const Result<>& done)
    {
        if (!done)
            qFatal("%s", qPrintable(done.error().toString()));
    }
    void sql(const QString& text) const
    {
        auto opened = SqliteDatabase::open(database, SqliteDatabase::OpenMode::ReadWriteCreate, database);
        must(opened ? (*opened)->execute(text) : Result<>(fail(opened.error())));
    }
    qint64 number(const QString& text) const
    {
        auto opened = SqliteDatabase::open(database, SqliteDatabase::OpenMode::ReadOnly, database);
        return opened ? (*opened)->queryInteger(text).value_or(-1) : -1;
    }
    bool wasAlarmed(const QString& event) const
    {
        const auto alarms = runtime->journal().alarms(false, 100);
        return alarms && std::ranges::any_of(*alarms, [&](const Alarm& alarm) { return alarm.event == event; });
    }

    CrashFileSystem files;
    QString path;
    QString database;
    std::unique_ptr<NodeRuntime> runtime;
};

} // namespace

/// The disk fails once under a running node, and the node goes on by itself: nobody restarts it, nothing is lost.
class TstNodeRecovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goesOnAfterAFailedSync_data()
    {
        QTest::addColumn<bool>("atTheSource");
        QTest::addColumn<int>("failures");
        QTest::newRow("inbound queue") << false << 2;
        QTest::newRow("log cache and outbox") << true << 3;
    }

    void goesOnAfterAFailedSync()
    {
        QFETCH(const bool, atTheSource);
        QFETCH(const int, failures);
        QTemporaryDir directory;
        Node ministry(directory, QStringLiteral("100000"), QStringLiteral("127.0.0.1:0"));
        Node province(directory, QStringLiteral("340000"), QString());
        configure(ministry, province);
        QTRY_COMPARE_WITH_TIMEOUT(ministry.number(kCount), qint64{100}, kPatienceMs);
        Node& failing = atTheSource ? province : ministry;
        qint64 expected = 100;
        for (int i = 0; i < failures; ++i) {
            failing.files.failNextSync();
            province.sql(QStringLiteral("INSERT INTO person VALUES (%1, 'new')").arg(1000 + i));
            ++expected;
            QTRY_COMPARE_WITH_TIMEOUT(ministry.number(kCount), expected, kPatienceMs);
        }
        QTRY_VERIFY(failing.wasAlarmed(events::DSK_ERROR));
        province.sql(QStringLiteral("UPDATE person SET name = 'changed'"));
        QTRY_COMPARE_WITH_TIMEOUT(ministry.number(QStringLiteral("SELECT count(*) FROM person WHERE name = 'changed'")),
                                  expected, kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(failing.runtime->snapshot().alarms.empty(),
                                 kPatienceMs); // and it says that it is well again
    }

    /// The right was taken away while the node was down, or before: a restart gives nothing back.
    void aRestartBringsNothingBackThatMayNotFlow()
    {
        QTemporaryDir directory;
        Node ministry(directory, QStringLiteral("100000"), QStringLiteral("127.0.0.1:0"));
        Node province(directory, QStringLiteral("340000"), QString());
        configure(ministry, province);
        QTRY_COMPARE_WITH_TIMEOUT(ministry.number(kCount), qint64{100}, kPatienceMs);
        LinkConfig link = province.runtime->journal().links()->front();
        link.rights.removeAll(linkRightName(LinkRight::GiveTables));
        QVERIFY_OK(province.runtime->journal().saveLink(link));
        province.restart();
        QTRY_VERIFY(province.wasAlarmed(events::LNK_NO_RIGHT));
        const auto subscribers = [&province] { return province.runtime->snapshot().publications.front().subscribers; };
        QVERIFY(subscribers().empty());
        QTRY_VERIFY_WITH_TIMEOUT(ministry.wasAlarmed(events::LNK_NO_RIGHT), kPatienceMs); // and the peer is told
        province.sql(QStringLiteral("INSERT INTO person VALUES (1000, 'new')"));
        link.rights = linkRightNames();
        QVERIFY_OK(province.runtime->journal().saveLink(link));
        QVERIFY(subscribers().empty());
        QCOMPARE(ministry.number(kCount), qint64{100});
        province.restart(); // it goes on where it was
        QTRY_COMPARE_WITH_TIMEOUT(ministry.number(kCount), qint64{101}, kPatienceMs);
    }

private:
    inline static const QString kCount = QStringLiteral("SELECT count(*) FROM person");

    static void configure(Node& ministry, Node& province)
    {
        province.sql(
            QStringLiteral("PRAGMA journal_mode = WAL; CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);"
                           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
                           " INSERT INTO person SELECT i, 'x' FROM n;"));
        const QString name = QStringLiteral("people");
        const QString there = QStringLiteral("100000");
        const QString here = QStringLiteral("340000");
        const QString sqlite = QStringLiteral("sqlite");
        Journal& target = ministry.runtime->journal();
        Journal& source = province.runtime->journal();
        QVERIFY_OK(target.saveLink({here, here, QString(), true}));
        QVERIFY_OK(target.saveTarget({name, sqlite, ministry.database}));
        QVERIFY_OK(target.saveSubscription({name, here, name, name, false, true}));
        QVERIFY_OK(source.saveLink({there, there, ministry.runtime->snapshot().listenAddress, true}));
        QVERIFY_OK(source.saveSource({name, sqlite, province.database}));
        QVERIFY_OK(source.saveDataset({name, name, Route::Trigger, {QStringLiteral("person")}, {there}}));
        QVERIFY_OK(ministry.runtime->reload());
        QVERIFY_OK(province.runtime->reload());
    }
};

BUSHENG_TEST(TstNodeRecovery)
#include "tst_node_recovery.moc"
