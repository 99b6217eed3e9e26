// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/db/mariadb/my_fixture.h"
#include "tests/support/test_main.h"

#include <set>

using namespace busheng;
using namespace busheng::test;

/// Every type's value comes through the binary log as a SELECT of the source gives it, byte for byte. Runs against
/// MariaDB and against MySQL.
class TstMyCaptureTypes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void givesEachValueAsTheSnapshotDoes_data();
    void givesEachValueAsTheSnapshotDoes();
    void givesEachValueAsPeopleKnowIt_data();
    void givesEachValueAsPeopleKnowIt();
    void findsRowsByKeysOfAnyType_data();
    void findsRowsByKeysOfAnyType();
    void readsALargeTableInParts();
    void readsEventsInTheirOtherForm();
    void readsRowsOfManyNullColumns();
    void bringsBytesThatAreNoCharacter();

private:
    MiniMariaDb m_server;
};

void TstMyCaptureTypes::initTestCase()
{
    QVERIFY_OK(m_server.start({QStringLiteral("--default-time-zone=+08:00"), QStringLiteral("--sql-mode=")}));
}

void TstMyCaptureTypes::givesEachValueAsTheSnapshotDoes_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("values");
    const auto row = [this](const char* type, const char* values) {
        QString word = QString::fromUtf8(type);
        if (m_server.isMySql())
            word.replace(QStringLiteral("utf8mb3"), QStringLiteral("utf8"));
        QTest::newRow(type) << word << QString::fromUtf8(values);
    };
    row("tinyint", "(-128), (127), (NULL)");
    row("tinyint(1)", "(0), (1)");
    row("tinyint unsigned", "(0), (255)");
    row("smallint", "(-32768), (32767)");
    row("smallint unsigned", "(65535)");
    row("mediumint", "(-8388608), (8388607), (-1)");
    row("mediumint unsigned", "(16777215)");
    row("int", "(-2147483648), (2147483647)");
    row("int(10) unsigned zerofill", "(0), (4294967295), (42)");
    row("bigint", "(-9223372036854775808), (9223372036854775807)");
    row("bigint unsigned", "(9223372036854775807), (9223372036854775808), (18446744073709551615)");
    row("decimal(65,30)", "(12345678901234567890123456789012345.123456789012345678901234567890), (-0.0), (NULL)");
    row("decimal(10,2)", "(-12345678.90), (0.05), (-0.05), (99999999.99)");
    row("decimal(9,0)", "(999999999), (-1), (0)");
    row("decimal(5,5)", "(0.12345), (-0.00001)");
    row("decimal(8,3) zerofill", "(1.5)");
    row("float", "(0.1), (-0.0), (16777217), (1.17549435e-38), (3.4e38)");
    row("float(7,3)", "(1234.567)");
    row("double", "(0.1), (-0.0), (5e-324), (1.7976931348623157e308), (1e15), (1e-10)");
    row("double(12,4)", "(12345678.9012)");
    row("bit(1)", "(b'0'), (b'1')");
    row("bit(7)", "(b'1010101')");
    row("bit(64)", "(b'1000000000000000000000000000000000000000000000000000000000000001')");
    row("year", "(1901), (2155), (0), (2024)");
    row("date", "('1940-06-01'), ('1986-05-04'), ('0000-00-00'), ('2024-00-10'), ('9999-12-31'), ('2024-02-31')");
    row("time", "('838:59:59'), ('-838:59:59'), ('00:00:00'), ('-00:00:01')");
    row("time(1)", "('12:34:56.7'), ('-12:34:56.7'), ('-00:00:00.1')");
    row("time(3)", "('-01:02:03.004'), ('100:00:00.999')");
    row("time(6)", "('23:59:59.999999'), ('-00:00:00.000001'), ('-838:59:58.500000')");
    row("datetime",
        "('1940-06-01 00:30:00'), ('0000-00-00 00:00:00'), ('9999-12-31 23:59:59'), ('2024-00-00 00:00:00')");
    row("datetime(2)", "('1988-04-17 02:00:00.12')");
    row("datetime(6)", "('1986-05-04 02:30:00.000001'), ('0001-01-01 00:00:00.999999')");
    row("timestamp NULL", "('1991-04-14 02:30:00'), ('2038-01-19 11:14:07'), ('0000-00-00 00:00:00'), (NULL)");
    row("timestamp(3) NULL", "('2024-12-31 23:59:59.999')");
    row("timestamp(6) NULL", "('1970-01-01 08:00:01.000001')");
    row("char(18)", "('11010519491231002X'), ('a'), (''), ('b  ')");
    row("char(255)", "(repeat('中', 255)), ('')");
    row("char(100) character set latin1", "(repeat('é', 100)), ('€')");
    row("varchar(5)", "(''), ('吾守尔'), ('ab   '), (NULL)");
    row("varchar(2000)", "(repeat('䶮', 2000)), ('x')");
    row("varchar(40) character set gbk", "('热依汗·努尔'), ('abc'), ('镕')");
    row("varchar(40) character set latin1", "('José'), ('€uro')");
    row("varchar(40) character set utf8mb3", "('䶮')");
    row("varchar(40) character set big5", "('臺灣')");
    row("tinytext", "(''), ('短')");
    row("text", "(repeat('中', 20000)), ('')");
    row("mediumtext", "(repeat('长文', 100000))");
    row("longtext", "('𠮷𬭩')");
    if (!m_server.isMySql()) // which has it from 5.7 on, in a form of its own: unit_capture TstMyBinlogJson
        row("json", "('{\"b\":1, \"a\":[1,2]}'), (NULL)");
    row("binary(5)", "(x'0001'), (x'0102030405'), (x'2020'), ('')");
    row("varbinary(300)", "(x'00ff00'), (''), (repeat(x'00', 300))");
    row("blob", "(x'00'), (repeat(x'00ff', 30000))");
    row("longblob", "(repeat(x'ab', 300000))");
    row("enum('男','女','未说明')", "('男'), ('未说明'), (NULL), ('')");
    row("set('养老','医疗','失业','工伤','生育','住房','企业年金','职业年金','其他')", "('养老,其他'), (''), ('医疗')");
    row("geometry", "(ST_GeomFromText('POINT(1.5 -2)')), (NULL)");
    row("point", "(ST_GeomFromText('POINT(117.2 31.8)'))");
}

void TstMyCaptureTypes::givesEachValueAsTheSnapshotDoes()
{
    QFETCH(const QString, type);
    QFETCH(const QString, values);
    MySource source(m_server,
                    QStringLiteral("CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, before_it int, v %1, "
                                   "behind_it varchar(9))")
                        .arg(type),
                    {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QString rows = values;
    rows.replace(QStringLiteral("), ("), QStringLiteral(", 'end'), (7, "));
    rows = QStringLiteral("(7, ") + rows.mid(1, rows.size() - 2) + QStringLiteral(", 'end')");
    source.run(QStringLiteral("INSERT INTO t (before_it, v, behind_it) VALUES ") + rows);
    // Old and new image of each, the value beside others that change.
    source.run(QStringLiteral("UPDATE t SET before_it = 8, behind_it = NULL"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY2(sink.violations.isEmpty(), qPrintable(sink.violations.join(u'\n')));
    const PgContent played = playedFrom(sink, source.schema());
    QVERIFY2(played.faults.isEmpty(), qPrintable(played.faults.join(u'\n')));
    QVERIFY2(played == source.content(), qPrintable(played.difference(source.content())));
    QCOMPARE(played.keyed.size(),
             static_cast<std::size_t>(source.text(QStringLiteral("SELECT count(*) FROM t")).toInt()));
}

void TstMyCaptureTypes::givesEachValueAsPeopleKnowIt_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* type, const char* value, const char* shown) {
        QTest::newRow(type) << QString::fromUtf8(type) << QString::fromUtf8(value) << QString::fromUtf8(shown);
    };
    row("bigint unsigned", "18446744073709551615", "18446744073709551615");
    row("decimal(10,2)", "-0.50", "-0.50");
    row("time(3)", "'-01:02:03.004'", "-01:02:03.004");
    row("datetime(2)", "'1986-05-04 02:30:00.12'", "1986-05-04 02:30:00.12");
    row("timestamp NULL", "'1991-04-14 02:30:00'", "1991-04-13 18:30:00");
    row("date", "'1940-06-01'", "1940-06-01");
    row("varchar(9) character set gbk", "'镕'", "镕");
    row("enum('男','女')", "'女'", "女");
    row("set('甲','乙','丙')", "'丙,甲'", "甲,丙");
    row("binary(3)", "x'01'", "x'010000'");
}

void TstMyCaptureTypes::givesEachValueAsPeopleKnowIt()
{
    QFETCH(const QString, type);
    QFETCH(const QString, value);
    QFETCH(const QString, shown);
    MySource source(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v %1)").arg(type),
                    {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO t VALUES (1, %1)").arg(value));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(sink.transactions().size(), std::size_t{1});
    ChangeReader reader(sink.transactions().front().operations);
    RowChange change;
    QVERIFY(reader.next(change));
    std::vector<Cell> cells;
    QVERIFY(decodeRow(change.after, cells));
    QCOMPARE(cellToText(cells[1]), shown);
}

void TstMyCaptureTypes::findsRowsByKeysOfAnyType_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    const auto row = [](const char* type, const char* first, const char* second) {
        QTest::newRow(type) << QString::fromUtf8(type) << QString::fromUtf8(first) << QString::fromUtf8(second);
    };
    row("int", "-1", "5");
    row("bigint unsigned", "5", "18446744073709551615");
    row("decimal(30,10)", "-1.5", "12345678901234567890.0123456789");
    row("char(18)", "'11010519491231002X'", "'340104199001010011'");
    row("varchar(20) character set gbk", "'安徽'", "'合肥'");
    row("varbinary(16)", "x'00ff'", "x'ff'");
    row("date", "'1940-06-01'", "'2024-02-29'");
    row("datetime(6)", "'1986-05-04 02:30:00.000001'", "'2024-01-01 00:00:00'");
    row("timestamp", "'2001-01-01 00:00:00'", "'2024-01-01 00:00:00'");
    row("time(3)", "'-01:02:03.004'", "'12:00:00'");
}

void TstMyCaptureTypes::findsRowsByKeysOfAnyType()
{
    QFETCH(const QString, type);
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    MySource source(m_server,
                    QStringLiteral("CREATE TABLE t (k %1 PRIMARY KEY, v int);\nINSERT INTO t VALUES (%2, 1), (%3, 2)")
                        .arg(type, first, second),
                    {QStringLiteral("t")});
    const DatasetSchema schema = source.schema();
    MyConnection::Options options;
    options.location = source.source.source.location;
    options.name = QStringLiteral("keys");
    const auto snapshot = must(MySnapshot::open(options));
    std::vector<Bytes> rows;
    const auto keep = [&rows](BytesView row) {
        rows.emplace_back(row);
        return true;
    };
    QVERIFY_OK(snapshot->scan(schema.tables[0], {}, 0, keep));
    QCOMPARE(rows.size(), std::size_t{2});
    std::vector<Bytes> keys(2);
    for (std::size_t i = 0; i < 2; ++i)
        QVERIFY(projectRow(rows[i], schema.tables[0].keyColumns, keys[i]));
    for (std::size_t i = 0; i < 2; ++i) {
        const auto fetched = snapshot->fetch(schema.tables[0], keys[i]);
        QVERIFY_OK(fetched);
        QVERIFY(*fetched == rows[i]);
    }
    std::vector<Bytes> all;
    all.swap(rows);
    QVERIFY_OK(snapshot->scan(schema.tables[0], {keys[0], {}}, 0, keep));
    QCOMPARE(rows, std::vector<Bytes>{all[1]});
    rows.clear();
    QVERIFY_OK(snapshot->scan(schema.tables[0], {{}, keys[0]}, 0, keep));
    QCOMPARE(rows, std::vector<Bytes>{all[0]});
    rows.clear();
    QVERIFY_OK(snapshot->scan(schema.tables[0], {keys[0], keys[1]}, 1, keep));
    QCOMPARE(rows, std::vector<Bytes>{all[1]});
}

/// Part by part by its key, each row once and in order, whatever the sink does.
void TstMyCaptureTypes::readsALargeTableInParts()
{
    MySource source(
        m_server,
        QStringLiteral("CREATE TABLE t (region char(6), id int, v varchar(200), PRIMARY KEY (region, id));\n"
                       "INSERT INTO t SELECT lpad(seq % 7, 6, '34'), seq, repeat('x', seq % 200) FROM ") +
            numbersTo(12'000),
        {QStringLiteral("t")});
    const TableSchema table = source.schema().tables[0];
    MyConnection::Options options;
    options.location = source.source.source.location;
    options.name = QStringLiteral("parts");
    const auto snapshot = must(MySnapshot::open(options));
    std::vector<Bytes> all;
    const auto keep = [&all](BytesView row) {
        all.emplace_back(row);
        return true;
    };
    QVERIFY_OK(snapshot->scan(table, {}, 0, keep));
    QCOMPARE(all.size(), std::size_t{12'000});
    QCOMPARE(std::set<Bytes>(all.begin(), all.end()).size(), std::size_t{12'000});
    Bytes middle;
    QVERIFY(projectRow(all[7000], table.keyColumns, middle));
    std::vector<Bytes> rest;
    QVERIFY_OK(snapshot->scan(table, {middle, {}}, 0, [&rest](BytesView row) {
        rest.emplace_back(row);
        return rest.size() < 4000; // then it wants no more
    }));
    QCOMPARE(rest, std::vector<Bytes>(all.begin() + 7001, all.begin() + 11'001));
    rest.clear();
    QVERIFY_OK(snapshot->scan(table, {{}, middle}, 2500, [&rest](BytesView row) {
        rest.emplace_back(row);
        return true;
    }));
    QCOMPARE(rest, std::vector<Bytes>(all.begin(), all.begin() + 2500));
}

/// MariaDB may compress them; MySQL may write them as it did before 5.6.
void TstMyCaptureTypes::readsEventsInTheirOtherForm()
{
    const QString setting =
        m_server.isMySql() ? QStringLiteral("log_bin_use_v1_row_events") : QStringLiteral("log_bin_compress");
    MySource source(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v longtext)"), {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("SET GLOBAL %1 = 1").arg(setting));
    const auto other = source.open();
    must(other->execute(QStringLiteral("INSERT INTO t VALUES (1, repeat('中', 5000)), (2, 'x')")));
    must(other->execute(QStringLiteral("UPDATE t SET v = repeat('a', 10000) WHERE id = 2")));
    must(other->execute(QStringLiteral("DELETE FROM t WHERE id = 1")));
    source.run(QStringLiteral("SET GLOBAL %1 = 0").arg(setting));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QCOMPARE(kindsOf(sink).join(u' '), QStringLiteral("insert insert update delete"));
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

void TstMyCaptureTypes::readsRowsOfManyNullColumns()
{
    QStringList columns;
    for (int i = 0; i < 300; ++i)
        columns.append(QStringLiteral("c%1 int").arg(i));
    MySource source(m_server, QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, %1)").arg(columns.join(u',')),
                    {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    source.run(QStringLiteral("INSERT INTO t (id, c7, c299) VALUES (1, 70, 2990)"));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
}

/// Never a question mark in its place: the bytes themselves come, in the load as in the stream, for the target to set
/// aside. In a key, by which a row is found, they stop both.
void TstMyCaptureTypes::bringsBytesThatAreNoCharacter()
{
    MySource source(m_server,
                    QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v varchar(9) character set gbk);\n"
                                   "CREATE TABLE k (v varchar(9) character set gbk PRIMARY KEY)"),
                    {QStringLiteral("t")});
    const auto capturer = source.opened({});
    StreamSink sink;
    // A code point of gbk that no character has.
    source.run(QStringLiteral("INSERT INTO t VALUES (1, CAST(x'41a2a1fe50' AS CHAR CHARACTER SET gbk))"));
    if (source.text(QStringLiteral("SELECT hex(v) FROM t")) != QStringLiteral("41A2A1FE50"))
        source.run(QStringLiteral("UPDATE t SET v = _gbk x'41fe5042'"));
    const Bytes raw = QByteArray::fromHex(source.text(QStringLiteral("SELECT hex(v) FROM t")).toLatin1()).toStdString();
    const bool isUnknown = source.text(QStringLiteral("SELECT CONVERT(v USING utf8mb4) FROM t")).contains(u'?');
    QVERIFY2(isUnknown, qPrintable(toHex(raw)));
    QVERIFY_OK(tryCatchUp(source, *capturer, sink));
    QVERIFY(playedFrom(sink, source.schema()) == source.content());
    const Bytes row = source.content().keyed.begin()->second;
    std::vector<Cell> cells;
    QVERIFY(decodeRow(row, cells));
    QCOMPARE(cells[1].kind, CellKind::Blob);
    QCOMPARE(Bytes(cells[1].bytes), raw);

    source.source.dataset.tables = {QStringLiteral("k")};
    source.run(QStringLiteral("INSERT INTO k SELECT v FROM t"));
    MyConnection::Options options;
    options.location = source.source.source.location;
    options.name = QStringLiteral("load");
    const auto snapshot = must(MySnapshot::open(options));
    const auto read = snapshot->scan(source.schema().tables[0], {}, 0, [](BytesView) { return true; });
    QVERIFY(!read);
    QCOMPARE(read.error().event, QStringLiteral("SRC_TABLE_REFUSED"));
    QVERIFY2(read.error().args.value(2).contains(toHex(raw)), qPrintable(read.error().args.join(u' ')));
}

BUSHENG_TEST(TstMyCaptureTypes)
#include "tst_my_capture_types.moc"
