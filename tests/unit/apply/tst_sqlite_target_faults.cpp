// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/pipeline/apply/sqlite_target_desk.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kStream = QStringLiteral("s");

template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    return std::move(*result);
}

void must(Result<> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
}

Bytes person(int id, const char* name, int age)
{
    return row({number(id), text(name), number(age)});
}

/// A table that is narrower than its source's rows may be.
struct Narrow : TargetFixture {
    explicit Narrow(RowErrorPolicy errors, ConflictChoice conflicts = ConflictChoice::Stop,
                    const QString& table = QStringLiteral(
                        "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'refused'), "
                        "age INTEGER UNIQUE, ours TEXT DEFAULT 'kept')"))
        : TargetFixture({errors, {conflicts, {}}})
    {
        execute(table);
        TableSchema people;
        people.id = 1;
        people.name = QStringLiteral("person");
        for (const auto& [name, type] : {std::pair("id", "INTEGER"), {"name", "TEXT"}, {"age", "INTEGER"}}) {
            ColumnSchema column;
            column.name = QString::fromLatin1(name);
            column.declaredType = QString::fromLatin1(type);
            people.columns.push_back(column);
        }
        people.keyColumns = {0};
        schema.tables = {people};
        start();
    }

    void start()
    {
        must(open());
        must(writer->readCheckpoint(kStream));
        writer->setPlace(kStream, {7, Position{70}, false});
    }

    /// One target transaction; rolled back when it fails.
    Result<> apply(const Block& block, bool tolerant = false)
    {
        const auto done = [&]() -> Result<> {
            std::uint64_t changed = 0;
            ENGINE_TRY(writer->begin());
            ENGINE_TRY(writer->apply(schema, block.bytes(), tolerant, changed));
            return writer->commit();
        }();
        if (!done)
            writer->rollback();
        return done;
    }

    QString people() const
    {
        return must(other()->queryText(QStringLiteral(
            "SELECT coalesce(group_concat(one), '') FROM (SELECT id || name || age AS one FROM person ORDER BY id)")));
    }
    std::unique_ptr<TargetDesk> desk() const { return must(openSqliteTargetDesk(config)); }
    std::vector<ExceptionRecord> records(const QString& state = {}) const
    {
        return must(desk()->exceptions(kStream, state, 0, 100));
    }
    TargetFaults faultsNow() const { return must(writer->faults(kStream)); }

    DatasetSchema schema;
};

} // namespace

/// What a SQLite target does not take: docs/apply-errors.md.
class TstSqliteTargetFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesNoTableWithoutNeed()
    {
        Narrow target(RowErrorPolicy::Stop);
        QCOMPARE(must(target.other()->queryInteger(
                     QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'busheng_exc%'"))),
                 std::int64_t{0});
        QVERIFY(target.faultsNow() == TargetFaults());
        const auto stopped = target.apply(Block().insert(person(1, "a", 10)).insert(person(2, "refused", 20)));
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().event, events::TGT_CONFLICT);
        QCOMPARE(stopped.error().args.value(1), QStringLiteral("2"));
        QCOMPARE(target.people(), QString());
    }
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
    void movesARowWithItsOwnValues();
    void countsWhatALoadSetAside();
    void doesNotSettleWhatTookTheTransactionBack();
    void asksAPerson();
};

void TstSqliteTargetFaults::setsRowsAside()
{
    Narrow target(RowErrorPolicy::SetAside);
    QVERIFY_OK(target.apply(Block()
                                .insert(person(1, "a", 10))
                                .insert(person(2, "refused", 20))
                                .insert(person(3, "c", 30))
                                .insert(person(4, "the age is taken", 30))
                                .update(row({number(1)}), person(1, "refused", 10))
                                .insert(row({Cell::null(), text("no key"), number(60)}))
                                .insert(person(5, "e", 50))));
    QCOMPARE(target.people(), QStringLiteral("1a10,3c30,5e50"));
    QVERIFY(target.writer->takeFaultsChanged());
    QVERIFY(!target.writer->takeFaultsChanged());
    QCOMPARE(target.faultsNow().openErrors, quint64{4});
    std::vector<ExceptionRecord> all = target.records();
    QCOMPARE(all.size(), std::size_t{4});
    QVERIFY2(all.front().message.contains(QStringLiteral("a key without NULL")), qPrintable(all.front().message));
    all.erase(all.begin());
    QCOMPARE(all[2].key, QStringLiteral("2"));
    QCOMPARE(all[2].operation, QStringLiteral("insert"));
    QCOMPARE(all[2].kind, QStringLiteral("error"));
    QCOMPARE(all[2].sequence, quint64{7});
    QCOMPARE(all[2].position, quint64{70});
    QVERIFY2(all[2].message.startsWith(QStringLiteral("CHECK constraint failed")), qPrintable(all[2].message));
    QCOMPARE(all[2].newRow, QStringLiteral("{\"age\":\"20\",\"id\":\"2\",\"name\":\"refused\"}"));
    QVERIFY2(all[1].message.contains(QStringLiteral("person.age")), qPrintable(all[1].message));
    QCOMPARE(all[0].operation, QStringLiteral("update"));
    QVERIFY(all[0].createdUtcMs > 1'700'000'000'000);
}

void TstSqliteTargetFaults::setsLaterChangesAsideBehind()
{
    Narrow target(RowErrorPolicy::SetAside);
    QVERIFY_OK(target.apply(Block().insert(person(1, "refused", 10))));
    QVERIFY_OK(target.apply(Block().update(row({number(1)}), person(1, "later", 11))));
    target.start(); // and after a restart
    QVERIFY_OK(target.apply(Block().erase(row({number(1)}))));
    QCOMPARE(target.records(QStringLiteral("open")).size(), std::size_t{3});
    // One that nothing was set aside of is missing as ever.
    QVERIFY(!target.apply(Block().update(row({number(2)}), person(2, "b", 20))));
}

void TstSqliteTargetFaults::resolvesWhatIsSentAgain()
{
    Narrow target(RowErrorPolicy::SetAside);
    QVERIFY_OK(target.apply(Block().insert(person(1, "refused", 10)).insert(person(2, "refused", 20))));
    const std::vector<RowToResend> rows = must(target.desk()->rowsToResend(kStream, 0, 100));
    QCOMPARE(rows.size(), std::size_t{2});
    QCOMPARE(rows[0].key, row({number(1)}));
    // Sent again: one fits now, the other does not, a third was never set aside.
    QVERIFY_OK(target.apply(
        Block().upsert(person(1, "mended", 10)).upsert(person(2, "refused", 21)).upsert(person(3, "c", 30))));
    QCOMPARE(target.people(), QStringLiteral("1mended10,3c30"));
    const std::vector<ExceptionRecord> open = target.records(QStringLiteral("open"));
    QCOMPARE(open.size(), std::size_t{1});
    QCOMPARE(open[0].key, QStringLiteral("2"));
    QCOMPARE(open[0].attempts, quint64{2});
    QVERIFY(open[0].newRow.contains(QStringLiteral("21")));
    // The source has it no more.
    QVERIFY_OK(target.apply(Block().remove(row({number(2)}))));
    QVERIFY(target.records(QStringLiteral("open")).empty());
}

void TstSqliteTargetFaults::keepsWhatARollbackUndid()
{
    Narrow target(RowErrorPolicy::SetAside);
    QVERIFY_OK(target.apply(Block().insert(person(1, "refused", 10))));
    QVERIFY_OK(target.writer->begin());
    std::uint64_t changed = 0;
    const Block mended = Block().upsert(person(1, "mended", 10));
    QVERIFY_OK(target.writer->apply(target.schema, mended.bytes(), false, changed));
    target.writer->rollback();
    QCOMPARE(target.faultsNow().openErrors, quint64{1});
    QVERIFY_OK(target.apply(mended));
    QCOMPARE(target.faultsNow().openErrors, quint64{0});
}

void TstSqliteTargetFaults::settlesConflicts_data()
{
    QTest::addColumn<int>("choice");
    QTest::addColumn<QString>("after");
    QTest::newRow("source") << static_cast<int>(ConflictChoice::SourceWins) << QStringLiteral("1source11,2new22,4d40");
    QTest::newRow("target") << static_cast<int>(ConflictChoice::TargetWins) << QStringLiteral("1here10,4d40");
}

void TstSqliteTargetFaults::settlesConflicts()
{
    QFETCH(const int, choice);
    QFETCH(const QString, after);
    Narrow target(RowErrorPolicy::Stop, static_cast<ConflictChoice>(choice));
    target.execute(QStringLiteral("INSERT INTO person VALUES (1, 'here', 10, 'own')"));
    QVERIFY_OK(target.apply(Block()
                                .insert(person(1, "source", 11))                // is there
                                .update(row({number(2)}), person(2, "new", 22)) // is not there
                                .erase(row({number(3)}))                        // nor is this, which is no matter
                                .insert(person(4, "d", 40))));
    QCOMPARE(target.people(), after);
    QCOMPARE(target.faultsNow().settled, quint64{3});
    QCOMPARE(target.faultsNow().openConflicts, quint64{0});
    // A column that only the target has stays as it is, whoever wins.
    QCOMPARE(must(target.other()->queryText(QStringLiteral("SELECT ours FROM person WHERE id = 1"))),
             QStringLiteral("own"));
}

void TstSqliteTargetFaults::takesNoOtherRowAway()
{
    Narrow target(RowErrorPolicy::SetAside, ConflictChoice::SourceWins);
    target.execute(QStringLiteral("INSERT INTO person (id, name, age) VALUES (1, 'here', 10), (9, 'has the age', 99)"));
    QVERIFY_OK(target.apply(Block().insert(person(1, "source", 99)).insert(person(2, "b", 20))));
    QCOMPARE(target.people(), QStringLiteral("1here10,2b20,9has the age99"));
    QCOMPARE(target.faultsNow().openErrors, quint64{1});
}

void TstSqliteTargetFaults::letsTheNewerRowWin_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("older");
    QTest::addColumn<QString>("newer");
    const auto row = [](const char* type, const char* older, const char* newer) {
        QTest::addRow("%s %s", type, newer)
            << QString::fromLatin1(type) << QString::fromLatin1(older) << QString::fromLatin1(newer);
    };
    row("INTEGER", "9", "10");
    row("REAL", "9.5", "10.5");
    row("NUMERIC", "9", "9.5");
    row("TEXT", "'9.50'", "'10.00'"); // another database's decimals
    row("TEXT", "'-10'", "'-9.5'");
    row("TEXT", "'18446744073709551614'", "'18446744073709551615'");
    row("TEXT", "'2024-01-31 00:00:00+00:00'", "'2024-01-31 00:00:00.5+00:00'"); // and its moments
    row("DATETIME", "'2024-01-31 00:00:00'", "'2024-02-01 00:00:00'");
    row("TIME", "'-10:00:00'", "'100:00:00'");
    row("INTEGER", "NULL", "-1");
    row("INTEGER", "5", "'a text'"); // SQLite holds anything, in this order
}

/// By each kind of column, in both directions: what stands in the target is newer, then the source's is.
void TstSqliteTargetFaults::letsTheNewerRowWin()
{
    QFETCH(const QString, type);
    QFETCH(const QString, older);
    QFETCH(const QString, newer);
    Narrow target(RowErrorPolicy::Stop, ConflictChoice::Stop,
                  QStringLiteral("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, age %1)").arg(type));
    target.schema.tables[0].columns[2].declaredType = type;
    target.faults.conflicts = {ConflictChoice::Newer, QStringLiteral("age")};
    target.start();
    target.execute(QStringLiteral("INSERT INTO person VALUES (1, 'here', %1), (2, 'here', %2); "
                                  "CREATE TABLE there AS SELECT * FROM person LIMIT 0; "
                                  "INSERT INTO there VALUES (1, 'there', %2), (2, 'there', %1)")
                       .arg(older, newer));
    const auto database = target.other();
    auto select = must(database->prepare(QStringLiteral("SELECT id, name, age FROM there ORDER BY id")));
    Block block;
    while (must(select.step()))
        block.insert(row({select.cell(0), select.cell(1), select.cell(2)}));
    QVERIFY_OK(target.apply(block));
    const auto who = [&] {
        return must(target.other()->queryText(
            QStringLiteral("SELECT group_concat(name) FROM (SELECT name FROM person ORDER BY id)")));
    };
    QCOMPARE(who(), QStringLiteral("there,here"));
    // What is gone here comes back with its change.
    target.execute(QStringLiteral("DELETE FROM person WHERE id = 1"));
    QVERIFY_OK(target.apply(Block().update(row({number(1)}), person(1, "again", 1))));
    QCOMPARE(who(), QStringLiteral("again,here"));
    QCOMPARE(target.faultsNow().settled, quint64{3});
}

/// Where the source tells the whole row that it changed.
void TstSqliteTargetFaults::seesARowThatWasChangedHere()
{
    Narrow target(RowErrorPolicy::Stop, ConflictChoice::SourceWins);
    target.execute(
        QStringLiteral("INSERT INTO person (id, name, age) VALUES (1, 'here', 10), (2, 'same', 20), (3, 'here', 30)"));
    QVERIFY_OK(target.apply(Block()
                                .update(person(1, "was", 10), person(1, "new", 10))
                                .update(person(2, "same", 20), person(2, "new", 20))
                                .erase(person(3, "was", 30))));
    QCOMPARE(target.people(), QStringLiteral("1new10,2new20"));
    QCOMPARE(target.faultsNow().settled, quint64{2});
    target.faults.conflicts.choice = ConflictChoice::Stop;
    target.start();
    const auto stopped = target.apply(Block().update(person(1, "was", 10), person(1, "later", 10)));
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().event, events::TGT_CONFLICT);
    QCOMPARE(target.people(), QStringLiteral("1new10,2new20"));
    QVERIFY_OK(target.apply(Block().erase(person(2, "new", 20))));
}

/// The row stays as it is, and what comes of it waits; other rows flow. Both decisions end it.
void TstSqliteTargetFaults::asksAndHoldsTheRow()
{
    Narrow target(RowErrorPolicy::Stop, ConflictChoice::Ask);
    target.execute(QStringLiteral("INSERT INTO person (id, name, age) VALUES (1, 'here', 10), (2, 'here', 20)"));
    QVERIFY_OK(target.apply(Block()
                                .insert(person(1, "source", 11))
                                .insert(person(2, "source", 21))
                                .update(row({number(1)}), person(1, "later", 12))
                                .update(row({number(2)}), person(2, "later", 22))
                                .insert(person(3, "c", 30))));
    QCOMPARE(target.people(), QStringLiteral("1here10,2here20,3c30"));
    QCOMPARE(target.faultsNow().openConflicts, quint64{4});
    const std::vector<ExceptionRecord> all = target.records(QStringLiteral("open"));
    QCOMPARE(all[3].key, QStringLiteral("1"));
    QVERIFY(all[3].currentRow.contains(QStringLiteral("here")) && all[3].newRow.contains(QStringLiteral("source")));
    const auto desk = target.desk();
    QVERIFY_OK(desk->decide(kStream, all[3].id, QStringLiteral("target"), QStringLiteral("li")));
    QVERIFY_OK(desk->decide(kStream, all[2].id, QStringLiteral("source"), QStringLiteral("li")));
    target.writer->forgetFaults();
    QCOMPARE(target.faultsNow().openConflicts, quint64{2}); // until the row has come
    QVERIFY_OK(target.apply(Block().upsert(person(2, "as it is", 22))));
    QCOMPARE(target.people(), QStringLiteral("1here10,2as it is22,3c30"));
    QCOMPARE(target.faultsNow().openConflicts, quint64{0});
    QVERIFY_OK(target.apply(Block().update(row({number(1)}), person(1, "flows again", 12))));
    QCOMPARE(target.people(), QStringLiteral("1flows again12,2as it is22,3c30"));
}

/// What an update does not carry is that of the row that it moves, not of the one whose place it takes; and a move that
/// is refused half-way leaves the row where it was.
void TstSqliteTargetFaults::movesARowWithItsOwnValues()
{
    Narrow target(RowErrorPolicy::SetAside, ConflictChoice::SourceWins);
    target.execute(QStringLiteral("INSERT INTO person (id, name, age) VALUES (1, 'mine', 10), (2, 'other', 20)"));
    QVERIFY_OK(target.apply(Block().update(row({number(1)}), row({number(2), Cell::unchanged(), number(11)}))));
    QCOMPARE(target.people(), QStringLiteral("2mine11"));
    QVERIFY_OK(target.apply(Block().update(row({number(2)}), person(3, "refused", 30)), true));
    QCOMPARE(target.people(), QStringLiteral("2mine11"));
    QCOMPARE(target.faultsNow().openErrors, quint64{1});
}

void TstSqliteTargetFaults::countsWhatALoadSetAside()
{
    Narrow target(RowErrorPolicy::SetAside);
    target.writer->setPlace(kStream, {1, Position{}, true});
    QVERIFY_OK(target.apply(Block().upsert(person(1, "a", 10)).upsert(person(2, "refused", 20)), true));
    QCOMPARE(must(target.writer->rowsSetAside(kStream, QStringLiteral("person"))), std::uint64_t{1});
    QCOMPARE(target.records().front().operation, QStringLiteral("load"));
    // Another load begins without it.
    QVERIFY_OK(target.writer->begin());
    QVERIFY_OK(target.writer->emptyTables(target.schema, true));
    QVERIFY_OK(target.writer->commit());
    QVERIFY(target.records(QStringLiteral("open")).empty());
}

/// Then nothing of it may be said to be written.
void TstSqliteTargetFaults::doesNotSettleWhatTookTheTransactionBack()
{
    Narrow target(RowErrorPolicy::SetAside);
    target.execute(QStringLiteral("CREATE TRIGGER strict BEFORE INSERT ON person WHEN new.id = 2 "
                                  "BEGIN SELECT RAISE(ROLLBACK, 'not this one'); END"));
    const auto stopped = target.apply(Block().insert(person(1, "a", 10)).insert(person(2, "b", 20)));
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().event, events::TGT_CONFLICT);
    QCOMPARE(target.people(), QString());
    QVERIFY(target.records().empty());
    QVERIFY_OK(target.apply(Block().insert(person(1, "a", 10))));
}

void TstSqliteTargetFaults::asksAPerson()
{
    Narrow target(RowErrorPolicy::SetAside);
    QVERIFY_OK(target.apply(Block().insert(person(1, "refused", 10))));
    const auto desk = target.desk();
    const qint64 id = target.records().front().id;
    QCOMPARE(desk->exception(kStream, id + 1).error().event, events::CFG_NOT_FOUND);
    QCOMPARE(desk->decide(kStream, id, QStringLiteral("target"), QStringLiteral("li")).error().event,
             events::FLT_STATE);
    QVERIFY_OK(desk->dismiss(kStream, id, QStringLiteral("li"), QStringLiteral("it's 'known'")));
    const ExceptionRecord record = must(desk->exception(kStream, id));
    QCOMPARE(record.state, QStringLiteral("dismissed"));
    QCOMPARE(record.decidedBy, QStringLiteral("li"));
    QCOMPARE(record.reason, QStringLiteral("it's 'known'"));
    QCOMPARE(desk->dismiss(kStream, id, QStringLiteral("li"), QStringLiteral("again")).error().event,
             events::FLT_STATE);
    target.writer->forgetFaults();
    QVERIFY_OK(target.apply(Block().insert(person(1, "now it fits", 10))));
}

BUSHENG_TEST(TstSqliteTargetFaults)
#include "tst_sqlite_target_faults.moc"
