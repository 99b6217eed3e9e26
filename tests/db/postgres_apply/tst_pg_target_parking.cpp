// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/pg_target_desk.h"
#include "tests/db/postgres_apply/pg_stream_fixture.h"
#include "tests/support/test_main.h"

#include <sys/wait.h>
#include <unistd.h>

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kTables = QStringLiteral("CREATE TABLE account(id int PRIMARY KEY, owner text, balance int); "
                                       "CREATE TABLE bag(a int, b text)");
const QString kAccount = QStringLiteral("public.account");

} // namespace

/// A table whose operations wait in the target while the others flow (docs/apply-errors.md).
class TstPgTargetParking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void cleanup() { QVERIFY_OK(failpoint::configure({})); }
    void waitsAndGoesOn_data();
    void waitsAndGoesOn();
    void waitsThroughAChangedStructure();
    void saysWhyItStillWaits();
    void beginsAnewWithALoad();
    void waitsForThePersonWhoParkedIt();
    void survivesBeingKilledAnywhere_data();
    void survivesBeingKilledAnywhere();

private:
    struct Scene {
        explicit Scene(MiniPostgres& server) : f(server) {}
        Result<> begin()
        {
            ENGINE_TRY(f.data.create());
            f.data.onSource(kTables);
            f.data.onSource(QStringLiteral("INSERT INTO account SELECT i, 'o', i FROM generate_series(1, 200) i; "
                                           "INSERT INTO bag SELECT i % 5, 'b' FROM generate_series(1, 60) i"));
            schema = f.data.schema({QStringLiteral("account"), QStringLiteral("bag")});
            f.load(feed, schema);
            ENGINE_TRY(f.open());
            ENGINE_TRY(f.play(feed.packets()));
            ENGINE_TRY_AS(desk, openPgTargetDesk(f.data.config.target, {}));
            return {};
        }
        /// One transaction over both tables, in a packet of its own.
        void work(std::uint64_t position)
        {
            PgApplyFixture& d = f.data;
            d.insert(schema.tables[0], QStringLiteral("%1, 'new', 0").arg(10'000 + position));
            d.update(schema.tables[0], QStringLiteral("balance = balance + 1"),
                     QStringLiteral("id % 7 = %1").arg(position % 7));
            d.erase(schema.tables[0], QStringLiteral("id = %1").arg(position));
            d.insert(schema.tables[1], QStringLiteral("1, 'b'"));
            d.erase(schema.tables[1], QStringLiteral("ctid IN (SELECT ctid FROM bag WHERE a = 3 LIMIT 1)"));
            f.transaction(feed, position);
        }
        Result<> drainAll()
        {
            for (;;) {
                ENGINE_TRY_AS(const bool more, f.applier->drainParked());
                if (!more)
                    return {};
            }
        }
        bool isSame() { return f.data.isSame(f.data.schema({QStringLiteral("account"), QStringLiteral("bag")})); }
        quint64 waiting()
        {
            const auto faults = desk->faults(f.options.stream);
            return faults && !faults->parked.empty() ? faults->parked.front().waitingChanges : 0;
        }

        PgStreamFixture f;
        PacketFeed feed;
        DatasetSchema schema;
        std::unique_ptr<TargetDesk> desk;
    };

    MiniPostgres m_server;
};

void TstPgTargetParking::waitsAndGoesOn_data()
{
    QTest::addColumn<bool>("strict");
    QTest::newRow("sets") << false;
    QTest::newRow("strict") << true;
}

void TstPgTargetParking::waitsAndGoesOn()
{
    QFETCH(const bool, strict);
    Scene s(m_server);
    s.f.data.config.strict = strict;
    QVERIFY_OK(s.begin());
    QVERIFY_OK(s.desk->park(s.f.options.stream, kAccount, QStringLiteral("it does not fit"), false));
    s.f.data.writer->forgetFaults();
    const QString before = s.f.data.askTarget(QStringLiteral("SELECT sum(balance) FROM account"));
    for (std::uint64_t position = 11; position < 40; ++position)
        s.work(position);
    // Emptied and filled again while it waits.
    s.f.data.truncate(s.schema.tables[0]);
    s.f.data.insert(s.schema.tables[0], QStringLiteral("SELECT i, 'again', 0 FROM generate_series(1, 3000) i"));
    s.f.transaction(s.feed, 50);
    for (std::uint64_t position = 51; position < 60; ++position)
        s.work(position);
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QCOMPARE(s.f.data.askTarget(QStringLiteral("SELECT sum(balance) FROM account")), before);
    QVERIFY(s.f.data.sourceRows(s.schema.tables[1]) == s.f.data.targetRows(s.schema.tables[1]));
    QVERIFY(s.f.data.writer->takeFaultsChanged());
    QVERIFY(s.waiting() > 3000);
    QVERIFY_OK(s.drainAll());
    QVERIFY(s.isSame());
    QCOMPARE(s.waiting(), quint64{0});
    for (const char* table : {"parked", "parked_table", "parked_structure"})
        QCOMPARE(s.f.data.askTarget(QStringLiteral("SELECT count(*) FROM busheng.%1").arg(QLatin1String(table))),
                 QStringLiteral("0"));
    s.work(70);
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QVERIFY(s.isSame());
}

/// What was captured before the source's table changed, and after; the target's table is changed last.
void TstPgTargetParking::waitsThroughAChangedStructure()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    QVERIFY_OK(s.desk->park(s.f.options.stream, kAccount, QStringLiteral("it does not fit"), false));
    s.f.data.writer->forgetFaults();
    s.work(11);
    s.f.data.onSource(QStringLiteral("ALTER TABLE account ADD COLUMN phone text"));
    const std::vector<std::uint32_t> ids{s.schema.tables[0].id, s.schema.tables[1].id};
    s.schema = s.f.data.schema({QStringLiteral("account"), QStringLiteral("bag")});
    s.schema.version = 2;
    s.feed.structure(s.schema);
    s.f.data.insert(s.schema.tables[0], QStringLiteral("5000, 'n', 1, '123'"));
    s.f.data.insert(s.schema.tables[1], QStringLiteral("9, 'n'"));
    s.f.transaction(s.feed, 20);
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QCOMPARE(s.f.data.askTarget(QStringLiteral("SELECT count(*) FROM bag WHERE a = 9")), QStringLiteral("1"));
    const auto misfit = s.f.applier->drainParked();
    QVERIFY(!misfit);
    QCOMPARE(misfit.error().event, events::TGT_STRUCTURE);
    QVERIFY2(misfit.error().args.value(2).contains(QStringLiteral("ADD COLUMN")),
             qPrintable(misfit.error().toString()));
    s.f.data.onTarget(QStringLiteral("ALTER TABLE account ADD COLUMN phone text"));
    QVERIFY_OK(s.drainAll());
    QVERIFY(s.isSame());
}

void TstPgTargetParking::saysWhyItStillWaits()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    s.f.data.onTarget(QStringLiteral("ALTER TABLE account RENAME TO elsewhere"));
    s.work(11);
    const auto stopped = s.f.play(s.feed.packets());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().event, events::TGT_STRUCTURE);
    QCOMPARE(stopped.error().args.value(1), kAccount);
    QVERIFY_OK(s.desk->park(s.f.options.stream, kAccount, stopped.error().args.value(2), false));
    QVERIFY_OK(s.f.open());
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QVERIFY(!s.f.applier->drainParked());
    auto faults = s.desk->faults(s.f.options.stream);
    QVERIFY_OK(faults);
    QCOMPARE(faults->parked.front().why, QStringLiteral("it is not there"));
    s.f.data.onTarget(QStringLiteral("ALTER TABLE elsewhere RENAME TO account; DELETE FROM account WHERE id = 11"));
    const auto conflict = s.f.applier->drainParked();
    QVERIFY(!conflict);
    QCOMPARE(conflict.error().event, events::TGT_CONFLICT);
    faults = s.desk->faults(s.f.options.stream);
    QVERIFY_OK(faults);
    QVERIFY2(faults->parked.front().why.startsWith(QStringLiteral("row 11: ")), qPrintable(faults->parked.front().why));
    // The rest of the stream is not concerned.
    s.work(12);
    QVERIFY_OK(s.f.play(s.feed.packets()));
    s.f.data.onTarget(QStringLiteral("INSERT INTO account VALUES (11, 'o', 11)"));
    QVERIFY_OK(s.drainAll());
    QVERIFY(s.isSame());
}

void TstPgTargetParking::beginsAnewWithALoad()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    QVERIFY_OK(s.desk->park(s.f.options.stream, kAccount, QStringLiteral("it does not fit"), false));
    s.f.data.writer->forgetFaults();
    s.work(11);
    s.f.data.onTarget(QStringLiteral("INSERT INTO account VALUES (77777, 'not of the source', 0)"));
    s.feed.loadBegin(2, 30);
    std::vector<std::uint64_t> counts;
    for (const TableSchema& table : s.schema.tables) {
        const std::vector<Bytes> rows = s.f.data.sourceRows(table);
        counts.push_back(rows.size());
        Block block(table.id);
        for (const Bytes& row : rows)
            block.upsert(row);
        s.feed.loadRows(block);
    }
    s.feed.loadEnd(30, counts).seal();
    s.work(31);
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QVERIFY2(s.f.findings.isEmpty(), qPrintable(s.f.findings.join(u'\n')));
    QCOMPARE(s.f.data.askTarget(QStringLiteral("SELECT count(*) FROM account")), QStringLiteral("201"));
    QVERIFY_OK(s.drainAll());
    QVERIFY(s.isSame());
}

void TstPgTargetParking::waitsForThePersonWhoParkedIt()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    const QString& stream = s.f.options.stream;
    QVERIFY_OK(s.desk->park(stream, kAccount, QStringLiteral("parked by a person"), true));
    s.f.data.writer->forgetFaults();
    s.work(11);
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QVERIFY_OK(s.drainAll());
    QVERIFY(s.waiting() > 0);
    const auto unknown = s.desk->release(stream, QStringLiteral("public.bag"));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().event, events::CFG_NOT_FOUND);
    QVERIFY_OK(s.desk->release(stream, kAccount));
    QVERIFY_OK(s.drainAll());
    QVERIFY(s.isSame());
}

void TstPgTargetParking::survivesBeingKilledAnywhere_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"apply.park.block", "apply.park.applied", "apply.pg.commit.before", "apply.pg.commit.after"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

/// Parked, drained, and parked again by turns: nothing lost, nothing twice.
void TstPgTargetParking::survivesBeingKilledAnywhere()
{
    QFETCH(const QString, name);
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    QVERIFY_OK(s.desk->park(s.f.options.stream, kAccount, QStringLiteral("it does not fit"), false));
    for (std::uint64_t position = 11; position < 60; ++position)
        s.work(position);
    s.f.close();
    int deaths = 0;
    for (;; ++deaths) {
        const pid_t child = fork();
        if (child == 0) {
            const QString spec = QStringLiteral("%1=kill@%2").arg(name).arg(1 + deaths / 3);
            const auto run = [&]() -> Result<> {
                ENGINE_TRY(failpoint::configure(spec));
                ENGINE_TRY(s.f.open());
                const auto& packets = s.feed.packets();
                for (std::uint64_t next = s.f.applier->checkpoint().sequence + 1; next <= packets.size(); ++next) {
                    ENGINE_TRY(s.f.give(packets[next - 1]));
                    if (next % 10 == 0)
                        ENGINE_TRY(s.f.applier->commit());
                    if (next % 20 == 0)
                        ENGINE_TRY(s.f.applier->drainParked());
                }
                ENGINE_TRY(s.f.applier->commit());
                return s.drainAll();
            };
            const Result<> done = run();
            if (!done)
                qWarning("%s", qPrintable(done.error().toString()));
            _exit(done ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(!WIFEXITED(status) || WEXITSTATUS(status) == 0);
        if (!WIFSIGNALED(status))
            break;
    }
    QVERIFY(deaths > 0);
    QVERIFY(s.isSame());
    QCOMPARE(s.waiting(), quint64{0});
}

BUSHENG_TEST(TstPgTargetParking)
#include "tst_pg_target_parking.moc"
