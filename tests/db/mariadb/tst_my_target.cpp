// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/events.h"
#include "engine/pipeline/apply/applier.h"
#include "engine/pipeline/apply/target_check.h"
#include "engine/pipeline/apply/target_look.h"
#include "tests/db/mariadb/my_pair.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/packet_feed.h"

#include <QScopeGuard>

#include <random>
#include <thread>

using namespace busheng;
using namespace busheng::test;

class TstMyTarget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY_OK(m_server.start({QStringLiteral("--sql-mode="), QStringLiteral("--default-time-zone=+08:00")}));
    }
    void storesEachValueAsItIs_data();
    void storesEachValueAsItIs();
    void storesARandomWorkload_data();
    void storesARandomWorkload();
    void writesMessagesThatTheServerTakes();
    void findsEqualRowsOneByOne();
    void removesRowsByAnyKey();
    void namesTheRowThatConflicts();
    void refusesWhatTheColumnDoesNotTake();
    void letsTheSourceWinWhileALoadCatchesUp();
    void refusesATableThatDiffers();
    void addsANewColumnWhenToldSo();
    void acceptsAWiderColumn();
    void keepsItsCheckpointInTheSameCommit();
    void findsAnEditedCheckpoint();
    void letsOneWriterAtAStream();
    void commitsWhatIsBeforeAStructureWithItsCheckpoint();
    void waitsOutALockOfAnother();
    void checksReferences();
    void looksBeforeItLoads();

private:
    MiniMariaDb m_server;
    const QString m_people =
        QStringLiteral("CREATE TABLE person (id bigint PRIMARY KEY, name varchar(40) NOT NULL, age int)");
};

void TstMyTarget::storesEachValueAsItIs_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("values");
    const auto row = [](const char* type, const char* values) {
        QTest::newRow(type) << QString::fromUtf8(type) << QString::fromUtf8(values);
    };
    row("tinyint", "(-128), (127), (NULL)");
    row("int unsigned", "(0), (4294967295)");
    row("bigint unsigned", "(9223372036854775807), (18446744073709551615)");
    row("decimal(65,30)", "(12345678901234567890123456789012345.123456789012345678901234567890), (-1)");
    row("decimal(8,3) zerofill", "(1.5)");
    row("float", "(0.1), (-0.0), (16777217), (1.17549435e-38)");
    row("double", "(0.1), (5e-324), (1.7976931348623157e308)");
    row("bit(64)", "(b'1000000000000000000000000000000000000000000000000000000000000001'), (b'0')");
    row("year", "(1901), (0)");
    row("date", "('1940-06-01'), ('0000-00-00'), ('2024-00-10')");
    row("time(6)", "('838:59:59'), ('-00:00:00.000001')");
    row("datetime(6)", "('1986-05-04 02:30:00.000001'), ('0000-00-00 00:00:00')");
    row("timestamp(3) NULL", "('1991-04-14 02:30:00.5'), ('0000-00-00 00:00:00'), (NULL)");
    row("char(18)", "('11010519491231002X'), ('')");
    row("varchar(9)", "('䶮㐂𠮷𬭩·'), ('a b '), ('\\\\ \\' \"')");
    row("varchar(40) character set gbk", "('热依汗·努尔')");
    row("varchar(40) character set latin1", "('José €')");
    row("longtext", "(repeat('长文', 100000)), ('')");
    if (!m_server.isMySql()) // which has it from 5.7 on
        row("json", "('{\"b\":1}')");
    row("binary(5)", "(x'0001')");
    row("varbinary(30)", "(x'00ff00'), (''), (x'275c00')");
    row("longblob", "(repeat(x'00ab', 200000))");
    row("enum('男','女')", "('女'), (NULL)");
    row("set('养老','医疗')", "('养老,医疗'), ('')");
    row("point", "(ST_GeomFromText('POINT(117.2 31.8)'))");
}

/// Inserted, updated and deleted, in a table with a key and in one without.
void TstMyTarget::storesEachValueAsItIs()
{
    QFETCH(const QString, type);
    QFETCH(const QString, values);
    Pair pair(m_server,
              QStringLiteral("CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, v %1);\nCREATE TABLE k (n int, v %1)")
                  .arg(type),
              {QStringLiteral("t"), QStringLiteral("k")});
    QVERIFY_OK(pair.create());
    QString rows = values;
    rows.replace(QStringLiteral("), ("), QStringLiteral("), (1, "));
    pair.source.run(QStringLiteral("INSERT INTO t (v) VALUES ") + values);
    pair.source.run(QStringLiteral("INSERT INTO k VALUES (1, ") + rows.mid(1));
    pair.source.run(QStringLiteral("INSERT INTO k SELECT * FROM k"));
    QVERIFY_OK(pair.follow());
    QCOMPARE(pair.difference(), QString());
    pair.source.run(QStringLiteral("UPDATE k SET n = 2 LIMIT 1;\nUPDATE t SET id = id + 100 ORDER BY id DESC;\n"
                                   "DELETE FROM k WHERE n = 1 LIMIT 1;\nDELETE FROM t ORDER BY id LIMIT 1"));
    QVERIFY_OK(pair.follow());
    QCOMPARE(pair.difference(), QString());
    // Made again: the same.
    QVERIFY_OK(pair.create());
    QCOMPARE(pair.difference(), QString());
}

void TstMyTarget::storesARandomWorkload_data()
{
    QTest::addColumn<bool>("strict");
    QTest::newRow("in sets") << false;
    QTest::newRow("one by one") << true;
}

void TstMyTarget::storesARandomWorkload()
{
    QFETCH(const bool, strict);
    Pair pair(m_server,
              m_people +
                  QStringLiteral(";\nALTER TABLE person ADD UNIQUE KEY (age);\nCREATE TABLE visit (region char(6), "
                                 "times int);\nCREATE TABLE pair (a char(3), b int, v text, PRIMARY KEY (a, b))"),
              {QStringLiteral("person"), QStringLiteral("visit"), QStringLiteral("pair")}, strict);
    QVERIFY_OK(pair.create());
    const auto seed = std::random_device()();
    std::mt19937 random(seed);
    const auto below = [&random](unsigned most) { return random() % most; };
    for (int transaction = 0; transaction < 60; ++transaction) {
        pair.source.run(QStringLiteral("BEGIN"));
        for (unsigned i = 0; i < 1 + below(20); ++i) {
            const unsigned id = below(60);
            switch (below(8)) {
            case 0:
            case 1:
                pair.source.run(QStringLiteral("INSERT IGNORE INTO person VALUES (%1, 'n%1', NULL)").arg(id));
                break;
            case 2:
                pair.source.run(QStringLiteral("UPDATE IGNORE person SET id = %1, age = %2 WHERE id = %3")
                                    .arg(below(60))
                                    .arg(below(60))
                                    .arg(id));
                break;
            case 3:
                pair.source.run(QStringLiteral("DELETE FROM person WHERE id = %1").arg(id));
                break;
            case 4:
                pair.source.run(QStringLiteral("REPLACE INTO person VALUES (%1, 'r', %2)").arg(id).arg(below(60)));
                break;
            case 5:
                pair.source.run(QStringLiteral("INSERT INTO visit VALUES ('340100', %1), (NULL, %1)").arg(below(4)));
                break;
            case 6:
                pair.source.run(
                    QStringLiteral("UPDATE visit SET times = times + 1 WHERE times = %1 LIMIT 1").arg(below(4)));
                break;
            default:
                pair.source.run(QStringLiteral("INSERT INTO pair VALUES ('%1', %2, 'x') ON DUPLICATE KEY UPDATE v = "
                                               "concat(v, 'y')")
                                    .arg(below(3))
                                    .arg(below(20)));
            }
        }
        pair.source.run(below(5) == 0 ? QStringLiteral("ROLLBACK") : QStringLiteral("COMMIT"));
    }
    const auto followed = pair.follow();
    QVERIFY2(followed.has_value(),
             qPrintable(QStringLiteral("seed %1: ").arg(seed) + (followed ? QString() : followed.error().toString())));
    QVERIFY2(pair.difference().isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(pair.difference())));
}

/// A set of rows may be larger than one of them.
void TstMyTarget::writesMessagesThatTheServerTakes()
{
    if (!m_server.isMySql()) // MariaDB takes 16 MB, of which a set has two
        return;
    const QString mysql = QStringLiteral("mysql");
    const QString usual = must(m_server.run(QStringLiteral("SELECT @@global.max_allowed_packet"), mysql));
    const auto back =
        qScopeGuard([&] { must(m_server.run(QStringLiteral("SET GLOBAL max_allowed_packet = ") + usual, mysql)); });
    must(m_server.run(QStringLiteral("SET GLOBAL max_allowed_packet = 1048576"), mysql));
    Pair pair(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v mediumtext)"), {QStringLiteral("t")});
    QVERIFY_OK(pair.create());
    pair.source.run(QStringLiteral("INSERT INTO t SELECT seq, repeat('x', 30000) FROM ") + numbersTo(70));
    QVERIFY_OK(pair.follow());
    QCOMPARE(pair.difference(), QString());
}

void TstMyTarget::findsEqualRowsOneByOne()
{
    Pair pair(m_server, QStringLiteral("CREATE TABLE visit (region char(6), note text)"), {QStringLiteral("visit")});
    QVERIFY_OK(pair.create());
    // Alike to a collation, not to the byte.
    pair.source.run(
        QStringLiteral("INSERT INTO visit VALUES ('a', 'x'), ('a', 'x'), ('A', 'x'), ('a', 'X '), ('a', NULL);\n"
                       "DELETE FROM visit WHERE BINARY region = 'a' AND BINARY note = 'x' LIMIT 1;\n"
                       "UPDATE visit SET region = 'b' WHERE BINARY region = 'A'"));
    QVERIFY_OK(pair.follow());
    QCOMPARE(pair.difference(), QString());
    // A repair takes all that are equal and sends as many as there shall be.
    must(m_server.run(QStringLiteral("INSERT INTO visit VALUES ('a', 'x'), ('a', 'x')"), pair.database));
    QVERIFY(!pair.difference().isEmpty());
    const Bytes equal = row({text("a"), text("x")});
    QVERIFY_OK(pair.apply(Block().remove(equal).upsert(equal).bytes()));
    QCOMPARE(pair.difference(), QString());
}

void TstMyTarget::removesRowsByAnyKey()
{
    Pair pair(m_server,
              QStringLiteral("CREATE TABLE t (a decimal(40,20), b varchar(9) character set gbk, c datetime(3), v int, "
                             "PRIMARY KEY (a, b, c));\n"
                             "INSERT INTO t VALUES (1.00000000000000000001, '安', '2024-01-01 00:00:00.001', 1), "
                             "(1.00000000000000000002, '安', '2024-01-01 00:00:00.001', 2)"),
              {QStringLiteral("t")});
    QVERIFY_OK(pair.create());
    pair.source.run(QStringLiteral("UPDATE t SET v = 5 WHERE v = 1;\nDELETE FROM t"));
    // The rows from before come as a load brings them.
    Block rows;
    rows.upsert(row({text("1.00000000000000000001"), text("安"), text("2024-01-01 00:00:00.001"), number(1)}));
    rows.upsert(row({text("1.00000000000000000002"), text("安"), text("2024-01-01 00:00:00.001"), number(2)}));
    QVERIFY_OK(pair.apply(rows.bytes(), true));
    QVERIFY_OK(pair.follow());
    QCOMPARE(pair.difference(), QString());
}

void TstMyTarget::namesTheRowThatConflicts()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    QVERIFY_OK(pair.create());
    Block start;
    start.insert(row({number(1), text("a"), Cell::null()})).insert(row({number(2), text("b"), Cell::null()}));
    QVERIFY_OK(pair.apply(start.bytes()));
    const auto conflicts = [&pair](const Block& block, const QString& key) {
        const auto done = pair.apply(block.bytes());
        return !done && done.error().event == events::TGT_CONFLICT && done.error().args.value(1) == key;
    };
    QVERIFY(conflicts(
        Block().insert(row({number(3), text("c"), Cell::null()})).insert(row({number(2), text("twice"), Cell::null()})),
        QStringLiteral("2")));
    QVERIFY(conflicts(Block()
                          .update(row({number(1)}), row({number(1), text("x"), Cell::null()}))
                          .update(row({number(9)}), row({number(9), text("x"), Cell::null()})),
                      QStringLiteral("9")));
    QVERIFY(conflicts(Block().erase(row({number(1)})).erase(row({number(7)})), QStringLiteral("7")));
    QCOMPARE(must(m_server.run(QStringLiteral("SELECT group_concat(id, name ORDER BY id) FROM person"), pair.database)),
             QStringLiteral("1a,2b")); // nothing of any of them
}

void TstMyTarget::refusesWhatTheColumnDoesNotTake()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    QVERIFY_OK(pair.create());
    const auto refused = [&pair](const Bytes& after) {
        const auto done = pair.apply(Block().insert(after).bytes());
        return !done && done.error().event == events::TGT_CONFLICT && !done.error().transient;
    };
    const QByteArray tooLong(41, 'x');
    QVERIFY(refused(row({number(1), Cell::ofText(view(tooLong)), Cell::null()})));
    QVERIFY(refused(row({number(1), Cell::null(), Cell::null()})));
    QVERIFY(refused(row({number(1), text("a"), number(1LL << 40)})));
    QVERIFY(refused(row({number(1), text("\xff\xfe"), Cell::null()})));
    // Bytes that are no row of the table are the sender's fault.
    const auto malformed = pair.apply(Block().insert(row({number(1), text("a")})).bytes());
    QVERIFY(!malformed);
    QCOMPARE(malformed.error().code, ErrorCode::Protocol);
    const auto wrongKind = pair.apply(Block().insert(row({text("1"), text("a"), Cell::null()})).bytes());
    QVERIFY(!wrongKind);
    QCOMPARE(wrongKind.error().code, ErrorCode::Protocol);
}

void TstMyTarget::letsTheSourceWinWhileALoadCatchesUp()
{
    Pair pair(m_server, m_people + QStringLiteral(";\nALTER TABLE person ADD UNIQUE KEY (age)"),
              {QStringLiteral("person")});
    QVERIFY_OK(pair.create());
    QVERIFY_OK(pair.apply(Block().insert(row({number(1), text("a"), number(10)})).bytes()));
    Block block;
    block.insert(row({number(1), text("again"), number(10)}))
        .update(row({number(5)}), row({number(6), text("new"), number(60)}))
        .erase(row({number(99)}))
        .upsert(row({number(7), text("takes the age"), number(10)}));
    QVERIFY_OK(pair.apply(block.bytes(), true));
    QVERIFY_OK(pair.apply(block.bytes(), true)); // again
    // A source that tells whole old rows: the key finds them.
    QVERIFY_OK(
        pair.apply(Block()
                       .update(row({number(6), text("new"), number(60)}), row({number(6), text("n"), number(60)}))
                       .update(row({number(6), text("n"), number(60)}), row({number(6), text("new"), number(60)}))
                       .bytes()));
    QCOMPARE(must(m_server.run(QStringLiteral("SELECT group_concat(id, name ORDER BY id) FROM person"), pair.database)),
             QStringLiteral("6new,7takes the age"));
}

void TstMyTarget::refusesATableThatDiffers()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    must(m_server.run(QStringLiteral("CREATE TABLE person (id bigint PRIMARY KEY, name varchar(10) NOT NULL, age int)"),
                      pair.database));
    const auto made = pair.create();
    QVERIFY(!made);
    QCOMPARE(made.error().event, events::TGT_STRUCTURE);
    QVERIFY2(made.error().args.value(2).contains(QStringLiteral("varchar(10)")),
             qPrintable(made.error().args.join(u' ')));
}

void TstMyTarget::addsANewColumnWhenToldSo()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    must(m_server.run(QStringLiteral("CREATE TABLE person (id bigint PRIMARY KEY, name varchar(40) NOT NULL)"),
                      pair.database));
    QVERIFY(!pair.create());
    pair.writer->rollback();
    pair.writer.reset();
    pair.target.addColumns = true;
    pair.writer = must(openMyTarget(pair.target));
    must(pair.writer->readCheckpoint(QStringLiteral("s")));
    QVERIFY_OK(pair.create());
    pair.source.run(QStringLiteral("INSERT INTO person VALUES (1, 'a', 30)"));
    QVERIFY_OK(pair.follow());
    QCOMPARE(pair.difference(), QString());
}

void TstMyTarget::acceptsAWiderColumn()
{
    Pair pair(m_server,
              QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v varchar(10) character set gbk, d "
                             "decimal(6,2), n int)"),
              {QStringLiteral("t")});
    must(m_server.run(QStringLiteral("CREATE TABLE t (id bigint PRIMARY KEY, v varchar(20) character set utf8mb4, d "
                                     "decimal(10,2), n int, own int NULL)"),
                      pair.database));
    QVERIFY_OK(pair.create());
    pair.source.run(QStringLiteral("INSERT INTO t VALUES (1, '热依汗·努尔', 1.5, NULL)"));
    QVERIFY_OK(pair.follow());
    QCOMPARE(pair.difference(), QString());
}

void TstMyTarget::keepsItsCheckpointInTheSameCommit()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    QVERIFY_OK(pair.create());
    Checkpoint checkpoint;
    checkpoint.sequence = 7;
    checkpoint.position = {UINT64_MAX};
    checkpoint.state = SubscriptionState::Live;
    checkpoint.structure = encodeSchema(pair.schema());
    checkpoint.expectedRows = {1, 2};
    checkpoint.partialFrames = 3;
    const auto write = [&](bool commits) -> Result<> {
        ENGINE_TRY(pair.writer->begin());
        const Block block = Block().insert(row({number(1), text("a"), Cell::null()}));
        ENGINE_TRY(pair.writer->apply(pair.schema(), block.bytes(), false, pair.changed));
        ENGINE_TRY(pair.writer->writeCheckpoint(QStringLiteral("s"), checkpoint));
        if (commits)
            return pair.writer->commit();
        pair.writer->rollback();
        return {};
    };
    QVERIFY_OK(write(false));
    QCOMPARE(must(pair.writer->readCheckpoint(QStringLiteral("s"))).sequence, std::uint64_t{0});
    QVERIFY_OK(write(true));
    pair.writer.reset();
    pair.writer = must(openMyTarget(pair.target));
    const auto read = pair.writer->readCheckpoint(QStringLiteral("s"));
    QVERIFY_OK(read);
    QCOMPARE(read->sequence, std::uint64_t{7});
    QCOMPARE(read->position.order, UINT64_MAX);
    QCOMPARE(read->expectedRows, checkpoint.expectedRows);
    QCOMPARE(read->partialFrames, 3U);
    QVERIFY(read->structure == checkpoint.structure);
}

void TstMyTarget::findsAnEditedCheckpoint()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    Checkpoint checkpoint;
    checkpoint.sequence = 1;
    QVERIFY_OK(pair.writer->begin());
    QVERIFY_OK(pair.writer->writeCheckpoint(QStringLiteral("s"), checkpoint));
    QVERIFY_OK(pair.writer->commit());
    must(m_server.run(QStringLiteral("UPDATE busheng_checkpoint SET sequence = 9"), pair.database));
    const auto read = pair.writer->readCheckpoint(QStringLiteral("s"));
    QVERIFY(!read);
    QCOMPARE(read.error().event, events::TGT_CHECKPOINT);
    must(m_server.run(QStringLiteral("DELETE FROM busheng_checkpoint"), pair.database));
    QVERIFY_OK(pair.writer->begin());
    const auto written = pair.writer->writeCheckpoint(QStringLiteral("s"), checkpoint);
    QVERIFY(!written);
    QCOMPARE(written.error().event, events::TGT_CHECKPOINT);
    pair.writer->rollback();
}

/// A second writer waits for the first; when that one is gone, it goes on from what was committed.
void TstMyTarget::letsOneWriterAtAStream()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    const auto second = must(openMyTarget(pair.target));
    Result<Checkpoint> read;
    std::jthread reader([&] { read = second->readCheckpoint(QStringLiteral("s")); });
    const auto waiting = [this] {
        return must(m_server.run(QStringLiteral("SELECT count(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE "
                                                "'SELECT GET_LOCK%'"),
                                 QStringLiteral("mysql")));
    };
    QTRY_COMPARE(waiting(), QStringLiteral("1"));
    Checkpoint checkpoint;
    checkpoint.sequence = 5;
    QVERIFY_OK(pair.writer->begin());
    QVERIFY_OK(pair.writer->writeCheckpoint(QStringLiteral("s"), checkpoint));
    QVERIFY_OK(pair.writer->commit());
    pair.writer.reset();
    reader.join();
    QVERIFY_OK(read);
    QCOMPARE(read->sequence, std::uint64_t{5});
}

/// A statement that alters a table commits by itself: had rows been written before it in the same transaction, a crash
/// behind it would have them without their checkpoint.
void TstMyTarget::commitsWhatIsBeforeAStructureWithItsCheckpoint()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    DatasetSchema first = pair.schema();
    DatasetSchema second = first;
    second.version = 2;
    second.tables[0].columns.push_back({QStringLiteral("weight"), QStringLiteral("int(11)"), false, {}});
    PacketFeed feed;
    feed.structure(first).loadBegin(1, 10).loadEnd(10, {0});
    const FedPacket load = feed.seal().last();
    feed.begin(20).operations(Block().insert(row({number(1), text("a"), Cell::null()}))).end().structure(second);
    feed.begin(30).operations(Block().insert(row({number(2), text("b"), Cell::null(), number(70)}))).end();
    const FedPacket both = feed.seal().last();
    pair.writer.reset();
    pair.target.addColumns = true;
    pair.writer = must(openMyTarget(pair.target));
    Applier::Options options;
    options.stream = QStringLiteral("s");
    auto applier = must(Applier::open(*pair.writer, options, {}, {}));
    QVERIFY_OK(applier->applyPacket(load.header, load.digest, load.body));
    QVERIFY_OK(applier->commit());
    // Fails when the structure is to be made, because of a column that this stream knows nothing of.
    must(m_server.run(QStringLiteral("ALTER TABLE person ADD COLUMN weight varchar(3)"), pair.database));
    QVERIFY(!applier->applyPacket(both.header, both.digest, both.body));
    QVERIFY_OK(applier->reset());
    QCOMPARE(applier->checkpoint().sequence, load.header.sequence);
    QVERIFY(applier->checkpoint().partialFrames > 0);
    QCOMPARE(must(m_server.run(QStringLiteral("SELECT count(*) FROM person"), pair.database)), QStringLiteral("1"));
    must(m_server.run(QStringLiteral("ALTER TABLE person DROP COLUMN weight"), pair.database));
    QVERIFY_OK(applier->applyPacket(both.header, both.digest, both.body));
    QVERIFY_OK(applier->commit());
    QCOMPARE(applier->checkpoint().sequence, both.header.sequence);
    QCOMPARE(applier->checkpoint().partialFrames, 0U);
    QCOMPARE(
        must(m_server.run(QStringLiteral("SELECT group_concat(id, name, ifnull(weight, '-') ORDER BY id) FROM person"),
                          pair.database)),
        QStringLiteral("1a-,2b70"));
    // The same packet again changes nothing.
    applier = must(Applier::open(*pair.writer, options, {}, {}));
    QVERIFY_OK(applier->applyPacket(both.header, both.digest, both.body));
    QVERIFY_OK(applier->commit());
    QCOMPARE(must(m_server.run(QStringLiteral("SELECT count(*) FROM person"), pair.database)), QStringLiteral("2"));
}

void TstMyTarget::waitsOutALockOfAnother()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    QVERIFY_OK(pair.create());
    QVERIFY_OK(pair.apply(Block().insert(row({number(1), text("a"), Cell::null()})).bytes()));
    must(m_server.run(QStringLiteral("SET GLOBAL innodb_lock_wait_timeout = 1"), QStringLiteral("mysql")));
    const auto other = pair.source.open();
    must(other->execute(QStringLiteral("BEGIN")));
    must(other->execute(QStringLiteral("UPDATE %1.person SET age = 1").arg(pair.database)));
    const Block block = Block().erase(row({number(1)}));
    const auto blocked = pair.apply(block.bytes());
    QVERIFY(!blocked);
    QVERIFY2(blocked.error().transient, qPrintable(blocked.error().toString()));
    must(other->execute(QStringLiteral("ROLLBACK")));
    QVERIFY_OK(pair.apply(block.bytes()));
}

void TstMyTarget::checksReferences()
{
    Pair pair(m_server,
              m_people +
                  QStringLiteral(";\nCREATE TABLE visit (id int PRIMARY KEY, person bigint, FOREIGN KEY (person) "
                                 "REFERENCES person (id))"),
              {QStringLiteral("person"), QStringLiteral("visit")});
    QVERIFY_OK(pair.create());
    const DatasetSchema schema = pair.schema();
    QCOMPARE(schema.tables[1].foreignKeys.size(), std::size_t{1});
    QVERIFY_OK(pair.apply(Block(2).insert(row({number(1), number(5)})).insert(row({number(2), Cell::null()})).bytes()));
    const auto findings = pair.writer->checkIntegrity(schema);
    QVERIFY_OK(findings);
    QCOMPARE(findings->size(), 1);
    QVERIFY_OK(pair.apply(Block(1).insert(row({number(5), text("a"), Cell::null()})).bytes()));
    QCOMPARE(must(pair.writer->checkIntegrity(schema)).size(), 0);
}

void TstMyTarget::looksBeforeItLoads()
{
    Pair pair(m_server, m_people, {QStringLiteral("person")});
    const auto look = lookAtMyTarget(pair.target, pair.schema(), false);
    QVERIFY_OK(look);
    QCOMPARE(look->sql.size(), 1);
    QVERIFY(!look->tables[0].found.has_value());
    QVERIFY_OK(pair.create());
    QVERIFY(must(lookAtMyTarget(pair.target, pair.schema(), false)).sql.isEmpty());
    QVERIFY_OK(pair.apply(Block().insert(row({number(1), text("a"), Cell::null()})).bytes()));
    const auto findings = checkMyTarget(pair.target, {{QStringLiteral("person"), QStringLiteral("absent")}, false});
    QVERIFY_OK(findings);
    QStringList found;
    for (const Finding& finding : *findings)
        found.append(finding.event);
    QVERIFY2(found.contains(events::TGT_NOT_EMPTY) && found.contains(events::TGT_STRUCTURE) &&
                 found.contains(events::TGT_UNSAFE_SETTING),
             qPrintable(found.join(u' ')));
    DatasetSchema other = pair.schema();
    other.engine = QStringLiteral("postgres");
    const auto unlike = lookAtMyTarget(pair.target, other, false);
    QVERIFY(!unlike);
    QCOMPARE(unlike.error().event, events::TGT_STRUCTURE);
}

BUSHENG_TEST(TstMyTarget)
#include "tst_my_target.moc"
