// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/pack/packet_codec.h"
#include "tests/support/test_main.h"
#include "tests/unit/pack/packet_forge.h"

#include <QRandomGenerator>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr int kMutants = 1'000'000; // of both suites together

} // namespace

/// Whatever is done to a packet, it is not opened: every bit, every length, and a million mutants by chance.
class TstPacketMutants : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingButThePacketItselfIsOpened_data()
    {
        QTest::addColumn<QString>("suite");
        for (const QString& name : suiteNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    void nothingButThePacketItselfIsOpened()
    {
        QFETCH(QString, suite);
        LinkKey key = linkKey();
        key.suite = suiteNamed(suite);
        const Bytes good = sealed(key);
        PacketReader reader(stream());
        reader.addKey(key);
        Bytes body;
        QVERIFY_OK(reader.read(good, body));
        QVERIFY2(good.size() >= 1024, "the reference packet is about a KiB");

        for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
            Bytes bad = good;
            bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
            QVERIFY2(isRefused(reader, bad, body), qPrintable(QStringLiteral("bit %1").arg(bit)));
        }
        for (std::size_t length = 0; length < good.size(); ++length)
            QVERIFY(isRefused(reader, BytesView(good).substr(0, length), body));
        QVERIFY(isRefused(reader, good + 'x', body));

        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        int accepted = 0;
        for (int i = 0; i < kMutants / 2; ++i) {
            const Bytes bad = mutant(good, random);
            if (bad != good && !isRefused(reader, bad, body))
                ++accepted;
        }
        QCOMPARE(accepted, 0);
        QVERIFY_OK(reader.read(good, body)); // and none of them left anything behind
    }

private:
    static Bytes sealed(const LinkKey& key)
    {
        PacketWriter writer(key, stream(), bootId());
        PacketHeader header;
        header.sequence = 7;
        header.from = {5};
        header.upTo = {9};
        header.transactions = 1;
        header.changes = 2;
        Bytes body(900, '\0'); // does not compress: what is on the wire is as long
        QRandomGenerator random(1);
        for (char& c : body)
            c = static_cast<char>(random.generate());
        Bytes packet;
        if (auto written = writer.write(header, body, packet); !written)
            qFatal("%s", qPrintable(written.error().toString()));
        return packet;
    }

    static bool isRefused(PacketReader& reader, BytesView packet, Bytes& body)
    {
        return !reader.read(packet, body) && body.empty();
    }

    /// One to eight bytes changed, most of them in the header, where the cheap checks are; now and then cut or longer.
    static Bytes mutant(const Bytes& good, QRandomGenerator& random)
    {
        Bytes bad = good;
        const int changes = random.bounded(1, 9);
        for (int i = 0; i < changes; ++i) {
            const std::size_t at = random.bounded(4) == 0 ? random.bounded(static_cast<quint32>(bad.size()))
                                                          : random.bounded(static_cast<quint32>(220));
            bad[at] = static_cast<char>(random.bounded(256));
        }
        const quint32 what = random.bounded(20);
        if (what == 0)
            bad.resize(random.bounded(static_cast<quint32>(bad.size())));
        else if (what == 1)
            bad.append(static_cast<std::size_t>(random.bounded(40)), 'x');
        return bad;
    }
};

BUSHENG_TEST(TstPacketMutants)
#include "tst_packet_mutants.moc"
