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
    QCOMPARE(all[2].sqlState, QStringLiteral("4025"));
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
    QCOMPARE(desk->park(QStringLiteral("s"), QStringLiteral("person"), {}, true).error().event, events::NOT_YET);
}

BUSHENG_TEST(TstMyTargetFaults)
#include "tst_my_target_faults.moc"
