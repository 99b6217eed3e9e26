// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/row_change.h"

#include "tests/support/test_main.h"

using namespace busheng;

namespace {

RowChange change(ChangeKind kind, std::uint32_t table, BytesView before, BytesView after)
{
    RowChange made;
    made.kind = kind;
    made.tableId = table;
    made.before = before;
    made.after = after;
    return made;
}

Bytes blockOfAllKinds()
{
    Bytes block;
    ByteWriter writer(block);
    writeChange(writer, change(ChangeKind::Insert, 1, {}, "new"));
    writeChange(writer, change(ChangeKind::Update, 300, "key", "row"));
    writeChange(writer, change(ChangeKind::Delete, 0xffffffff, "gone", {}));
    writeChange(writer, change(ChangeKind::Upsert, 2, {}, "there"));
    writeChange(writer, change(ChangeKind::Remove, 3, "not", {}));
    return block;
}

} // namespace

/// Blocks of operations.
class TstRowChange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBackWhatWasWritten();
    void writesOnlyTheSideThatItsKindHas();
    void stopsAtEveryTruncation();
    void refusesUnknownKindsAndTables();
};

void TstRowChange::readsBackWhatWasWritten()
{
    const Bytes block = blockOfAllKinds();
    ChangeReader reader(block);
    RowChange read;
    QVERIFY(reader.next(read));
    QVERIFY(read.kind == ChangeKind::Insert && read.tableId == 1 && read.before.empty() && read.after == "new");
    QVERIFY(reader.next(read));
    QVERIFY(read.kind == ChangeKind::Update && read.tableId == 300 && read.before == "key" && read.after == "row");
    QVERIFY(reader.next(read));
    QVERIFY(read.kind == ChangeKind::Delete && read.tableId == 0xffffffff && read.before == "gone" &&
            read.after.empty());
    QVERIFY(reader.next(read));
    QVERIFY(read.kind == ChangeKind::Upsert && read.after == "there");
    QVERIFY(reader.next(read));
    QVERIFY(read.kind == ChangeKind::Remove && read.before == "not");
    QVERIFY(!reader.next(read));
    QVERIFY(!reader.failed());
}

void TstRowChange::writesOnlyTheSideThatItsKindHas()
{
    Bytes block;
    ByteWriter writer(block);
    writeChange(writer, change(ChangeKind::Insert, 1, "ignored", "x"));
    writeChange(writer, change(ChangeKind::Delete, 1, "y", "ignored"));
    QCOMPARE(toHex(block), QStringLiteral("01010178030101") + QStringLiteral("79"));
}

void TstRowChange::stopsAtEveryTruncation()
{
    const Bytes block = blockOfAllKinds();
    int whole = 0;
    for (std::size_t size = 0; size <= block.size(); ++size) {
        ChangeReader reader(BytesView(block).substr(0, size));
        RowChange read;
        while (reader.next(read)) {
        }
        whole += reader.failed() ? 0 : 1;
    }
    QCOMPARE(whole, 6); // the five ends of an operation, and nothing at all
}

void TstRowChange::refusesUnknownKindsAndTables()
{
    for (const int kind : {0, 11, 255}) {
        const Bytes block{static_cast<char>(kind), '\x01', '\x00'};
        ChangeReader reader(block);
        RowChange read;
        QVERIFY(!reader.next(read));
        QVERIFY(reader.failed());
    }
    Bytes block{'\x03'};
    ByteWriter writer(block);
    writer.varint(std::uint64_t{1} << 32);
    writer.sized("k");
    ChangeReader reader(block);
    RowChange read;
    QVERIFY(!reader.next(read));
    QVERIFY(reader.failed());
}

BUSHENG_TEST(TstRowChange)
#include "tst_row_change.moc"
