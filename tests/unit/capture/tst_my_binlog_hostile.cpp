// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_binlog_event.h"
#include "engine/pipeline/capture/my_binlog_value.h"
#include "tests/support/test_main.h"

#include <random>

using namespace busheng;

namespace {

Bytes eventOf(std::uint8_t type, BytesView body)
{
    Bytes event;
    ByteWriter out(event);
    out.fixed(std::uint32_t{1'790'000'000});
    out.fixed(type);
    out.fixed(std::uint32_t{1});
    out.fixed(static_cast<std::uint32_t>(19 + body.size()));
    out.fixed(std::uint32_t{4000});
    out.fixed(std::uint16_t{0});
    out.raw(body);
    return event;
}

void sixBytes(ByteWriter& out, std::uint64_t value)
{
    out.fixed(static_cast<std::uint32_t>(value));
    out.fixed(static_cast<std::uint16_t>(value >> 32));
}

/// hr.t with an int, a varchar(40), a decimal(10,2), a datetime(6) and a text, by name.
Bytes tableMap()
{
    Bytes body;
    ByteWriter out(body);
    sixBytes(out, 77);
    out.fixed(std::uint16_t{1});
    out.raw(BytesView("\x02hr\0\x01t\0", 7));
    out.raw(BytesView("\x05\x03\x0f\xf6\x12\xfc", 6));
    out.raw(BytesView("\x06\xa0\x00\x0a\x02\x06\x02", 7));
    out.raw(BytesView("\x1e", 1));
    out.raw(BytesView("\x01\x01\x00", 3)); // none is unsigned
    out.raw(BytesView("\x02\x01\x2d", 3)); // utf8mb4
    out.raw(BytesView("\x04\x0a\x01i\x01v\x01"
                      "d\x01w\x01x",
                      12)); // names
    return eventOf(19, body);
}

/// Of MySQL: with `extra` bytes before the number of columns.
Bytes rows(std::uint8_t type = 23, BytesView extra = {})
{
    Bytes body;
    ByteWriter out(body);
    sixBytes(out, 77);
    out.fixed(std::uint16_t{1});
    out.raw(extra);
    out.raw(BytesView("\x05\x1f", 2));
    out.raw(BytesView("\x00\x2a\x00\x00\x00", 5));
    out.raw(BytesView("\x02zh", 3));
    out.raw(BytesView("\x80\x00\x00\x0c\x32", 5)); // 12.50
    out.raw(BytesView("\x99\xb2\xc2\x00\x00\x00\x00\x01", 8));
    out.raw(BytesView("\x03\x00xyz", 5));
    return eventOf(type, body);
}

std::vector<MyColumn> declared()
{
    std::vector<MyColumn> columns;
    for (const char* type : {"int(11)", "varchar(40) character set utf8mb4 collate utf8mb4_general_ci", "decimal(10,2)",
                             "datetime(6)", "text character set utf8mb4 collate utf8mb4_general_ci"})
        columns.push_back({*MyType::parse(QString::fromLatin1(type)), nullptr});
    return columns;
}

/// As a capturer reads them; the cells, or nothing.
std::optional<Bytes> read(BytesView mapBytes, BytesView rowBytes)
{
    const auto mapEvent = binlog::readEvent(mapBytes, false);
    const auto rowEvent = binlog::readEvent(rowBytes, false);
    if (!mapEvent || !rowEvent)
        return std::nullopt;
    const auto map = binlog::readTableMap(*mapEvent);
    Bytes inflated;
    const auto changed = binlog::isRows(*rowEvent) ? binlog::readRows(*rowEvent, inflated)
                                                   : Result<binlog::Rows>(fail(ErrorCode::Protocol, QString()));
    if (!map || !changed || changed->columns != map->columns.size())
        return std::nullopt;
    const auto columns = declared();
    ByteReader in(changed->rows);
    Bytes cells;
    ByteWriter out(cells);
    for (int row = 0; !in.atEnd() && row < 10; ++row) {
        const BytesView nulls = in.raw((changed->columns + 7) / 8);
        for (std::size_t i = 0; !in.failed() && i < columns.size() && i < map->columns.size(); ++i) {
            if (!binlog::bitAt(nulls, i) && !binlog::writeValue(in, map->columns[i], columns[i], out))
                return std::nullopt;
        }
        if (in.failed())
            return std::nullopt;
    }
    return cells;
}

} // namespace

/// What comes from a server is input: whatever it is, it is read or refused, and nothing behind its end is touched.
class TstMyBinlogHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheWholeOnes();
    void refusesEveryTruncation();
    void survivesEveryFlippedBit();
    void survivesRandomBytes();
    void refusesAnUnknownChecksum();
    void refusesAFalseCompression();
};

void TstMyBinlogHostile::readsTheWholeOnes()
{
    const Bytes map = tableMap();
    const auto event = binlog::readEvent(map, false);
    QVERIFY_OK(event);
    const auto table = binlog::readTableMap(*event);
    QVERIFY_OK(table);
    QCOMPARE(table->database + u'.' + table->table, QStringLiteral("hr.t"));
    QVERIFY(table->hasNames);
    QCOMPARE(table->columns[4].name, QStringLiteral("x"));
    for (std::size_t i = 0; i < 5; ++i)
        QVERIFY2(binlog::fits(table->columns[i], declared()[i].type), qPrintable(table->columns[i].name));
    Bytes wanted;
    ByteWriter out(wanted);
    writeCell(out, Cell::ofInteger(42));
    writeCell(out, Cell::ofText("zh"));
    writeCell(out, Cell::ofText("12.50"));
    const auto cells = read(map, rows());
    QVERIFY(cells.has_value());
    QVERIFY(cells->starts_with(wanted));
    // As MySQL writes them, without and with data that we do not know; a length that is none.
    QVERIFY(read(map, rows(30, BytesView("\x02\x00", 2))) == cells);
    QVERIFY(read(map, rows(30, BytesView("\x05\x00xyz", 5))) == cells);
    QVERIFY(!read(map, rows(30, BytesView("\x01\x00", 2))));
    QVERIFY(!read(map, rows(30, BytesView("\xff\xff", 2))));
}

void TstMyBinlogHostile::refusesEveryTruncation()
{
    const Bytes map = tableMap();
    const Bytes changed = rows();
    for (std::size_t size = 0; size < map.size(); ++size)
        QVERIFY(!read(BytesView(map).substr(0, size), changed));
    // With a header that says the shorter size: refused, or a row that ends early.
    for (std::size_t size = 20; size < changed.size(); ++size) {
        Bytes cut = changed.substr(0, size);
        cut[9] = static_cast<char>(size);
        const auto cells = read(map, cut);
        const bool isOnlyHead = size <= 19 + 8 + 2;
        QVERIFY(!cells || (isOnlyHead && cells->empty()));
    }
}

void TstMyBinlogHostile::survivesEveryFlippedBit()
{
    const Bytes map = tableMap();
    const Bytes changed = rows();
    int whole = 0;
    for (std::size_t bit = 0; bit < 8 * map.size(); ++bit) {
        Bytes flipped = map;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        whole += read(flipped, changed) ? 1 : 0;
    }
    for (std::size_t bit = 0; bit < 8 * changed.size(); ++bit) {
        Bytes flipped = changed;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        whole += read(map, flipped) ? 1 : 0;
    }
    QVERIFY(whole > 0); // some flips only change a value
}

void TstMyBinlogHostile::survivesRandomBytes()
{
    const auto seed = std::random_device()();
    std::mt19937 random(seed);
    for (int i = 0; i < 20'000; ++i) {
        Bytes body(random() % 120, '\0');
        for (char& byte : body)
            byte = static_cast<char>(random());
        const Bytes bytes = eventOf(static_cast<std::uint8_t>(random()), body);
        const auto event = binlog::readEvent(bytes, false);
        QVERIFY2(event.has_value(), qPrintable(QString::number(seed)));
        Bytes inflated;
        static_cast<void>(binlog::readTableMap(*event));
        static_cast<void>(binlog::readQuery(*event, inflated));
        static_cast<void>(binlog::readGtid(*event));
        static_cast<void>(binlog::readRotate(*event));
        if (binlog::isRows(*event))
            static_cast<void>(binlog::readRows(*event, inflated));
    }
}

void TstMyBinlogHostile::refusesAnUnknownChecksum()
{
    const auto useOf = [](char algorithm) {
        Bytes body(90, '\0');
        body[body.size() - 5] = algorithm;
        const Bytes bytes = eventOf(15, body);
        return binlog::readChecksumUse(*binlog::readEvent(bytes, false));
    };
    QCOMPARE(useOf(0).value_or(true), false);
    QCOMPARE(useOf(1).value_or(false), true);
    QVERIFY(!useOf(2));
}

void TstMyBinlogHostile::refusesAFalseCompression()
{
    Bytes body;
    ByteWriter out(body);
    sixBytes(out, 77);
    out.fixed(std::uint16_t{1});
    out.raw(BytesView("\x05\x1f", 2));
    const auto compressed = [&](BytesView data) {
        Bytes inflated;
        const Bytes bytes = eventOf(166, body + Bytes(data));
        return binlog::readRows(*binlog::readEvent(bytes, false), inflated).has_value();
    };
    QVERIFY(!compressed(""));
    QVERIFY(!compressed(BytesView("\x84\xff\xff\xff\xff", 5))); // 4 GiB
    QVERIFY(!compressed(BytesView("\x81\x05no", 4)));
    QVERIFY(!compressed(BytesView("\x91\x05no", 4))); // another algorithm
    // Said to be longer, and to be shorter, than it is.
    const QByteArray deflated = qCompress("12345", 5).mid(4);
    QVERIFY(compressed(Bytes("\x81\x05", 2) + Bytes(view(deflated))));
    QVERIFY(!compressed(Bytes("\x81\x06", 2) + Bytes(view(deflated))));
    QVERIFY(!compressed(Bytes("\x81\x04", 2) + Bytes(view(deflated))));
}

BUSHENG_TEST(TstMyBinlogHostile)
#include "tst_my_binlog_hostile.moc"
