// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_target_desk.h"
#include "tests/db/mariadb/my_pair.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/packet_feed.h"

#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::test;

/// What a MariaDB target does not take: docs/apply-errors.md.
class TstMyTargetFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start({QStringLiteral("--sql-mode=")})); }
    void makesNoTableWithoutNeed();
    void stopsByDefault();
    void setsRowsAside_data();
    void setsRowsAside();
    void setsLaterChangesAsideBehind();
    void resolvesWhatIsSentAgain();
    void keepsWhatARollbackUndid();
    void settlesConflicts_data();
    void settlesConflicts();
    void takesNoOtherRowAway();
    void letsTheNewerRowWin_data();
    void letsTheNewerRowWin();
    void seesARowThatWasChangedHere();
    void asksAndHoldsTheRow();
    void holdsTheRowWithinABlock();
    void holdsBothHalvesOfAMove();
    void movesARowWithItsOwnValues();
    void countsWhatALoadSetAside();
    void keepsWhatIsOpenOfOtherTables();
    void asksAPerson();

private:
    /// A target whose table is narrower than its source's rows may be.
    struct Narrow : Pair {
        Narrow(MiniMariaDb& server, RowErrorPolicy errors, ConflictChoice conflicts = ConflictChoice::Stop)
            : Pair(server, QStringLiteral("CREATE TABLE person (id int PRIMARY KEY, name varchar(40), age int)"),
                   {QStringLiteral("person")})
        {
            must(server.run(QStringLiteral("CREATE TABLE person (id int PRIMARY KEY, name varchar(40) CHECK (name <> "
                                           "'refused'), age int UNIQUE)"),
                            database));
            for (const char* when : {"INSERT", "UPDATE"}) { // MySQL takes no notice of a check before 8.0.16
                if (server.isMySql())
                    must(server.run(QStringLiteral("CREATE TRIGGER before_%1 BEFORE %1 ON person FOR EACH ROW BEGIN IF "
                                                   "NEW.name = 'refused' THEN SIGNAL SQLSTATE '45000'; END IF; END")
                                        .arg(QLatin1StringView(when)),
                                    database));
            }
            writer.reset();
            target.faults.rowErrors = errors;
            target.faults.conflicts.choice = conflicts;
            writer = must(openMyTarget(target));
            must(writer->readCheckpoint(QStringLiteral("s")));
            writer->setPlace(QStringLiteral("s"), {7, Position{70}, false});
        }
    };

    static Bytes person(int id, const char* name, int age) { return row({number(id), text(name), number(age)}); }
    QString people(const Pair& pair)
    {
        return must(m_server.run(QStringLiteral("SELECT coalesce(group_concat(concat(id, name, age) ORDER BY id), '') "
                                                "FROM person"),
                                 pair.database));
    }
    std::vector<ExceptionRecord> records(const Pair& pair, const QString& state = {})
    {
        return must(must(openMyTargetDesk(pair.target.target, {}))->exceptions(QStringLiteral("s"), state, 0, 100));
    }

    MiniMariaDb m_server;
};

void TstMyTargetFaults::makesNoTableWithoutNeed()
{
    Narrow pair(m_server, RowErrorPolicy::Stop);
    QCOMPARE(must(m_server.run(QStringLiteral("SHOW TABLES LIKE 'busheng_exceptions'"), pair.database)), QString());
    QVERIFY(must(pair.writer->faults(QStringLiteral("s"))) == TargetFaults());
}

void TstMyTargetFaults::stopsByDefault()
{
    Narrow pair(m_server, RowErrorPolicy::Stop);
    const auto applied = pair.apply(
        Block().insert(person(1, "a", 10)).insert(person(2, "refused", 20)).insert(person(3, "c", 30)).bytes());
    QVERIFY(!applied);
    QCOMPARE(applied.error().event, events::TGT_CONFLICT);
    QCOMPARE(applied.error().args.value(1), QStringLiteral("2"));
    QCOMPARE(people(pair), QString());
}

void TstMyTargetFaults::setsRowsAside_data()
{
    QTest::addColumn<bool>("isStrict");
    QTest::newRow("in sets") << false;
    QTest::newRow("one by one") << true;
}

void TstMyTargetFaults::setsRowsAside()
{
    QFETCH(const bool, isStrict);
    Narrow pair(m_server, RowErrorPolicy::SetAside);
    if (isStrict) {
        pair.writer.reset();
        pair.target.strict = true;
        pair.writer = must(openMyTarget(pair.target));
        must(pair.writer->readCheckpoint(QStringLiteral("s")));
        pair.writer->setPlace(QStringLiteral("s"), {7, Position{70}, false});
    }
    QVERIFY_OK(pair.apply(Block()
                              .insert(person(1, "a", 10))
                              .insert(person(2, "refused", 20))
                              .insert(person(3, "c", 30))
                              .insert(person(4, "the age is taken", 30))
                              .update(row({number(1)}), person(1, "refused", 10))
                              .insert(person(5, "e", 50))
                              .bytes()));
    QCOMPARE(people(pair), QStringLiteral("1a10,3c30,5e50"));
    QVERIFY(pair.writer->takeFaultsChanged());
    QVERIFY(!pair.writer->takeFaultsChanged());
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openErrors, quint64{3});
    const std::vector<ExceptionRecord> all = records(pair);
    QCOMPARE(all.size(), std::size_t{3});
    QCOMPARE(all[2].key, QStringLiteral("2"));
    QCOMPARE(all[2].operation, QStringLiteral("insert"));
    QCOMPARE(all[2].kind, QStringLiteral("error"));
    QCOMPARE(all[2].sequence, quint64{7});
    QCOMPARE(all[2].position, quint64{70});
    QCOMPARE(all[2].sqlState, m_server.isMySql() ? QStringLiteral("1644") : QStringLiteral("4025"));
    QCOMPARE(all[2].newRow, QStringLiteral("{\"age\":\"20\",\"id\":\"2\",\"name\":\"refused\"}"));
    QCOMPARE(all[1].key, QStringLiteral("4"));
    QCOMPARE(all[1].sqlState, QStringLiteral("1062"));
    QCOMPARE(all[0].operation, QStringLiteral("update"));
}

void TstMyTargetFaults::setsLaterChangesAsideBehind()
{
    Narrow pair(m_server, RowErrorPolicy::SetAside);
    QVERIFY_OK(pair.apply(Block().insert(person(1, "refused", 10)).bytes()));
    QVERIFY_OK(pair.apply(Block().update(row({number(1)}), person(1, "later", 11)).bytes()));
    QVERIFY_OK(pair.apply(Block().erase(row({number(1)})).bytes()));
    QCOMPARE(records(pair, QStringLiteral("open")).size(), std::size_t{3});
    // One that nothing was set aside of is missing as ever.
    QVERIFY(!pair.apply(Block().update(row({number(2)}), person(2, "b", 20)).bytes()));
}

void TstMyTargetFaults::resolvesWhatIsSentAgain()
{
    Narrow pair(m_server, RowErrorPolicy::SetAside);
    QVERIFY_OK(pair.apply(Block().insert(person(1, "refused", 10)).insert(person(2, "refused", 20)).bytes()));
    const auto desk = must(openMyTargetDesk(pair.target.target, {}));
    const std::vector<RowToResend> rows = must(desk->rowsToResend(QStringLiteral("s"), 0, 100));
    QCOMPARE(rows.size(), std::size_t{2});
    QCOMPARE(rows[0].key, row({number(1)}));
    // Sent again: one fits now, the other does not, a third was never set aside.
    QVERIFY_OK(pair.apply(
        Block().upsert(person(1, "mended", 10)).upsert(person(2, "refused", 21)).upsert(person(3, "c", 30)).bytes()));
    QCOMPARE(people(pair), QStringLiteral("1mended10,3c30"));
    const std::vector<ExceptionRecord> open = records(pair, QStringLiteral("open"));
    QCOMPARE(open.size(), std::size_t{1});
    QCOMPARE(open[0].key, QStringLiteral("2"));
    QCOMPARE(open[0].attempts, quint64{2});
    QVERIFY(open[0].newRow.contains(QStringLiteral("21")));
    // The source has it no more.
    QVERIFY_OK(pair.apply(Block().remove(row({number(2)})).bytes()));
    QVERIFY(records(pair, QStringLiteral("open")).empty());
}

void TstMyTargetFaults::keepsWhatARollbackUndid()
{
    Narrow pair(m_server, RowErrorPolicy::SetAside);
    QVERIFY_OK(pair.apply(Block().insert(person(1, "refused", 10)).bytes()));
    QVERIFY_OK(pair.writer->begin());
    std::uint64_t changed = 0;
    QVERIFY_OK(pair.writer->apply(pair.schema(), Block().upsert(person(1, "mended", 10)).bytes(), false, changed));
    pair.writer->rollback();
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openErrors, quint64{1});
    QVERIFY_OK(pair.apply(Block().upsert(person(1, "mended", 10)).bytes()));
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openErrors, quint64{0});
}

void TstMyTargetFaults::settlesConflicts_data()
{
    QTest::addColumn<int>("choice");
    QTest::addColumn<QString>("after");
    QTest::newRow("source") << static_cast<int>(ConflictChoice::SourceWins) << QStringLiteral("1source11,2new22,4d40");
    QTest::newRow("target") << static_cast<int>(ConflictChoice::TargetWins) << QStringLiteral("1here10,4d40");
}

void TstMyTargetFaults::settlesConflicts()
{
    QFETCH(const int, choice);
    QFETCH(const QString, after);
    Narrow pair(m_server, RowErrorPolicy::Stop, static_cast<ConflictChoice>(choice));
    must(m_server.run(QStringLiteral("INSERT INTO person VALUES (1, 'here', 10)"), pair.database));
    QVERIFY_OK(pair.apply(Block()
                              .insert(person(1, "source", 11))                // is there
                              .update(row({number(2)}), person(2, "new", 22)) // is not there
                              .erase(row({number(3)}))                        // nor is this, which is no matter
                              .insert(person(4, "d", 40))
                              .bytes()));
    QCOMPARE(people(pair), after);
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).settled, quint64{3});
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openConflicts, quint64{0});
}

void TstMyTargetFaults::takesNoOtherRowAway()
{
    Narrow pair(m_server, RowErrorPolicy::SetAside, ConflictChoice::SourceWins);
    must(m_server.run(QStringLiteral("INSERT INTO person VALUES (1, 'here', 10), (9, 'has the age', 99)"),
                      pair.database));
    QVERIFY_OK(pair.apply(Block().insert(person(1, "source", 99)).insert(person(2, "b", 20)).bytes()));
    QCOMPARE(people(pair), QStringLiteral("1here10,2b20,9has the age99"));
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openErrors, quint64{1});
}

void TstMyTargetFaults::letsTheNewerRowWin_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("older");
    QTest::addColumn<QString>("newer");
    const auto row = [](const char* type, const char* older, const char* newer) {
        QTest::newRow(type) << QString::fromLatin1(type) << QString::fromLatin1(older) << QString::fromLatin1(newer);
    };
    row("int", "9", "10");
    row("bigint unsigned", "9223372036854775807", "18446744073709551615");
    row("decimal(10,2)", "9.50", "10.00");
    row("double", "9.5", "10.5");
    row("datetime(3)", "'2024-01-31 00:00:00'", "'2024-02-01 00:00:00'");
    row("time", "'-10:00:00'", "'100:00:00'");
    row("int NULL", "NULL", "-1");
}

/// By each kind of column, in both directions: what stands in the target is newer, then the source's is.
void TstMyTargetFaults::letsTheNewerRowWin()
{
    QFETCH(const QString, type);
    QFETCH(const QString, older);
    QFETCH(const QString, newer);
    const QString table = QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, stamp %1, who varchar(9))").arg(type);
    Pair pair(m_server, table, {QStringLiteral("t")});
    QVERIFY_OK(pair.create());
    pair.writer.reset();
    pair.target.faults.conflicts = {ConflictChoice::Newer, QStringLiteral("stamp")};
    pair.writer = must(openMyTarget(pair.target));
    must(pair.writer->readCheckpoint(QStringLiteral("s")));
    pair.writer->setPlace(QStringLiteral("s"), {7, Position{70}, false});
    must(m_server.run(QStringLiteral("INSERT INTO t VALUES (1, %1, 'here'), (2, %2, 'here')").arg(older, newer),
                      pair.database));
    pair.source.run(QStringLiteral("INSERT INTO t VALUES (1, %2, 'there'), (2, %1, 'there')").arg(older, newer));
    QVERIFY_OK(pair.follow());
    QCOMPARE(must(m_server.run(QStringLiteral("SELECT group_concat(who ORDER BY id) FROM t"), pair.database)),
             QStringLiteral("there,here"));
    // What is gone here comes back with its change.
    must(m_server.run(QStringLiteral("DELETE FROM t WHERE id = 1"), pair.database));
    pair.source.run(QStringLiteral("UPDATE t SET who = 'again' WHERE id = 1"));
    QVERIFY_OK(pair.follow());
    QCOMPARE(must(m_server.run(QStringLiteral("SELECT group_concat(who ORDER BY id) FROM t"), pair.database)),
             QStringLiteral("again,here"));
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).settled, quint64{3});
}

/// Where the source tells the whole row that it changed.
void TstMyTargetFaults::seesARowThatWasChangedHere()
{
    Narrow pair(m_server, RowErrorPolicy::Stop, ConflictChoice::SourceWins);
    must(m_server.run(QStringLiteral("INSERT INTO person VALUES (1, 'here', 10), (2, 'same', 20), (3, 'here', 30)"),
                      pair.database));
    QVERIFY_OK(pair.apply(Block()
                              .update(person(1, "was", 10), person(1, "new", 10))
                              .update(person(2, "same", 20), person(2, "new", 20))
                              .erase(person(3, "was", 30))
                              .bytes()));
    QCOMPARE(people(pair), QStringLiteral("1new10,2new20"));
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).settled, quint64{2});
    pair.writer.reset();
    pair.target.faults.conflicts.choice = ConflictChoice::Stop;
    pair.writer = must(openMyTarget(pair.target));
    must(pair.writer->readCheckpoint(QStringLiteral("s")));
    const auto stopped = pair.apply(Block().update(person(1, "was", 10), person(1, "later", 10)).bytes());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().event, events::TGT_CONFLICT);
    QCOMPARE(people(pair), QStringLiteral("1new10,2new20"));
}

/// The row stays as it is, and what comes of it waits; other rows flow. Both decisions end it.
void TstMyTargetFaults::asksAndHoldsTheRow()
{
    Narrow pair(m_server, RowErrorPolicy::Stop, ConflictChoice::Ask);
    must(m_server.run(QStringLiteral("INSERT INTO person VALUES (1, 'here', 10), (2, 'here', 20)"), pair.database));
    QVERIFY_OK(pair.apply(Block().insert(person(1, "source", 11)).insert(person(2, "source", 21)).bytes()));
    QVERIFY_OK(pair.apply(Block()
                              .update(row({number(1)}), person(1, "later", 12))
                              .update(row({number(2)}), person(2, "later", 22))
                              .insert(person(3, "c", 30))
                              .bytes()));
    QCOMPARE(people(pair), QStringLiteral("1here10,2here20,3c30"));
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openConflicts, quint64{4});
    const std::vector<ExceptionRecord> all = records(pair, QStringLiteral("open"));
    QCOMPARE(all[3].key, QStringLiteral("1"));
    QVERIFY(all[3].currentRow.contains(QStringLiteral("here")) && all[3].newRow.contains(QStringLiteral("source")));
    const auto desk = must(openMyTargetDesk(pair.target.target, {}));
    QVERIFY_OK(desk->decide(QStringLiteral("s"), all[3].id, QStringLiteral("target"), QStringLiteral("li")));
    QVERIFY_OK(desk->decide(QStringLiteral("s"), all[2].id, QStringLiteral("source"), QStringLiteral("li")));
    pair.writer->forgetFaults();
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openConflicts, quint64{2}); // until the row has come
    QVERIFY_OK(pair.apply(Block().upsert(person(2, "as it is", 22)).bytes()));
    QCOMPARE(people(pair), QStringLiteral("1here10,2as it is22,3c30"));
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openConflicts, quint64{0});
    QVERIFY_OK(pair.apply(Block().update(row({number(1)}), person(1, "flows again", 12)).bytes()));
    QCOMPARE(people(pair), QStringLiteral("1flows again12,2as it is22,3c30"));
}

/// The conflict shows only when the set is written that its later change stands behind.
void TstMyTargetFaults::holdsTheRowWithinABlock()
{
    Narrow pair(m_server, RowErrorPolicy::Stop, ConflictChoice::Ask);
    must(m_server.run(QStringLiteral("INSERT INTO person VALUES (1, 'here', 10), (2, 'here', 20)"), pair.database));
    QVERIFY_OK(pair.apply(Block()
                              .insert(person(1, "source", 11))
                              .insert(person(3, "c", 30))
                              .update(row({number(1)}), person(1, "later", 12))
                              .update(row({number(3)}), person(3, "d", 30))
                              .erase(row({number(1)}))
                              .bytes()));
    QCOMPARE(people(pair), QStringLiteral("1here10,2here20,3d30"));
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openConflicts, quint64{3});
}

/// In a resumed load's changes, too, where a move is a deletion and a row.
void TstMyTargetFaults::holdsBothHalvesOfAMove()
{
    Narrow pair(m_server, RowErrorPolicy::Stop, ConflictChoice::Ask);
    must(m_server.run(QStringLiteral("INSERT INTO person VALUES (1, 'here', 10), (2, 'here', 20)"), pair.database));
    QVERIFY_OK(pair.apply(Block()
                              .update(row({number(1)}), row({number(2), Cell::unchanged(), number(11)}))
                              .update(row({number(1)}), person(5, "later", 12))
                              .update(row({number(7)}), person(7, "x", 70))
                              .bytes(),
                          true));
    QCOMPARE(people(pair), QStringLiteral("1here10,2here20,7x70"));
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openConflicts, quint64{2});
}

/// What an update does not carry is that of the row that it moves, not of the one whose place it takes.
void TstMyTargetFaults::movesARowWithItsOwnValues()
{
    Narrow pair(m_server, RowErrorPolicy::Stop, ConflictChoice::SourceWins);
    must(m_server.run(QStringLiteral("INSERT INTO person VALUES (1, 'mine', 10), (2, 'other', 20)"), pair.database));
    QVERIFY_OK(pair.apply(Block().update(row({number(1)}), row({number(2), Cell::unchanged(), number(11)})).bytes()));
    QCOMPARE(people(pair), QStringLiteral("2mine11"));
}

void TstMyTargetFaults::countsWhatALoadSetAside()
{
    Narrow pair(m_server, RowErrorPolicy::SetAside);
    pair.writer->setPlace(QStringLiteral("s"), {1, Position{}, true});
    QVERIFY_OK(pair.apply(Block().upsert(person(1, "a", 10)).upsert(person(2, "refused", 20)).bytes(), true));
    QCOMPARE(must(pair.writer->rowsSetAside(QStringLiteral("s"), pair.schema().tables.front().name)), std::uint64_t{1});
    QCOMPARE(records(pair).front().operation, QStringLiteral("load"));
    // Another load begins without it.
    QVERIFY_OK(pair.writer->begin());
    QVERIFY_OK(pair.writer->emptyTables(pair.schema(), true));
    QVERIFY_OK(pair.writer->commit());
    QVERIFY(records(pair, QStringLiteral("open")).empty());
}

/// A table that joins later is loaded alone.
void TstMyTargetFaults::keepsWhatIsOpenOfOtherTables()
{
    Narrow pair(m_server, RowErrorPolicy::SetAside);
    QVERIFY_OK(pair.apply(Block().insert(person(1, "refused", 10)).bytes()));
    must(m_server.run(QStringLiteral("CREATE TABLE other LIKE person"), pair.database));
    DatasetSchema joined = pair.schema();
    joined.tables.front().name = pair.database + QStringLiteral(".other");
    QVERIFY_OK(pair.writer->begin());
    QVERIFY_OK(pair.writer->emptyTables(joined, true));
    QVERIFY_OK(pair.writer->commit());
    QCOMPARE(records(pair, QStringLiteral("open")).size(), std::size_t{1});
    QVERIFY_OK(pair.apply(Block().update(row({number(1)}), person(1, "later", 11)).bytes())); // stands behind it
    QCOMPARE(must(pair.writer->faults(QStringLiteral("s"))).openErrors, quint64{2});
}

void TstMyTargetFaults::asksAPerson()
{
    Narrow pair(m_server, RowErrorPolicy::SetAside);
    QVERIFY_OK(pair.apply(Block().insert(person(1, "refused", 10)).bytes()));
    const auto desk = must(openMyTargetDesk(pair.target.target, {}));
    const qint64 id = records(pair).front().id;
    QCOMPARE(desk->exception(QStringLiteral("s"), id + 1).error().event, events::CFG_NOT_FOUND);
    QCOMPARE(desk->decide(QStringLiteral("s"), id, QStringLiteral("target"), QStringLiteral("li")).error().event,
             events::FLT_STATE);
    QVERIFY_OK(desk->dismiss(QStringLiteral("s"), id, QStringLiteral("li"), QStringLiteral("it's 'known'")));
    const ExceptionRecord record = must(desk->exception(QStringLiteral("s"), id));
    QCOMPARE(record.state, QStringLiteral("dismissed"));
    QCOMPARE(record.decidedBy, QStringLiteral("li"));
    QCOMPARE(record.reason, QStringLiteral("it's 'known'"));
    QCOMPARE(desk->dismiss(QStringLiteral("s"), id, QStringLiteral("li"), QStringLiteral("again")).error().event,
             events::FLT_STATE);
    pair.writer->forgetFaults();
    QVERIFY_OK(pair.apply(Block().insert(person(1, "now it fits", 10)).bytes()));
}

BUSHENG_TEST(TstMyTargetFaults)
#include "tst_my_target_faults.moc"
