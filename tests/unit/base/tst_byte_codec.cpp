// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/byte_reader.h"
#include "engine/base/byte_writer.h"
#include "tests/support/test_main.h"

#include <cmath>
#include <limits>
#include <random>

using namespace busheng;

/// ByteWriter and ByteReader.
class TstByteCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheBytesItPromises()
    {
        Bytes bytes;
        ByteWriter out(bytes);
        out.fixed<std::uint8_t>(0xab);
        out.fixed<std::uint32_t>(0x01020304);
        out.varint(300);
        out.zigzag(-1);
        out.zigzag(1);
        out.sized("hi");
        out.real(1.0);
        QCOMPARE(toHex(bytes), QStringLiteral("ab04030201ac0201020268"
                                              "69000000000000f03f"));
    }

    void readsBackWhatWasWritten()
    {
        std::vector<std::uint64_t> values = {0, 1, 127, 128, 16383, 16384, std::numeric_limits<std::uint64_t>::max()};
        for (int bit = 0; bit < 64; ++bit)
            values.push_back(std::uint64_t{1} << bit);
        Bytes bytes;
        ByteWriter out(bytes);
        for (const std::uint64_t value : values) {
            out.varint(value);
            out.zigzag(static_cast<std::int64_t>(value));
            out.zigzag(-static_cast<std::int64_t>(value >> 1));
            out.fixed(value);
            out.fixed(static_cast<std::uint16_t>(value));
            out.sized(QByteArray::number(qulonglong(value)).toStdString());
        }
        out.real(-0.0);
        out.real(std::numeric_limits<double>::infinity());
        ByteReader in(bytes);
        for (const std::uint64_t value : values) {
            QCOMPARE(in.varint(), value);
            QCOMPARE(in.zigzag(), static_cast<std::int64_t>(value));
            QCOMPARE(in.zigzag(), -static_cast<std::int64_t>(value >> 1));
            QCOMPARE(in.fixed<std::uint64_t>(), value);
            QCOMPARE(in.fixed<std::uint16_t>(), static_cast<std::uint16_t>(value));
            QCOMPARE(Bytes(in.sized()), QByteArray::number(qulonglong(value)).toStdString());
        }
        QVERIFY(std::signbit(in.real()));
        QVERIFY(std::isinf(in.real()));
        QVERIFY(in.atEnd());
        QVERIFY(!in.failed());
    }

    void aReadThatDoesNotFitFailsForGood()
    {
        ByteReader in(BytesView("\x01\x02\x03", 3));
        QCOMPARE(in.fixed<std::uint16_t>(), std::uint16_t{0x0201});
        QCOMPARE(in.fixed<std::uint32_t>(), std::uint32_t{0});
        QVERIFY(in.failed());
        QCOMPARE(in.raw(1), BytesView());
        QVERIFY(in.failed());
    }

    void refusesMalformedVarints()
    {
        const std::vector<Bytes> malformed = {Bytes(), Bytes("\x80", 1), Bytes(10, '\xff'), Bytes(11, '\x80'),
                                              Bytes(9, '\x80') + '\x02'};
        for (const Bytes& bytes : malformed) {
            ByteReader in(bytes);
            QCOMPARE(in.varint(), std::uint64_t{0});
            QVERIFY2(in.failed(), qPrintable(toHex(bytes)));
        }
        ByteReader largest(Bytes(9, '\xff') + '\x01');
        QVERIFY(!largest.failed());
    }

    void aLengthBeyondTheInputReadsNothing()
    {
        for (const std::uint64_t length :
             {std::uint64_t{4}, std::uint64_t{1} << 40, std::numeric_limits<std::uint64_t>::max()}) {
            Bytes bytes;
            ByteWriter out(bytes);
            out.varint(length);
            out.raw("abc");
            ByteReader in(bytes);
            QCOMPARE(in.sized(), BytesView());
            QVERIFY(in.failed());
        }
    }

    void randomBytesNeverReadPastTheEnd()
    {
        std::mt19937 random(3);
        for (int i = 0; i < 20000; ++i) {
            Bytes bytes(random() % 24, '\0');
            for (char& byte : bytes)
                byte = static_cast<char>(random());
            ByteReader in(bytes);
            while (!in.failed() && !in.atEnd()) {
                switch (random() % 5) {
                case 0:
                    in.varint();
                    break;
                case 1:
                    in.sized();
                    break;
                case 2:
                    in.fixed<std::uint32_t>();
                    break;
                case 3:
                    in.zigzag();
                    break;
                default:
                    in.raw(random() % 8);
                }
                QVERIFY(in.offset() <= bytes.size());
            }
        }
    }
};

BUSHENG_TEST(TstByteCodec)
#include "tst_byte_codec.moc"
