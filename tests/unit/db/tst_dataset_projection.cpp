// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/dataset_projection.h"
#include "engine/model/events.h"
#include "engine/model/large_change.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

constexpr std::uint32_t kKeyed = 1;
constexpr std::uint32_t kKeyless = 2;
constexpr std::uint32_t kWhole = 3;

/// person (id key, region, note, name), visit (region, times) without a key, mark (id key).
DatasetSchema wholeSchema()
{
    const auto column = [](const char* name, const char* type) {
        return ColumnSchema{QLatin1String(name), QLatin1String(type), false, {}};
    };
    DatasetSchema schema;
    TableSchema person;
    person.id = kKeyed;
    person.name = QStringLiteral("person");
    person.columns = {column("name", "TEXT"), column("id", "INTEGER"), column("region", "TEXT"),
                      column("note", "TEXT")};
    person.keyColumns = {1};
    person.foreignKeys = {{{QStringLiteral("region")}, QStringLiteral("mark"), {}, {}, {}}};
    person.indexes = {{QStringLiteral("person_name"), {QStringLiteral("name")}, true},
                      {QStringLiteral("person_region"), {QStringLiteral("region")}, false}};
    TableSchema visit;
    visit.id = kKeyless;
    visit.name = QStringLiteral("visit");
    visit.columns = {column("region", "TEXT"), column("times", "INTEGER")};
    visit.foreignKeys = {{{QStringLiteral("times")}, QStringLiteral("person"), {}, {}, {}}};
    TableSchema mark;
    mark.id = kWhole;
    mark.name = QStringLiteral("mark");
    mark.columns = {column("id", "INTEGER")};
    mark.keyColumns = {0};
    person.largeColumns = QStringList{QStringLiteral("photo")};
    mark.largeColumns = QStringList{QStringLiteral("map")};
    schema.tables = {person, visit, mark};
    return schema;
}

std::vector<TableMapping> shape()
{
    return {{QStringLiteral("person"),
             {},
             {QStringLiteral("id"), QStringLiteral("region"), QStringLiteral("note")},
             {},
             QStringLiteral("region = 'in' and id < 1000")},
            {QStringLiteral("visit"), {}, {QStringLiteral("times")}, {}, QStringLiteral("region = 'in'")}};
}

Bytes rowOf(const std::vector<Cell>& cells)
{
    Bytes row;
    encodeRow(cells, row);
    return row;
}

Bytes person(std::int64_t id, const char* region, const Cell& note = Cell::ofText("note"))
{
    const Cell where = region == nullptr                  ? Cell::null()
                       : BytesView(region) == "unchanged" ? Cell::unchanged()
                                                          : Cell::ofText(region);
    return rowOf({Cell::ofText("name"), Cell::ofInteger(id), where, note});
}

Bytes key(std::int64_t id)
{
    return rowOf({Cell::ofInteger(id)});
}

Bytes visit(const char* region, std::int64_t times)
{
    return rowOf({Cell::ofText(region), Cell::ofInteger(times)});
}

/// "U(3,in,note)", "R(3)": each operation on its line.
QString shown(BytesView block)
{
    QStringList lines;
    ChangeReader reader(block);
    RowChange change;
    const auto rowText = [](BytesView row) -> QString {
        std::vector<Cell> cells;
        decodeRow(row, cells);
        QStringList texts;
        for (const Cell& cell : cells)
            texts.append(cell.kind == CellKind::Unchanged ? QStringLiteral("?") : cellToText(cell));
        return u'(' + texts.join(u',') + u')';
    };
    while (reader.next(change)) {
        static const char kNames[] = "?IUDPRT";
        lines.append(QChar(QLatin1Char(kNames[static_cast<int>(change.kind)])) + QString::number(change.tableId) +
                     (change.before.empty() ? QString() : rowText(change.before)) +
                     (change.after.empty() ? QString() : rowText(change.after)));
    }
    return lines.join(u' ');
}

} // namespace

class TstDatasetProjection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void projectsTheStructure()
    {
        const auto part = DatasetProjection::of(QStringLiteral("s"), shape(), wholeSchema());
        QVERIFY_OK(part);
        const TableSchema& table = part->schema().tables[0];
        QCOMPARE(table.columns.size(), std::size_t{3});
        QCOMPARE(table.columns[0].name, QStringLiteral("id"));
        QCOMPARE(table.keyColumns, (std::vector<std::uint32_t>{0}));
        QCOMPARE(table.indexes.size(), std::size_t{1}); // the name is not carried
        QCOMPARE(table.foreignKeys.size(), std::size_t{1});
        QVERIFY(table.largeColumns.isEmpty());                 // they are of whole tables
        QVERIFY(part->schema().tables[1].foreignKeys.empty()); // not all persons are carried
        QCOMPARE(part->schema().tables[2], wholeSchema().tables[2]);
    }

    void makesOfEachOperationWhatItMustBe_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("table");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("result");
        const auto row = [](const char* name, ChangeKind kind, std::uint32_t table, const Bytes& before,
                            const Bytes& after, const char* result) {
            QTest::newRow(name) << static_cast<int>(kind) << static_cast<int>(table) << toQByteArray(before)
                                << toQByteArray(after) << QString::fromUtf8(result);
        };
        using enum ChangeKind;
        row("insert inside", Insert, kKeyed, {}, person(3, "in"), "I1(3,in,note)");
        row("insert outside", Insert, kKeyed, {}, person(3, "out"), "");
        row("insert null", Insert, kKeyed, {}, person(3, nullptr), "");
        row("update inside", Update, kKeyed, key(3), person(3, "in"), "P1(3,in,note)");
        row("update out", Update, kKeyed, key(3), person(3, "out"), "R1(3)");
        row("update to null", Update, kKeyed, key(3), person(3, nullptr), "R1(3)");
        row("key inside", Update, kKeyed, key(3), person(4, "in"), "R1(3) P1(4,in,note)");
        row("key and out", Update, kKeyed, key(3), person(4, "out"), "R1(3)");
        row("delete", Delete, kKeyed, key(3), {}, "R1(3)");
        row("repair inside", Upsert, kKeyed, {}, person(3, "in"), "P1(3,in,note)");
        row("repair outside", Upsert, kKeyed, {}, person(3, "out"), "R1(3)");
        row("repair removes", Remove, kKeyed, key(3), {}, "R1(3)");
        row("truncate", Truncate, kKeyed, {}, {}, "T1");
        // 7 is in the source as (7,in,long), 8 is outside there, 9 is gone.
        row("fetched", Update, kKeyed, key(7), person(7, "in", Cell::unchanged()), "P1(7,in,long)");
        row("fetched and outside now", Update, kKeyed, key(8), person(8, "in", Cell::unchanged()), "R1(8)");
        row("fetched and gone now", Update, kKeyed, key(9), person(9, "in", Cell::unchanged()), "R1(9)");
        row("fetched with another key", Update, kKeyed, key(3), person(7, "in", Cell::unchanged()),
            "R1(3) P1(7,in,long)");
        row("filter not settled", Update, kKeyed, key(7), person(7, "unchanged"), "P1(7,in,long)");
        row("settled by the rest", Update, kKeyed, key(1007), person(1007, "unchanged"), "R1(1007)");
        row("not whole but outside", Update, kKeyed, key(7), person(7, "out", Cell::unchanged()), "R1(7)");
        row("keyless insert", Insert, kKeyless, {}, visit("in", 5), "I2(5)");
        row("keyless insert outside", Insert, kKeyless, {}, visit("out", 5), "");
        row("keyless update", Update, kKeyless, visit("in", 5), visit("in", 6), "U2(5)(6)");
        row("keyless in", Update, kKeyless, visit("out", 5), visit("in", 6), "I2(6)");
        row("keyless out", Update, kKeyless, visit("in", 5), visit("out", 6), "D2(5)");
        row("keyless outside", Update, kKeyless, visit("out", 5), visit("out", 6), "");
        row("keyless delete", Delete, kKeyless, visit("in", 5), {}, "D2(5)");
        row("keyless delete outside", Delete, kKeyless, visit("out", 5), {}, "");
        row("keyless repair", Upsert, kKeyless, {}, visit("in", 5), "P2(5)");
        row("keyless repair outside", Upsert, kKeyless, {}, visit("out", 5), "");
        row("keyless repair removes", Remove, kKeyless, visit("out", 5), {}, "R2(5)");
        row("another table", Update, kWhole, key(1), key(2), "U3(1)(2)");
    }

    void makesOfEachOperationWhatItMustBe()
    {
        QFETCH(const int, kind);
        QFETCH(const int, table);
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        QFETCH(const QString, result);
        const auto part = DatasetProjection::of(QStringLiteral("s"), shape(), wholeSchema());
        QVERIFY_OK(part);
        Bytes block;
        ByteWriter writer(block);
        writeChange(writer,
                    {static_cast<ChangeKind>(kind), static_cast<std::uint32_t>(table), view(before), view(after)});
        Bytes out;
        const auto count = part->project(block, fetch, out);
        QVERIFY_OK(count);
        QCOMPARE(shown(out), result);
        QCOMPARE(*count, static_cast<std::uint32_t>(result.isEmpty() ? 0 : result.count(u' ') + 1));
    }

    void withoutAFilterKeepsTheKindAndWhatIsUnchanged()
    {
        const auto part = DatasetProjection::of(
            QStringLiteral("s"),
            {{QStringLiteral("person"), {}, {QStringLiteral("id"), QStringLiteral("note")}, {}, {}}}, wholeSchema());
        QVERIFY_OK(part);
        const Bytes after = person(4, "out", Cell::unchanged());
        const Bytes before = key(3);
        Bytes block;
        ByteWriter writer(block);
        writeChange(writer, {ChangeKind::Update, kKeyed, before, after});
        writeChange(writer, {ChangeKind::Delete, kKeyed, before, {}});
        Bytes out;
        QCOMPARE(part->project(block, {}, out).value(), 2U);
        QCOMPARE(shown(out), QStringLiteral("U1(3)(4,?) D1(3)"));
    }

    void fetchesAllRowsOfABlockAtOnce()
    {
        const auto part = DatasetProjection::of(QStringLiteral("s"), shape(), wholeSchema());
        QVERIFY_OK(part);
        Bytes block;
        ByteWriter writer(block);
        for (const std::int64_t id : {7, 8, 7}) {
            const Bytes before = key(id);
            const Bytes after = person(id, "in", Cell::unchanged());
            writeChange(writer, {ChangeKind::Update, kKeyed, before, after});
        }
        int calls = 0;
        Bytes out;
        const auto counting = [&calls](const std::vector<DatasetProjection::Key>& keys) {
            ++calls;
            return fetch(keys);
        };
        QCOMPARE(part->project(block, counting, out).value(), 3U);
        QCOMPARE(calls, 1);
        const auto failing = [](const auto&) -> Result<std::vector<Bytes>> {
            return fail(makeTransient(ErrorCode::Sql, {}, QStringLiteral("away")));
        };
        const auto failed = part->project(block, failing, out);
        QVERIFY(!failed && failed.error().transient);
    }

    void widensAndProjectsRows()
    {
        const auto part = DatasetProjection::of(QStringLiteral("s"), shape(), wholeSchema());
        QVERIFY_OK(part);
        const Bytes five = rowOf({Cell::ofInteger(5)});
        Bytes wide;
        Bytes again;
        QVERIFY(part->widenRow(kKeyless, five, wide));
        QVERIFY(wide == rowOf({Cell::null(), Cell::ofInteger(5)}));
        QVERIFY(part->projectRow(kKeyless, wide, again));
        QVERIFY(again == five);
        QVERIFY(!part->widenRow(kKeyless, visit("in", 5), wide));
        QVERIFY(!part->widenRow(kKeyless, "x", wide));
    }

    void refusesMalformedBlocks()
    {
        const auto part = DatasetProjection::of(QStringLiteral("s"), shape(), wholeSchema());
        QVERIFY_OK(part);
        Bytes out;
        QCOMPARE(part->project("\x01\x01", fetch, out).error().code, ErrorCode::Corrupt);
        Bytes block;
        ByteWriter writer(block);
        const Bytes narrow = rowOf({Cell::ofInteger(1)});
        writeChange(writer, {ChangeKind::Insert, kKeyed, {}, narrow});
        QCOMPARE(part->project(block, fetch, out).error().code, ErrorCode::Corrupt);
        block.clear();
        const Bytes loose = rowOf({Cell::unchanged(), Cell::ofInteger(1)});
        writeChange(writer, {ChangeKind::Delete, kKeyless, loose, {}});
        QCOMPARE(part->project(block, fetch, out).error().code, ErrorCode::Protocol);
    }

    void refusesPartsThatAreNotThere_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("columns");
        QTest::addColumn<QString>("filter");
        QTest::newRow("table") << QStringLiteral("nothing") << QString() << QString();
        QTest::newRow("column") << QStringLiteral("person") << QStringLiteral("id,phone") << QString();
        QTest::newRow("key") << QStringLiteral("person") << QStringLiteral("name") << QString();
        QTest::newRow("filter") << QStringLiteral("person") << QString() << QStringLiteral("id >");
        QTest::newRow("filter column") << QStringLiteral("person") << QString() << QStringLiteral("phone = 'x'");
    }

    void refusesPartsThatAreNotThere()
    {
        QFETCH(const QString, table);
        QFETCH(const QString, columns);
        QFETCH(const QString, filter);
        const auto part =
            DatasetProjection::of(QStringLiteral("340000>100000/1"),
                                  {{table, {}, columns.split(u',', Qt::SkipEmptyParts), {}, filter}}, wholeSchema());
        QVERIFY(!part);
        QCOMPARE(part.error().event, QStringLiteral("MAP_REFUSED"));
        QCOMPARE(part.error().args.size(), 3);
        QCOMPARE(part.error().args[1], table);
    }

private:
    static Result<std::vector<Bytes>> fetch(const std::vector<DatasetProjection::Key>& keys)
    {
        std::vector<Bytes> rows;
        for (const auto& [table, wanted] : keys) {
            if (wanted == key(7))
                rows.push_back(person(7, "in", Cell::ofText("long")));
            else
                rows.push_back(wanted == key(8) ? person(8, "out") : Bytes());
        }
        return rows;
    }

    /// Name and note of a row that is too large were left out.
    void whatIsTooLargeStaysSoUnlessWhatIsCarriedIsThere()
    {
        const auto leftOut = [](ChangeKind kind, const Bytes& before, const Bytes& after) {
            Bytes block;
            ByteWriter writer(block);
            writeLeftOut(writer, {{kind, kKeyed, before, after}, 70U << 20, {0, 3}});
            return block;
        };
        const Bytes whole = person(1, "in", Cell::unchanged());
        Bytes out;
        // Of the filtered part the row is fetched as it is now, as any that lacks values.
        const auto filtered = DatasetProjection::of(QStringLiteral("s"), shape(), wholeSchema());
        QVERIFY_OK(filtered);
        const auto fetch = [](const std::vector<DatasetProjection::Key>& keys) -> Result<std::vector<Bytes>> {
            return std::vector<Bytes>(keys.size(), person(1, "in", Cell::ofText("small again")));
        };
        QVERIFY_OK(filtered->project(leftOut(ChangeKind::Insert, {}, whole), fetch, out));
        QCOMPARE(shown(out), QStringLiteral("P1(1,in,small again)"));
        // Without a filter: the columns that are carried are all there, or one of them is not.
        const auto with = [](const QStringList& columns) {
            return DatasetProjection::of(QStringLiteral("s"), {{QStringLiteral("person"), {}, columns, {}, {}}},
                                         wholeSchema());
        };
        const auto slim = with({QStringLiteral("id"), QStringLiteral("region")});
        QVERIFY_OK(slim);
        out.clear();
        QVERIFY_OK(slim->project(leftOut(ChangeKind::Update, key(1), whole), {}, out));
        QCOMPARE(shown(out), QStringLiteral("U1(1)(1,in)"));
        const auto noted = with({QStringLiteral("id"), QStringLiteral("note")});
        QVERIFY_OK(noted);
        out.clear();
        QVERIFY_OK(noted->project(leftOut(ChangeKind::Update, key(1), whole), {}, out));
        RowChange change;
        LeftOutChange left;
        QVERIFY(ChangeReader(out).next(change) && readLeftOut(change, left));
        QCOMPARE(left.bytes, std::uint64_t{70U << 20});
        QCOMPARE(left.columns, std::vector<std::uint32_t>{1});
        QVERIFY(left.change.after == rowOf({Cell::ofInteger(1), Cell::unchanged()}));
    }

    void tablesThatNobodyNamedAreLeftOut()
    {
        const std::vector<TableMapping> closed{
            {QStringLiteral("person"), {}, {QStringLiteral("id"), QStringLiteral("note")}, {}, {}},
            {kOtherTables, {}, {}, {}, {}}};
        const auto part = DatasetProjection::of(QStringLiteral("s"), closed, wholeSchema());
        QVERIFY_OK(part);
        QCOMPARE(part->schema().tables.size(), std::size_t{1});
        QVERIFY(part->schema().tables.front().foreignKeys.empty()); // their tables are not there
        Bytes block;
        ByteWriter writer(block);
        writeChange(writer, {ChangeKind::Insert, kWhole, {}, key(1)});
        writeChange(writer, {ChangeKind::Insert, kKeyed, {}, person(1, "in")});
        writeChange(writer, {ChangeKind::Insert, kKeyless, {}, visit("in", 1)});
        writeChange(writer, {ChangeKind::Truncate, kWhole, {}, {}});
        Bytes out;
        QCOMPARE(part->project(block, {}, out).value_or(0), 1U);
        QCOMPARE(shown(out), QStringLiteral("I1(1,note)"));
        QVERIFY(!part->projectRow(kWhole, key(1), out)); // nor by a comparison or a repair
        // A table that comes to the dataset later is left out too.
        DatasetSchema later = wholeSchema();
        later.tables.push_back(later.tables.back());
        later.tables.back().id = 4;
        later.tables.back().name = QStringLiteral("secret");
        const auto after = DatasetProjection::of(QStringLiteral("s"), closed, later);
        QVERIFY_OK(after);
        QCOMPARE(after->schema().tables.size(), std::size_t{1});
        const auto nothing = DatasetProjection::of(QStringLiteral("s"), {{kOtherTables, {}, {}, {}, {}}}, later);
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().event, events::MAP_REFUSED);
    }
};

BUSHENG_TEST(TstDatasetProjection)
#include "tst_dataset_projection.moc"
