// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/unit/capture/capture_fixture.h"

#include <limits>

using namespace busheng;
using namespace busheng::test;

/// Values and names that break synchronizers arrive byte for byte as the table has them.
class TstCaptureValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryValue_data();
    void keepsEveryValue();
    void keepsEveryName_data();
    void keepsEveryName();
    void keepsARowOfManyColumns();
    void keepsALargeValue();
};

void TstCaptureValues::keepsEveryValue_data()
{
    QTest::addColumn<QString>("type");
    for (const char* type :
         {"", "INTEGER", "TEXT", "REAL", "NUMERIC", "BLOB", "VARCHAR(255)", "DATE", "DECIMAL(10,2)", "BOOLEAN"})
        QTest::newRow(*type == '\0' ? "untyped" : type) << QString::fromLatin1(type);
}

void TstCaptureValues::keepsEveryValue()
{
    QFETCH(QString, type);
    const Source source(QStringLiteral("CREATE TABLE person(id INTEGER PRIMARY KEY, v %1, w %1)").arg(type));
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    const DatasetSchema schema = must(capturer->readSchema());
    const Bytes withNul("a\0b", 3);
    const Bytes notUtf8("\xff\xfe\x80", 3);
    const Bytes gb18030("\xfe\x9f\x00", 3);
    const Bytes names("\xe4\xb6\xae\xe3\x90\x82\xf0\xa0\xae\xb7\xc2\xb7");
    std::vector<Cell> cells{Cell::null(),
                            Cell::ofInteger(0),
                            Cell::ofInteger(std::numeric_limits<std::int64_t>::min()),
                            Cell::ofInteger(std::numeric_limits<std::int64_t>::max()),
                            Cell::ofInteger((std::int64_t{1} << 53) + 1),
                            Cell::ofReal(0.0),
                            Cell::ofReal(-0.0),
                            Cell::ofReal(0.1),
                            Cell::ofReal(5.0),
                            Cell::ofReal(9007199254740993.0),
                            Cell::ofReal(1e300),
                            Cell::ofReal(5e-324),
                            Cell::ofReal(std::numeric_limits<double>::infinity()),
                            Cell::ofReal(-std::numeric_limits<double>::infinity()),
                            Cell::ofReal(std::numeric_limits<double>::quiet_NaN()),
                            Cell::ofText({}),
                            Cell::ofText(" trailing "),
                            Cell::ofText("NULL"),
                            Cell::ofText("'; DROP TABLE person; --"),
                            Cell::ofText("0000-00-00"),
                            Cell::ofText("1986-05-04 02:30:00"),
                            Cell::ofText("12"),
                            Cell::ofText("1.50"),
                            Cell::ofText("1e3"),
                            Cell::ofText(withNul),
                            Cell::ofText(notUtf8),
                            Cell::ofText(gb18030),
                            Cell::ofText(names),
                            Cell::ofBlob({}),
                            Cell::ofBlob(withNul),
                            Cell::ofBlob("12")};
    auto insert = must(source.writer->prepare(QStringLiteral("INSERT INTO person VALUES(?, ?, NULL)")));
    auto update = must(source.writer->prepare(QStringLiteral("UPDATE person SET w = ? WHERE id = ?")));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        must(insert.bind(1, static_cast<std::int64_t>(i)));
        must(insert.bind(2, cells[i]));
        must(insert.run());
        must(update.bind(1, cells[i]));
        must(update.bind(2, static_cast<std::int64_t>(i)));
        must(update.run());
    }
    must(capturer->poll(sink));
    Content content;
    QStringList faults;
    play(sink.transactions.at(0).operations, schema, content, faults);
    QCOMPARE(faults, QStringList());
    const Content now = contentNow(source, schema);
    QCOMPARE(now.size(), cells.size());
    for (const auto& [key, row] : now)
        QVERIFY2(content[key] == row, qPrintable(toHex(content[key]) + QStringLiteral(" is not ") + toHex(row)));
}

void TstCaptureValues::keepsEveryName_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"plain",
                             "two words",
                             "a\"b",
                             "a'b",
                             "[a]",
                             "`a`",
                             "select",
                             "group",
                             "new",
                             "old",
                             "c1",
                             "id",
                             "\xe4\xba\xba\xe5\x91\x98",
                             "\xf0\xa0\xae\xb7",
                             "x; DROP TABLE busheng_change; --",
                             "%1",
                             "%",
                             "_",
                             "rowid",
                             "\n",
                             "a.b",
                             "UPPER"})
        QTest::newRow(name) << QString::fromUtf8(name);
    QTest::newRow("long") << QString(500, QChar(0x57CE));
}

void TstCaptureValues::keepsEveryName()
{
    QFETCH(QString, name);
    const QString quoted = sqliteQuoted(name);
    const Source source(QStringLiteral("CREATE TABLE ") + quoted + u'(' + quoted +
                        QStringLiteral(" TEXT, \"other key\" INT, v, PRIMARY KEY(") + quoted +
                        QStringLiteral(", \"other key\"))"));
    RecordingSink sink;
    const DatasetConfig dataset = source.dataset({name}, name);
    auto capturer = source.capturer(sink, dataset);
    source.run(QStringLiteral("INSERT INTO ") + quoted + QStringLiteral(" VALUES('a', 1, 1), ('b', 1, 2); UPDATE ") +
               quoted + QStringLiteral(" SET \"other key\" = 2 WHERE v = 1; DELETE FROM ") + quoted +
               QStringLiteral(" WHERE v = 2"));
    must(capturer->poll(sink));
    QCOMPARE(described(sink),
             QStringList({QStringLiteral("upsert 1 ('a', 1, 1)"), QStringLiteral("upsert 1 ('b', 1, 2)"),
                          QStringLiteral("update 1 ['a', 1] ('a', 2, 1)"), QStringLiteral("delete 1 ['b', 1]")}));
    const PositionedSnapshot snapshot = must(capturer->openSnapshot(sink));
    QCOMPARE(contentOf(*snapshot.snapshot, must(capturer->readSchema())).size(), std::size_t{1});
    capturer.reset();
    must(uninstallSqliteCapture(source.config, dataset));
    QCOMPARE(source.number(QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name LIKE 'busheng%'")),
             std::int64_t{0});
}

void TstCaptureValues::keepsARowOfManyColumns()
{
    constexpr int kColumns = 1900;
    QStringList columns;
    QStringList values;
    for (int i = 0; i < kColumns; ++i) {
        columns.append(QStringLiteral("x%1").arg(i));
        values.append(QString::number(i));
    }
    const Source source(QStringLiteral("CREATE TABLE person(") + columns.join(u',') +
                        QStringLiteral(", PRIMARY KEY(x3, x1899))"));
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    source.run(QStringLiteral("INSERT INTO person VALUES(") + values.join(u',') +
               QStringLiteral("); UPDATE person SET x3 = -1; DELETE FROM person"));
    must(capturer->poll(sink));
    const QStringList lines = described(sink);
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0), QStringLiteral("upsert 1 (") + values.join(QStringLiteral(", ")) + u')');
    QVERIFY(lines.at(1).startsWith(QStringLiteral("update 1 [3, 1899] (0, 1, 2, -1, 4,")));
    QCOMPARE(lines.at(2), QStringLiteral("delete 1 [-1, 1899]"));
}

void TstCaptureValues::keepsALargeValue()
{
    const Source source;
    RecordingSink sink;
    const auto capturer = source.capturer(sink);
    const DatasetSchema schema = must(capturer->readSchema());
    source.run(QStringLiteral(
        "INSERT INTO person VALUES(1, randomblob(20000000), 1); INSERT INTO person VALUES(2, 'small', 1)"));
    must(capturer->poll(sink));
    Content content;
    QStringList faults;
    play(sink.transactions.at(0).operations, schema, content, faults);
    QVERIFY(content == contentNow(source, schema));
    QVERIFY(sink.largestBlock > 20'000'000 && sink.largestBlock < 20'001'000);
}

BUSHENG_TEST(TstCaptureValues)
#include "tst_capture_values.moc"
