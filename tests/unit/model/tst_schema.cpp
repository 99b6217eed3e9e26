// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/schema.h"

#include "tests/support/test_main.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QRandomGenerator>

using namespace busheng;

namespace {

DatasetSchema sample()
{
    TableSchema city;
    city.id = 1;
    city.name = QStringLiteral(u"城市 \"city\"");
    city.columns = {{QStringLiteral("code"), QStringLiteral("VARCHAR(255)"), true, {}},
                    {QStringLiteral("name"), {}, false, QStringLiteral("'it''s'")},
                    {QStringLiteral("part"), QStringLiteral("INTEGER"), false, {}}};
    city.keyColumns = {2, 0};
    city.foreignKeys = {{{QStringLiteral("part")}, QStringLiteral("province"), {}, {}, QStringLiteral("CASCADE")}};
    city.indexes = {{QStringLiteral("by_name"), {QStringLiteral("name")}, true}};
    city.withoutRowid = true;
    city.largeColumns = QStringList{QStringLiteral("map"), QStringLiteral(u"说明")};
    TableSchema keyless;
    keyless.id = 7;
    keyless.name = QStringLiteral("log");
    keyless.columns = {{QStringLiteral("line"), QStringLiteral("TEXT"), false, {}}};
    keyless.isLoading = true;
    DatasetSchema schema{3, {city, keyless}};
    schema.types = {{QStringLiteral("public.mood"), {QStringLiteral("好"), QStringLiteral("not 'good'")}, {}, false},
                    {QStringLiteral("public.years"), {}, QStringLiteral("integer"), true}};
    return schema;
}

Bytes bytesOf(const QCborValue& value)
{
    return Bytes(view(value.toCbor()));
}

QCborMap sampleMap()
{
    return QCborValue::fromCbor(toQByteArray(encodeSchema(sample()))).toMap();
}

/// The sample with one entry of its first table replaced.
Bytes withTableEntry(const QString& key, const QCborValue& value)
{
    QCborMap root = sampleMap();
    QCborArray tables = root[QStringLiteral("tables")].toArray();
    QCborMap table = tables.at(0).toMap();
    table[key] = value;
    tables[0] = table;
    root[QStringLiteral("tables")] = tables;
    return bytesOf(root);
}

} // namespace

/// The structure of a dataset, as bytes.
class TstSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBackWhatWasWritten();
    void encodesTheSameStructureToTheSameBytes();
    void findsTablesAndColumns();
    void refusesEveryTruncationAndTrailingBytes();
    void refusesUnreasonableStructures_data();
    void refusesUnreasonableStructures();
    void survivesFlippedBits();
};

void TstSchema::readsBackWhatWasWritten()
{
    const auto decoded = decodeSchema(encodeSchema(sample()));
    QVERIFY_OK(decoded);
    QVERIFY(*decoded == sample());
}

void TstSchema::encodesTheSameStructureToTheSameBytes()
{
    QCOMPARE(toHex(encodeSchema(sample())), toHex(encodeSchema(sample())));
    const auto decoded = decodeSchema(encodeSchema(sample()));
    QVERIFY_OK(decoded);
    QCOMPARE(toHex(encodeSchema(*decoded)), toHex(encodeSchema(sample())));
    // The format itself, byte for byte: docs/formats/structure.md has the same example.
    TableSchema table;
    table.id = 1;
    table.name = QStringLiteral("t");
    table.columns = {{QStringLiteral("a"), QStringLiteral("INT"), true, {}}};
    table.keyColumns = {0};
    QCOMPARE(
        toHex(encodeSchema({1, {table}})),
        QStringLiteral(
            "a26776657273696f6e01667461626c657381a762696401646e616d65617467636f6c756d6e7381a4646e616d6561616474797065"
            "63494e54676e6f744e756c6cf56764656661756c7460636b657981006b666f726569676e4b6579738067696e6465786573806c7769"
            "74686f7574526f776964f4"));
}

void TstSchema::findsTablesAndColumns()
{
    const DatasetSchema schema = sample();
    QCOMPARE(schema.table(7)->name, QStringLiteral("log"));
    QCOMPARE(schema.table(QStringLiteral("log"))->id, 7U);
    QVERIFY(schema.table(2) == nullptr);
    QVERIFY(schema.table(QStringLiteral("LOG")) == nullptr);
    QCOMPARE(schema.tables.front().column(QStringLiteral("part"))->declaredType, QStringLiteral("INTEGER"));
    QVERIFY(schema.tables.front().column(QStringLiteral("none")) == nullptr);
}

void TstSchema::refusesEveryTruncationAndTrailingBytes()
{
    const Bytes bytes = encodeSchema(sample());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto decoded = decodeSchema(BytesView(bytes).substr(0, size));
        QVERIFY2(!decoded, qPrintable(QString::number(size)));
        QCOMPARE(decoded.error().code, ErrorCode::Corrupt);
    }
    QVERIFY(!decodeSchema(bytes + '\0'));
}

void TstSchema::refusesUnreasonableStructures_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const Bytes& bytes) { QTest::newRow(name) << toQByteArray(bytes); };
    const auto changed = [](const std::function<void(DatasetSchema&)>& change) {
        DatasetSchema schema = sample();
        change(schema);
        return encodeSchema(schema);
    };
    row("no tables", encodeSchema({1, {}}));
    row("no map", bytesOf(QCborArray{1}));
    row("duplicate id", changed([](auto& s) { s.tables[1].id = 1; }));
    row("id zero", changed([](auto& s) { s.tables[1].id = 0; }));
    row("duplicate name", changed([](auto& s) { s.tables[1].name = s.tables[0].name; }));
    row("empty name", changed([](auto& s) { s.tables[1].name.clear(); }));
    row("NUL in a name", changed([](auto& s) { s.tables[1].name = QString(QChar(0)); }));
    row("NUL in a type", changed([](auto& s) { s.tables[1].columns[0].declaredType = QString(QChar(0)); }));
    row("name of a megabyte", changed([](auto& s) { s.tables[1].name = QString(1 << 20, u'x'); }));
    row("no columns", changed([](auto& s) { s.tables[1].columns.clear(); }));
    row("duplicate column", changed([](auto& s) { s.tables[0].columns[1].name = s.tables[0].columns[0].name; }));
    row("key out of range", changed([](auto& s) { s.tables[0].keyColumns = {3}; }));
    row("key column twice", changed([](auto& s) { s.tables[0].keyColumns = {0, 0}; }));
    row("neither rowid nor key", changed([](auto& s) { s.tables[1].withoutRowid = true; }));
    row("index of an unknown column",
        changed([](auto& s) { s.tables[0].indexes[0].columns = QStringList{QStringLiteral("none")}; }));
    row("index of nothing", changed([](auto& s) { s.tables[0].indexes[0].columns.clear(); }));
    row("reference of an unknown column",
        changed([](auto& s) { s.tables[0].foreignKeys[0].columns = QStringList{QStringLiteral("none")}; }));
    row("reference to more columns", changed([](auto& s) {
            s.tables[0].foreignKeys[0].referencedColumns = QStringList{QStringLiteral("a"), QStringLiteral("b")};
        }));
    row("unknown action",
        changed([](auto& s) { s.tables[0].foreignKeys[0].onDelete = QStringLiteral("CASCADE; DROP TABLE x"); }));
    row("neither enum nor domain", changed([](auto& s) { s.types[0].labels.clear(); }));
    row("enum and domain", changed([](auto& s) { s.types[1].labels = QStringList{QStringLiteral("a")}; }));
    row("label twice", changed([](auto& s) { s.types[0].labels.append(s.types[0].labels.first()); }));
    row("type twice", changed([](auto& s) { s.types[1].name = s.types[0].name; }));
    row("NUL in a base type", changed([](auto& s) { s.types[1].baseType = QString(QChar(0)); }));
    row("large column of the rows", changed([](auto& s) { s.tables[0].largeColumns.append(QStringLiteral("part")); }));
    row("large column twice", changed([](auto& s) { s.tables[0].largeColumns.append(QStringLiteral("map")); }));
    row("large column without a key",
        changed([](auto& s) { s.tables[1].largeColumns = QStringList{QStringLiteral("map")}; }));
    row("no large columns as a word", withTableEntry(QStringLiteral("large"), QCborArray()));
    row("loaded as a word", withTableEntry(QStringLiteral("loading"), false));
    row("unknown entry", withTableEntry(QStringLiteral("more"), 1));
    row("id as text", withTableEntry(QStringLiteral("id"), QStringLiteral("1")));
    row("id negative", withTableEntry(QStringLiteral("id"), -1));
    row("id beyond 32 bits", withTableEntry(QStringLiteral("id"), qint64{1} << 33));
    row("flag as number", withTableEntry(QStringLiteral("withoutRowid"), 1));
    row("columns as text", withTableEntry(QStringLiteral("columns"), QStringLiteral("x")));
    row("columns as numbers", withTableEntry(QStringLiteral("columns"), QCborArray{1, 2, 3}));
    row("nested without end", Bytes(100'000, '\x81'));
}

void TstSchema::refusesUnreasonableStructures()
{
    QFETCH(QByteArray, bytes);
    const auto decoded = decodeSchema(view(bytes));
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, ErrorCode::Corrupt);
    QVERIFY(!decoded.error().detail.isEmpty());
}

void TstSchema::survivesFlippedBits()
{
    const Bytes bytes = encodeSchema(sample());
    int same = 0;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        Bytes flipped = bytes;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        const auto decoded = decodeSchema(flipped);
        same += decoded && *decoded == sample() ? 1 : 0;
    }
    QCOMPARE(same, 0);
}

BUSHENG_TEST(TstSchema)
#include "tst_schema.moc"
