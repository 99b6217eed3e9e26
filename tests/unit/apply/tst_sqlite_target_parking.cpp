// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/sqlite_target_desk.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/target_fixture.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kStream = QStringLiteral("s");
const QString kTable = QStringLiteral("account");

/// account and note of the bank, with some rows, and a desk beside the stream.
struct Scene : TargetFixture {
    Scene()
    {
        schema.tables.pop_back(); // entry, which refers to account
        const auto made = [&]() -> Result<> {
            ENGINE_TRY(open());
            ENGINE_TRY(writer->readCheckpoint(kStream));
            writer->setPlace(kStream, {7, Position{70}, false});
            ENGINE_TRY(writer->begin());
            ENGINE_TRY(writer->createStructure(schema));
            ENGINE_TRY(writer->commit());
            ENGINE_TRY_AS(desk, openSqliteTargetDesk(config));
            return {};
        }();
        if (!made)
            qFatal("%s", qPrintable(made.error().toString()));
    }

    Result<> apply(const Block& block)
    {
        const auto done = [&]() -> Result<> {
            std::uint64_t changed = 0;
            ENGINE_TRY(writer->begin());
            ENGINE_TRY(writer->apply(schema, block.bytes(), false, changed));
            return writer->commit();
        }();
        if (!done)
            writer->rollback();
        return done;
    }
    /// One account and one note more.
    Result<> work(int i)
    {
        const QByteArray name = QByteArray::number(i);
        Block block;
        block.insert(account(i, "o", 1)).update(row({number(i)}), account(i, "o", i));
        block.table(2).insert(note(name, "b", "body", name));
        return apply(block);
    }
    Result<> park(const QString& why, bool byPerson = false)
    {
        ENGINE_TRY(desk->park(kStream, kTable, why, byPerson));
        writer->forgetFaults();
        return {};
    }
    Result<> drainAll()
    {
        for (;;) {
            ENGINE_TRY_AS(const bool more, writer->drainParked(kStream, schema));
            if (!more)
                return {};
        }
    }
    std::vector<ParkedTable> parked() const
    {
        const auto found = writer->faults(kStream);
        return found ? found->parked : std::vector<ParkedTable>(9);
    }
    std::size_t count(std::size_t table) const { return rows(schema.tables[table]).size(); }

    DatasetSchema schema = bankSchema();
    std::unique_ptr<TargetDesk> desk;

private:
    static Bytes note(const QByteArray& a, const char* b, const char* body, const QByteArray& code)
    {
        return test::note(a.constData(), b, body, code.constData());
    }
};

} // namespace

/// A table of a SQLite target whose operations wait while the others flow (docs/apply-errors.md).
class TstSqliteTargetParking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY_OK(failpoint::configure({})); }

    void waitsAndGoesOn()
    {
        Scene scene;
        QCOMPARE(scene.desk->release(kStream, kTable).error().event, events::CFG_NOT_FOUND);
        QVERIFY_OK(scene.work(1));
        QVERIFY_OK(scene.park(QStringLiteral("it does not fit")));
        for (int i = 2; i < 30; ++i)
            QVERIFY_OK(scene.work(i));
        QVERIFY_OK(scene.apply(Block().add(ChangeKind::Truncate, {}, {})));
        for (int i = 30; i < 60; ++i)
            QVERIFY_OK(scene.work(i));
        QCOMPARE(scene.count(0), std::size_t{1});
        QCOMPARE(scene.count(1), std::size_t{59});
        QVERIFY(scene.writer->isParked(kTable));
        QVERIFY(scene.writer->takeFaultsChanged());
        QCOMPARE(scene.parked().size(), std::size_t{1});
        QCOMPARE(scene.parked()[0].waitingChanges, quint64{58 * 2 + 1});
        QVERIFY(scene.writer->checkIntegrity(scene.schema).has_value());
        QVERIFY_OK(scene.drainAll());
        QVERIFY(scene.parked().empty());
        QCOMPARE(scene.count(0), std::size_t{30});
        QCOMPARE(scene.rows(scene.schema.tables[0]).front(), account(30, "o", 30));
        QVERIFY_OK(scene.work(60));
        QCOMPARE(scene.count(0), std::size_t{31});
        const auto left = scene.other()->queryInteger(QStringLiteral("SELECT count(*) FROM busheng_parked_structure"));
        QCOMPARE(left.value_or(9), std::int64_t{0});
    }

    /// Each time that it is looked at, and by the row where it is one.
    void saysWhyItStillWaits()
    {
        Scene scene;
        scene.execute(QStringLiteral("ALTER TABLE account DROP COLUMN owner"));
        const auto refused = scene.work(1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().event, events::TGT_STRUCTURE);
        QCOMPARE(refused.error().args.value(1), kTable);
        QVERIFY_OK(scene.park(refused.error().args.value(2)));
        QVERIFY_OK(scene.work(1));
        const auto still = scene.writer->drainParked(kStream, scene.schema);
        QVERIFY(!still);
        QCOMPARE(still.error().event, events::TGT_STRUCTURE);
        QVERIFY2(scene.parked()[0].why.contains(QStringLiteral("owner")), qPrintable(scene.parked()[0].why));
        scene.execute(QStringLiteral("ALTER TABLE account ADD COLUMN owner VARCHAR(40); "
                                     "INSERT INTO account (id) VALUES (1)"));
        const auto conflict = scene.writer->drainParked(kStream, scene.schema);
        QVERIFY(!conflict);
        QCOMPARE(conflict.error().event, events::TGT_CONFLICT);
        QVERIFY2(scene.parked()[0].why.startsWith(QStringLiteral("row 1: ")), qPrintable(scene.parked()[0].why));
        scene.execute(QStringLiteral("DELETE FROM account"));
        QVERIFY_OK(scene.drainAll());
        QCOMPARE(scene.count(0), std::size_t{1});
        // One that is gone is not made anew: its rows went with it.
        QVERIFY_OK(scene.park(QStringLiteral("work")));
        QVERIFY_OK(scene.work(2));
        scene.execute(QStringLiteral("DROP TABLE account"));
        const auto gone = scene.writer->drainParked(kStream, scene.schema);
        QVERIFY(!gone);
        QCOMPARE(gone.error().args.value(2), QStringLiteral("it is not there"));
    }

    void waitsForThePersonWhoParkedIt()
    {
        Scene scene;
        QVERIFY_OK(scene.park(QStringLiteral("work on it"), true));
        QVERIFY_OK(scene.park(QStringLiteral("it does not fit either"))); // a person's word stays
        QVERIFY_OK(scene.work(1));
        QCOMPARE(scene.writer->drainParked(kStream, scene.schema).value_or(true), false);
        QVERIFY(scene.parked()[0].byPerson);
        QCOMPARE(scene.parked()[0].why, QStringLiteral("it does not fit either"));
        QVERIFY_OK(scene.desk->release(kStream, kTable));
        QVERIFY_OK(scene.drainAll());
        QCOMPARE(scene.count(0), std::size_t{1});
    }

    void beginsAnewWithALoad()
    {
        Scene scene;
        QVERIFY_OK(scene.work(1));
        QVERIFY_OK(scene.park(QStringLiteral("work")));
        QVERIFY_OK(scene.work(2));
        QVERIFY_OK(scene.writer->begin());
        QVERIFY_OK(scene.writer->emptyTables(scene.schema, true));
        QVERIFY_OK(scene.writer->commit());
        QCOMPARE(scene.count(0), std::size_t{1}); // it waits
        QCOMPARE(scene.count(1), std::size_t{0});
        QCOMPARE(scene.parked()[0].waitingChanges, quint64{1}); // a truncation, and nothing before it
        QVERIFY_OK(scene.drainAll());
        QCOMPARE(scene.count(0), std::size_t{0});
    }

#ifdef BUSHENG_FAILPOINTS // a release has none
    /// An operation is in its table or it waits, whatever fails in between.
    void undoesWhatARollbackUndid()
    {
        Scene scene;
        QVERIFY_OK(scene.park(QStringLiteral("work")));
        QVERIFY_OK(failpoint::configure(QStringLiteral("apply.park.block=err")));
        QVERIFY(!scene.work(1));
        QCOMPARE(scene.parked()[0].waitingChanges, quint64{0});
        QVERIFY_OK(failpoint::configure({}));
        QVERIFY_OK(scene.work(1));
        QCOMPARE(scene.parked()[0].waitingChanges, quint64{2});
        QVERIFY_OK(failpoint::configure(QStringLiteral("apply.park.applied=err")));
        QVERIFY(!scene.writer->drainParked(kStream, scene.schema));
        QCOMPARE(scene.count(0), std::size_t{0});
        QCOMPARE(scene.parked()[0].waitingChanges, quint64{2});
        QVERIFY_OK(failpoint::configure({}));
        QVERIFY_OK(scene.drainAll());
        QCOMPARE(scene.count(0), std::size_t{1});
    }
#endif
};

BUSHENG_TEST(TstSqliteTargetParking)
#include "tst_sqlite_target_parking.moc"
