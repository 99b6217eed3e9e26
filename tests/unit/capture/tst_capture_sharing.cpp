// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_guard.h"
#include "engine/model/events.h"
#include "engine/pipeline/capture/sqlite_trigger_sql.h"

#include "tests/support/test_main.h"
#include "tests/unit/capture/capture_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTwoTables = QStringLiteral(
    "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE post(id INTEGER PRIMARY KEY, a, b, c, d, e)");
const QString kOurObjects = QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name LIKE 'busheng%'");
const QString kOurTriggers = QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'");

void apply(const Source& source, const QString& sql)
{
    source.run(QStringLiteral("BEGIN IMMEDIATE"));
    must(setSqliteGuard(*source.writer, true));
    source.run(sql);
    must(setSqliteGuard(*source.writer, false));
    source.run(QStringLiteral("COMMIT"));
}

} // namespace

/// Several datasets on one source, the way back out of it, and the guard against echoes.
class TstCaptureSharing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachDatasetSeesItsOwnTablesOnly();
    void aTableInTwoDatasetsHasOneSetOfTriggers();
    void keepsChangesForTheSlowestDataset();
    void aLateDatasetStartsAtItsOwnBeginning();
    void widensTheChangeTableWhenAWiderTableJoins();
    void takesTablesIntoAndOutOfADataset();
    void leavesNothingBehind();
    void leavesOtherDatasetsAlone();
    void startsAnewAfterItWasTakenOut();
    void doesNotCaptureWhatWasAppliedHere();
    void capturesOthersThatWriteNextToAnApply();
    void saysBeforehandWhatItWillRun();
};

void TstCaptureSharing::eachDatasetSeesItsOwnTablesOnly()
{
    const Source source(kTwoTables);
    RecordingSink people;
    RecordingSink posts;
    const auto first = source.capturer(people, source.dataset({QStringLiteral("person")}, QStringLiteral("people")));
    const auto second = source.capturer(posts, source.dataset({QStringLiteral("post")}, QStringLiteral("posts")));
    pollAll(*first, people);
    source.run(QStringLiteral("BEGIN; INSERT INTO post(id) VALUES(1); INSERT INTO person VALUES(2, 'a'); INSERT INTO "
                              "post(id) VALUES(3); COMMIT"));
    QCOMPARE(pollAll(*first, people).changes, std::uint64_t{1});
    QCOMPARE(pollAll(*second, posts).changes, std::uint64_t{2});
    QCOMPARE(described(people), QStringList(QStringLiteral("upsert 1 (2, 'a')")));
    // Changes of others move the position, too: nothing of them is needed any more.
    const std::size_t beats = people.beats.size();
    source.run(QStringLiteral("DELETE FROM post"));
    QCOMPARE(pollAll(*first, people).changes, std::uint64_t{0});
    QCOMPARE(people.beats.size(), beats + 1);
    QCOMPARE(people.violations + posts.violations, QStringList());
}

void TstCaptureSharing::aTableInTwoDatasetsHasOneSetOfTriggers()
{
    const Source source(kTwoTables);
    RecordingSink one;
    RecordingSink other;
    const auto first = source.capturer(one, source.dataset({QStringLiteral("person")}, QStringLiteral("one")));
    const auto second = source.capturer(
        other, source.dataset({QStringLiteral("person"), QStringLiteral("post")}, QStringLiteral("other")));
    pollAll(*first, one);
    QCOMPARE(source.number(kOurTriggers), std::int64_t{6});
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a')"));
    QCOMPARE(pollAll(*first, one).changes, std::uint64_t{1});
    QCOMPARE(pollAll(*second, other).changes, std::uint64_t{1});
    QCOMPARE(described(one), described(other));
}

void TstCaptureSharing::keepsChangesForTheSlowestDataset()
{
    const Source source(kTwoTables);
    RecordingSink quick;
    RecordingSink slow;
    const auto first = source.capturer(quick, source.dataset({QStringLiteral("person")}, QStringLiteral("quick")));
    const auto second = source.capturer(slow, source.dataset({QStringLiteral("person")}, QStringLiteral("slow")));
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a'); INSERT INTO person VALUES(2, 'b')"));
    pollAll(*first, quick);
    must(first->release(quick.position()));
    QVERIFY(source.number(QStringLiteral("SELECT count(*) FROM busheng_change")) >= 2);
    QCOMPARE(pollAll(*second, slow).changes, std::uint64_t{2});
    must(second->release(slow.position()));
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM busheng_change")), std::int64_t{0});
}

void TstCaptureSharing::aLateDatasetStartsAtItsOwnBeginning()
{
    const Source source(kTwoTables);
    RecordingSink early;
    const auto first = source.capturer(early, source.dataset({QStringLiteral("person")}, QStringLiteral("early")));
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a')"));
    pollAll(*first, early);
    must(first->release(early.position()));
    RecordingSink late;
    auto second = source.opened(source.dataset({QStringLiteral("person")}, QStringLiteral("late")), {});
    // It dies before it has seen anything, and stands where it stood.
    second = source.opened(source.dataset({QStringLiteral("person")}, QStringLiteral("late")), {});
    source.run(QStringLiteral("INSERT INTO person VALUES(2, 'b')"));
    pollAll(*second, late);
    QCOMPARE(described(late), QStringList(QStringLiteral("upsert 1 (2, 'b')")));
}

void TstCaptureSharing::widensTheChangeTableWhenAWiderTableJoins()
{
    const Source source(kTwoTables);
    RecordingSink people;
    const auto first = source.capturer(people, source.dataset({QStringLiteral("person")}, QStringLiteral("people")));
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'before')"));
    RecordingSink posts;
    const auto second = source.capturer(posts, source.dataset({QStringLiteral("post")}, QStringLiteral("posts")));
    source.run(QStringLiteral("INSERT INTO post VALUES(1, 2, '3', 4.0, x'05', NULL); UPDATE post SET id = 9; INSERT "
                              "INTO person VALUES(2, 'after')"));
    pollAll(*first, people);
    pollAll(*second, posts);
    QCOMPARE(described(people),
             QStringList({QStringLiteral("upsert 1 (1, 'before')"), QStringLiteral("upsert 1 (2, 'after')")}));
    QCOMPARE(described(posts), QStringList({QStringLiteral("upsert 1 (1, 2, '3', 4, x'05', NULL)"),
                                            QStringLiteral("update 1 [1] (9, 2, '3', 4, x'05', NULL)")}));
}

void TstCaptureSharing::takesTablesIntoAndOutOfADataset()
{
    const Source source(kTwoTables);
    RecordingSink sink;
    auto capturer = source.capturer(sink, source.dataset({QStringLiteral("person")}));
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a')"));
    pollAll(*capturer, sink);
    capturer = source.opened(source.dataset({QStringLiteral("person"), QStringLiteral("post")}), sink.position());
    source.run(QStringLiteral("INSERT INTO post(id) VALUES(1)"));
    pollAll(*capturer, sink);
    capturer = source.opened(source.dataset({QStringLiteral("post")}), sink.position());
    source.run(QStringLiteral("INSERT INTO person VALUES(2, 'unseen'); DELETE FROM post"));
    pollAll(*capturer, sink);
    QCOMPARE(source.number(kOurTriggers), std::int64_t{3});
    QCOMPARE(described(sink), QStringList({QStringLiteral("upsert 1 (1, 'a')"),
                                           QStringLiteral("upsert 2 (1, NULL, NULL, NULL, NULL, NULL)"),
                                           QStringLiteral("delete 1 [1]")}));
}

void TstCaptureSharing::leavesNothingBehind()
{
    const Source source(kTwoTables);
    RecordingSink sink;
    const DatasetConfig dataset = source.dataset({QStringLiteral("person"), QStringLiteral("post")});
    auto capturer = source.capturer(sink, dataset);
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a')"));
    capturer.reset();
    QVERIFY(source.number(kOurObjects) > 0);
    must(uninstallSqliteCapture(source.config, dataset));
    QCOMPARE(source.number(kOurObjects), std::int64_t{0});
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM sqlite_sequence")), std::int64_t{0});
    must(uninstallSqliteCapture(source.config, dataset));
    source.run(QStringLiteral("INSERT INTO person VALUES(2, 'free')"));
}

void TstCaptureSharing::leavesOtherDatasetsAlone()
{
    const Source source(kTwoTables);
    RecordingSink one;
    RecordingSink other;
    const DatasetConfig both =
        source.dataset({QStringLiteral("person"), QStringLiteral("post")}, QStringLiteral("both"));
    const auto first = source.capturer(one, source.dataset({QStringLiteral("person")}, QStringLiteral("one")));
    auto second = source.capturer(other, both);
    pollAll(*first, one);
    source.run(QStringLiteral("INSERT INTO post(id) VALUES(1); INSERT INTO person VALUES(1, 'a')"));
    second.reset();
    must(uninstallSqliteCapture(source.config, both));
    QCOMPARE(source.number(kOurTriggers), std::int64_t{3});
    source.run(QStringLiteral("INSERT INTO post(id) VALUES(2); INSERT INTO person VALUES(2, 'b')"));
    QCOMPARE(pollAll(*first, one).changes, std::uint64_t{2});
    must(first->release(one.position()));
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM busheng_change")), std::int64_t{0});
}

void TstCaptureSharing::startsAnewAfterItWasTakenOut()
{
    const Source source(kTwoTables);
    RecordingSink sink;
    auto capturer = source.capturer(sink, source.dataset());
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'a')"));
    pollAll(*capturer, sink);
    must(uninstallSqliteCapture(source.config, source.dataset()));
    // The running one notices, and so does a restart that still relies on the old stream.
    QVERIFY(!capturer->poll(sink));
    const auto resumed = openSqliteTriggerCapturer(source.config, source.dataset(), sink.position());
    QVERIFY(!resumed);
    QCOMPARE(resumed.error().event, events::SRC_POSITION_LOST);
    RecordingSink fresh;
    capturer = source.capturer(fresh, source.dataset());
    source.run(QStringLiteral("INSERT INTO person VALUES(2, 'b')"));
    pollAll(*capturer, fresh);
    QCOMPARE(described(fresh), QStringList(QStringLiteral("upsert 1 (2, 'b')")));
}

void TstCaptureSharing::doesNotCaptureWhatWasAppliedHere()
{
    const Source source(kTwoTables);
    RecordingSink sink;
    const auto capturer = source.capturer(sink, source.dataset());
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'own')"));
    apply(source, QStringLiteral("INSERT INTO person VALUES(2, 'from the peer'); UPDATE person SET name = 'peer' WHERE "
                                 "id = 1; DELETE FROM person WHERE id = 1"));
    source.run(QStringLiteral("INSERT INTO person VALUES(3, 'own')"));
    pollAll(*capturer, sink);
    QCOMPARE(described(sink),
             QStringList({QStringLiteral("upsert 1 (1, 'own')"), QStringLiteral("upsert 1 (3, 'own')")}));
}

void TstCaptureSharing::capturesOthersThatWriteNextToAnApply()
{
    const Source source(kTwoTables);
    RecordingSink sink;
    const auto capturer = source.capturer(sink, source.dataset());
    const auto business = source.open();
    source.run(QStringLiteral("BEGIN IMMEDIATE"));
    must(setSqliteGuard(*source.writer, true));
    source.run(QStringLiteral("INSERT INTO person VALUES(1, 'applied')"));
    source.run(QStringLiteral("ROLLBACK")); // the apply dies with the guard up
    must(business->execute(QStringLiteral("INSERT INTO person VALUES(2, 'business')")));
    pollAll(*capturer, sink);
    QCOMPARE(described(sink), QStringList(QStringLiteral("upsert 1 (2, 'business')")));
}

void TstCaptureSharing::saysBeforehandWhatItWillRun()
{
    const Source source(kTwoTables);
    TableSchema person;
    person.id = 1;
    person.name = QStringLiteral("person");
    person.columns = {{QStringLiteral("id"), QStringLiteral("INTEGER"), false, {}},
                      {QStringLiteral("name"), QStringLiteral("TEXT"), false, {}}};
    person.keyColumns = {0};
    const QStringList announced = sqliteCaptureSql({1, {person}});
    RecordingSink sink;
    static_cast<void>(source.capturer(sink, source.dataset()));
    auto triggers = must(source.writer->prepare(
        QStringLiteral("SELECT sql FROM sqlite_master WHERE name LIKE 'busheng!_%' ESCAPE '!'")));
    int found = 0;
    while (must(triggers.step())) {
        QString sql = triggers.text(0);
        QVERIFY2(announced.contains(sql) ||
                     announced.contains(
                         sql.replace(QStringLiteral("CREATE TABLE "), QStringLiteral("CREATE TABLE IF NOT EXISTS "))),
                 qPrintable(sql));
        ++found;
    }
    QCOMPARE(found, 5 + 3);
    QCOMPARE(
        announced.last(),
        QStringLiteral(
            "CREATE TRIGGER \"busheng_1_delete\" AFTER DELETE ON \"person\" WHEN (SELECT active FROM busheng_guard) "
            "IS NOT 1 BEGIN INSERT INTO busheng_change(tbl, op, c1) VALUES (1, 3, OLD.\"id\"); END"));
}

BUSHENG_TEST(TstCaptureSharing)
#include "tst_capture_sharing.moc"
