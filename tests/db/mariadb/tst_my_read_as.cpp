// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_read_as.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_target_desk.h"
#include "tests/db/mariadb/my_pair.h"
#include "tests/support/test_main.h"
#include "tests/unit/apply/packet_feed.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QStringList kAll{QStringLiteral("*=gb18030")};
const QString kTable = QStringLiteral("CREATE TABLE person (id varchar(20) PRIMARY KEY, name varchar(40), unit "
                                      "char(20), note text) CHARACTER SET latin1");
// 张三, 䶮, 㐂, 𠮷 and the middle dot: two bytes and four bytes a character.
const QString kNames = QStringLiteral("x'd5c5c8fd fe9f 8139ef31 9534b235 a1a4'");
const QString kTwo = QStringLiteral("x'd5c5c8fd'");

/// "x'..'" as latin1, whose every byte is a character.
QString latin(QString hex)
{
    return QStringLiteral("_latin1 ") + hex.remove(u' ');
}

} // namespace

/// Columns that say latin1 and hold the bytes of another encoding (docs/encodings.md).
class TstMyReadAs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_OK(m_server.start({QStringLiteral("--sql-mode=")})); }
    void convertsExactlyInLoadStreamAndComparison();
    void setsAsideWhatIsNoText();
    void stopsAtWhatIsNoText();
    void makesRoomForWhatOneByteACharacterHolds();
    void refusesAKeyThatIsNoAscii();
    void refusesAPlaceThatCannotBeMeant_data();
    void refusesAPlaceThatCannotBeMeant();

private:
    struct Scene : Pair {
        Scene(MiniMariaDb& server, RowErrorPolicy errors)
            : Pair(server, kTable, {QStringLiteral("person")}, false, kAll)
        {
            writer.reset();
            target.faults.rowErrors = errors;
            writer = must(openMyTarget(target));
            must(writer->readCheckpoint(QStringLiteral("s")));
            writer->setPlace(QStringLiteral("s"), {7, Position{70}, false});
            must(create());
        }
        QString there(const QString& sql) { return must(source.server.run(sql, database)); }
    };

    MiniMariaDb m_server;
};

void TstMyReadAs::convertsExactlyInLoadStreamAndComparison()
{
    Scene scene(m_server, RowErrorPolicy::Stop);
    const QString text = QStringLiteral("张三䶮㐂𠮷·");
    scene.source.run(QStringLiteral("INSERT INTO person VALUES ('p1', %1, %1, repeat(%1, 3000)), ('p2', NULL, '', 'a')")
                         .arg(latin(kNames)));
    QVERIFY_OK(scene.follow());
    QCOMPARE(scene.there(QStringLiteral("SELECT concat(name, '|', unit, '|', char_length(note)) FROM person WHERE id = "
                                        "'p1'")),
             text + u'|' + text + QStringLiteral("|18000"));
    QCOMPARE(scene.difference(), QString());
    QCOMPARE(
        scene.there(QStringLiteral("SELECT group_concat(DISTINCT CHARACTER_SET_NAME) FROM "
                                   "information_schema.COLUMNS WHERE TABLE_SCHEMA = '%1' AND TABLE_NAME = 'person'")
                        .arg(scene.database)),
        QStringLiteral("utf8mb4"));
    // The same rows as a load brings them.
    const PgContent streamed = scene.source.content();
    QVERIFY(playedFrom(scene.sink, scene.source.schema()) == streamed);
    Bytes block;
    ByteWriter out(block);
    for (const auto& [key, row] : streamed.keyed)
        writeChange(out, {ChangeKind::Upsert, key.first, {}, row});
    QVERIFY_OK(scene.apply(block, true));
    QCOMPARE(scene.difference(), QString());
}

void TstMyReadAs::setsAsideWhatIsNoText()
{
    Scene scene(m_server, RowErrorPolicy::SetAside);
    scene.source.run(
        QStringLiteral("INSERT INTO person (id, name) VALUES ('p1', %1), ('p2', _latin1 x'41ff42'), ('p3', "
                       "'c')")
            .arg(latin(kNames)));
    QVERIFY_OK(scene.follow());
    QCOMPARE(scene.there(QStringLiteral("SELECT group_concat(id ORDER BY id) FROM person")), QStringLiteral("p1,p3"));
    const auto desk = must(openMyTargetDesk(scene.target.target, {}));
    const auto kept = must(desk->exceptions(QStringLiteral("s"), QStringLiteral("open"), 0, 10));
    QCOMPARE(kept.size(), std::size_t{1});
    QCOMPARE(kept[0].key, QStringLiteral("p2"));
    QVERIFY2(kept[0].newRow.contains(QStringLiteral("x'41ff42'")), qPrintable(kept[0].newRow));
    QVERIFY2(kept[0].message.startsWith(QStringLiteral("name: ")), qPrintable(kept[0].message));
    // Mended at the source it arrives, and is over.
    scene.source.run(QStringLiteral("UPDATE person SET name = 'b' WHERE id = 'p2'"));
    const std::vector<RowToResend> again = must(desk->rowsToResend(QStringLiteral("s"), 0, 10));
    QCOMPARE(again.size(), std::size_t{1});
    QVERIFY_OK(scene.apply(Block().upsert(row({text("p2"), text("b"), Cell::null(), Cell::null()})).bytes()));
    QCOMPARE(must(scene.writer->faults(QStringLiteral("s"))).openErrors, quint64{0});
}

void TstMyReadAs::stopsAtWhatIsNoText()
{
    Scene scene(m_server, RowErrorPolicy::Stop);
    scene.source.run(QStringLiteral("INSERT INTO person (id, name) VALUES ('p2', _latin1 x'41ff42')"));
    const auto followed = scene.follow();
    QVERIFY(!followed);
    QCOMPARE(followed.error().event, events::TGT_VALUE);
    QCOMPARE(followed.error().args.value(1), QStringLiteral("p2"));
    QCOMPARE(followed.error().args.value(2), QStringLiteral("name"));
    QCOMPARE(scene.there(QStringLiteral("SELECT count(*) FROM person")), QStringLiteral("0"));
}

/// Rows are found by it at the source, which takes it for latin1.
/// A column in latin1 may have four times the characters that one in utf8mb4 can have.
void TstMyReadAs::makesRoomForWhatOneByteACharacterHolds()
{
    Pair pair(m_server,
              QStringLiteral("CREATE TABLE person (id int PRIMARY KEY, note varchar(40000)) CHARACTER SET latin1"),
              {QStringLiteral("person")}, false, kAll);
    QVERIFY_OK(pair.create());
    QVERIFY_OK(pair.create()); // found there again, it is what is wanted
    pair.source.run(QStringLiteral("INSERT INTO person VALUES (1, repeat(%1, 10000))").arg(latin(kTwo)));
    QVERIFY_OK(pair.follow());
    QCOMPARE(must(m_server.run(QStringLiteral("SELECT concat(COLUMN_TYPE, char_length(note), right(note, 2)) FROM "
                                              "person, information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND "
                                              "COLUMN_NAME = 'note'"),
                               pair.database)),
             QStringLiteral("mediumtext20000张三"));
}

void TstMyReadAs::refusesAKeyThatIsNoAscii()
{
    Scene scene(m_server, RowErrorPolicy::SetAside);
    scene.source.run(QStringLiteral("INSERT INTO person (id) VALUES (_latin1 x'd5c5')"));
    const auto followed = scene.follow();
    QVERIFY(!followed);
    QCOMPARE(followed.error().event, events::SRC_TABLE_REFUSED);
    QVERIFY2(followed.error().args.value(2).contains(QStringLiteral("d5c5")),
             qPrintable(followed.error().args.join(u' ')));
}

void TstMyReadAs::refusesAPlaceThatCannotBeMeant_data()
{
    QTest::addColumn<QString>("entry");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char* entry, bool isGood) {
        QTest::newRow(entry) << QString::fromLatin1(entry) << isGood;
    };
    row("*=GBK", true);
    row("mixed=utf-8", true);
    row("mixed.latin=big5", true);
    row("mixed.latin=klingon", false);
    row("mixed.utf=gb18030", false);
    row("mixed.id=gb18030", false);
    row("mixed.number=gb18030", false);
    row("mixed.none=gb18030", false);
    row("other.latin=gb18030", false);
    row("=gb18030", false);
}

void TstMyReadAs::refusesAPlaceThatCannotBeMeant()
{
    QFETCH(const QString, entry);
    QFETCH(const bool, isGood);
    MySource source(
        m_server,
        QStringLiteral("CREATE TABLE mixed (id varchar(9) character set latin1 PRIMARY KEY, latin "
                       "varchar(9) character set latin1, utf varchar(9) character set utf8mb4, number int)"),
        {QStringLiteral("mixed")});
    DatasetSchema schema = source.schema();
    const auto declared = declareMyReadAs(schema, {entry}, source.database);
    QCOMPARE(declared.has_value(), isGood);
    if (!isGood) {
        QCOMPARE(declared.error().event, events::CFG_BAD_VALUE);
        QVERIFY(declared.error().args.value(2) == entry);
        return;
    }
    QVERIFY(schema.tables[0].column(QStringLiteral("latin"))->declaredType.contains(QStringLiteral(" read as ")));
    QVERIFY(!schema.tables[0].column(QStringLiteral("utf"))->declaredType.contains(QStringLiteral(" read as ")));
}

BUSHENG_TEST(TstMyReadAs)
#include "tst_my_read_as.moc"
