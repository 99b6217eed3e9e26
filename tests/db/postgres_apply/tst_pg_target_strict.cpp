// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "tests/db/postgres_apply/pg_stream_fixture.h"
#include "tests/support/test_main.h"

using namespace busheng;
using namespace busheng::test;

/// The strict mode: each source transaction has a commit of its own, and the checkpoint stands behind it, also inside a
/// packet.
class TstPgTargetStrict : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start()); }
    void commitsEachTransactionByItself();
    void stopsBehindTheLastGoodTransaction();
    void knowsAStructureInsideAPacket();
    void beginsAnotherPacketAtItsHead();
    void refusesAnEditedPart();

private:
    struct Scene {
        explicit Scene(MiniPostgres& server) : f(server)
        {
            f.beStrict();
            f.data.config.addColumns = true;
        }
        Result<> begin()
        {
            ENGINE_TRY(f.data.create());
            f.data.onSource(QStringLiteral("CREATE TABLE account(id int PRIMARY KEY, owner text)"));
            schema = f.data.schema({QStringLiteral("account")});
            f.load(feed, schema);
            return f.open();
        }
        void insert(std::uint64_t position)
        {
            f.data.insert(schema.tables[0], QStringLiteral("%1, 'a'").arg(position * 10));
            f.data.insert(schema.tables[0], QStringLiteral("%1, 'b'").arg(position * 10 + 1));
            f.transaction(feed, position, false);
        }
        bool isSame() { return f.data.isSame(f.data.schema({QStringLiteral("account")})); }

        PgStreamFixture f;
        PacketFeed feed;
        DatasetSchema schema;
    };

    MiniPostgres m_server;
};

void TstPgTargetStrict::commitsEachTransactionByItself()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    for (std::uint64_t position = 11; position < 21; ++position)
        s.insert(position);
    s.feed.heartbeat(30).seal();
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QVERIFY(s.isSame());
    QCOMPARE(s.f.data.askTarget(QStringLiteral("SELECT count(DISTINCT xmin::text) FROM account")),
             QStringLiteral("10"));
    QCOMPARE(s.f.data.askTarget(QStringLiteral("SELECT count(*) FROM (SELECT FROM account GROUP BY id / 10 HAVING "
                                               "count(DISTINCT xmin::text) > 1) AS torn")),
             QStringLiteral("0"));
    QCOMPARE(s.f.applier->checkpoint().sequence, std::uint64_t{2});
    QCOMPARE(s.f.applier->checkpoint().partialFrames, 0U);
    QCOMPARE(s.f.applier->checkpoint().position.order, std::uint64_t{30});
}

void TstPgTargetStrict::stopsBehindTheLastGoodTransaction()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    for (std::uint64_t position = 11; position < 21; ++position)
        s.insert(position);
    s.feed.seal();
    QVERIFY_OK(s.f.play({s.feed.packets().front()}));
    s.f.data.onTarget(QStringLiteral("ALTER TABLE account ADD CONSTRAINT c CHECK (id <> 151)"));
    const auto stopped = s.f.give(s.feed.packets().at(1));
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().event, events::TGT_CONFLICT);
    QCOMPARE(stopped.error().args.value(1), QStringLiteral("151"));
    QVERIFY_OK(s.f.open());
    QCOMPARE(s.f.applier->checkpoint().sequence, std::uint64_t{1});
    QCOMPARE(s.f.applier->checkpoint().position.order, std::uint64_t{14});
    QVERIFY(s.f.applier->checkpoint().partialFrames > 0);
    QCOMPARE(s.f.data.askTarget(QStringLiteral("SELECT count(*) FROM account")), QStringLiteral("8"));
    s.f.data.onTarget(QStringLiteral("ALTER TABLE account DROP CONSTRAINT c"));
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QVERIFY(s.isSame());
    QVERIFY_OK(s.f.open());
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QVERIFY(s.isSame());
}

void TstPgTargetStrict::knowsAStructureInsideAPacket()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    s.insert(11);
    s.f.data.onSource(QStringLiteral("ALTER TABLE account ADD COLUMN phone text"));
    s.schema = s.f.data.schema({QStringLiteral("account")});
    s.schema.version = 2;
    s.feed.structure(s.schema);
    s.f.data.insert(s.schema.tables[0], QStringLiteral("500, 'a', '1'"));
    s.f.transaction(s.feed, 20, false);
    s.f.data.insert(s.schema.tables[0], QStringLiteral("501, 'a', '2'"));
    s.f.transaction(s.feed, 21, false);
    s.feed.seal();
    QVERIFY_OK(s.f.play({s.feed.packets().front()}));
    s.f.data.onTarget(QStringLiteral("ALTER TABLE account ADD CONSTRAINT c CHECK (id <> 501)"));
    QVERIFY(!s.f.play(s.feed.packets()));
    QVERIFY_OK(s.f.open());
    QCOMPARE(s.f.applier->checkpoint().position.order, std::uint64_t{20});
    s.f.data.onTarget(QStringLiteral("ALTER TABLE account DROP CONSTRAINT c"));
    QVERIFY_OK(s.f.play(s.feed.packets()));
    QVERIFY(s.isSame());
}

/// The sender lost its packets and packed anew from our position: the number is the same, the packet is another.
void TstPgTargetStrict::beginsAnotherPacketAtItsHead()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    s.insert(11);
    s.insert(12);
    s.feed.seal();
    QVERIFY_OK(s.f.play({s.feed.packets().front()}));
    s.f.data.onTarget(QStringLiteral("ALTER TABLE account ADD CONSTRAINT c CHECK (id <> 120)"));
    QVERIFY(!s.f.give(s.feed.packets().at(1)));
    s.f.data.onTarget(QStringLiteral("ALTER TABLE account DROP CONSTRAINT c"));
    QVERIFY_OK(s.f.open());
    QCOMPARE(s.f.applier->checkpoint().position.order, std::uint64_t{11});
    PacketFeed again;
    s.f.data.onSource(QStringLiteral("DELETE FROM account"));
    s.f.load(again, s.schema); // as packet 1 was
    QCOMPARE(again.packets().front().digest, s.feed.packets().front().digest);
    s.f.data.onSource(QStringLiteral("INSERT INTO account VALUES (110, 'a'), (111, 'b')"));
    for (const std::uint64_t position : {12, 13}) {
        s.f.data.insert(s.schema.tables[0], QStringLiteral("%1, 'again'").arg(position * 10));
        s.f.transaction(again, position, false);
    }
    again.seal();
    QVERIFY_OK(s.f.give(again.packets().at(1)));
    QVERIFY_OK(s.f.applier->commit());
    QVERIFY(s.isSame());
}

void TstPgTargetStrict::refusesAnEditedPart()
{
    Scene s(m_server);
    QVERIFY_OK(s.begin());
    s.insert(11);
    s.insert(12);
    s.feed.seal();
    QVERIFY_OK(s.f.play({s.feed.packets().front()}));
    s.f.data.onTarget(QStringLiteral("ALTER TABLE account ADD CHECK (id <> 120)"));
    QVERIFY(!s.f.give(s.feed.packets().at(1)));
    for (const char* sql :
         {"UPDATE busheng.checkpoint SET partial = '\\x01'", "UPDATE busheng.checkpoint SET partial = ''"}) {
        s.f.data.onTarget(QString::fromLatin1(sql));
        const auto edited = s.f.open();
        QVERIFY(!edited);
        QCOMPARE(edited.error().event, events::TGT_CHECKPOINT);
    }
}

BUSHENG_TEST(TstPgTargetStrict)
#include "tst_pg_target_strict.moc"
