// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/packet_key.h"
#include "engine/crypto/sm3.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

#include <algorithm>
#include <new>
#include <vector>

using namespace busheng;
using namespace busheng::test;

namespace {

template <typename Array>
Bytes bytesOf(const Array& array)
{
    return {array.data(), array.size()};
}

template <typename Array>
Array arrayOf(const Bytes& bytes)
{
    Array array{};
    if (bytes.size() != array.size())
        qFatal("%zu bytes instead of %zu", bytes.size(), array.size());
    std::ranges::copy(bytes, array.begin());
    return array;
}

struct Inputs {
    LinkKey link;
    StreamId stream;
    BootId boot{};
};

Inputs someInputs()
{
    Inputs inputs;
    inputs.link.epoch = 12;
    std::ranges::fill(inputs.link.secret, 's');
    inputs.stream = {QStringLiteral("340000"), QStringLiteral("000000"), 11};
    std::ranges::fill(inputs.boot, 'b');
    return inputs;
}

/// Key and salt as one string; aborts when there is none.
Bytes derivedFrom(const Inputs& inputs)
{
    const Result<PacketKey> key = derivePacketKey(inputs.link, inputs.stream, inputs.boot);
    if (!key)
        qFatal("%s", qPrintable(key.error().toString()));
    return Bytes(key->cipherKey()) + bytesOf(key->salt);
}

/// What must never happen is the same nonce under the same key; it remembers digests, as an auditor would.
class NonceLedger {
public:
    bool note(const PacketKey& key, std::uint64_t sequence)
    {
        const QString entry = toHex(view(sm3(Bytes(key.cipherKey()) + bytesOf(packetNonce(key, sequence)))));
        const qsizetype before = m_seen.size();
        m_seen.insert(entry);
        return m_seen.size() > before;
    }
    qsizetype size() const { return m_seen.size(); }

private:
    QSet<QString> m_seen;
};

} // namespace

class TstPacketKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheGoldenKeysAndNonces()
    {
        for (const QJsonObject& vector : vectors(vectorFile("link_key.json"), "packetKeys")) {
            Inputs inputs;
            inputs.link.epoch = static_cast<std::uint32_t>(vector.value(QLatin1String("epoch")).toInteger());
            inputs.link.secret = arrayOf<decltype(inputs.link.secret)>(hexOf(vector, "secret"));
            inputs.stream = {vector.value(QLatin1String("from")).toString(),
                             vector.value(QLatin1String("to")).toString(),
                             static_cast<std::uint32_t>(vector.value(QLatin1String("number")).toInteger())};
            inputs.boot = arrayOf<BootId>(hexOf(vector, "boot"));
            const Result<PacketKey> key = derivePacketKey(inputs.link, inputs.stream, inputs.boot);
            QVERIFY_OK(key);
            QCOMPARE(toHex(Bytes(key->cipherKey())), toHex(hexOf(vector, "key")));
            QCOMPARE(toHex(bytesOf(key->salt)), toHex(hexOf(vector, "salt")));
            for (const QJsonObject& nonce : vectors(vector, "nonces")) {
                const std::uint64_t sequence = nonce.value(QLatin1String("sequence")).toString().toULongLong();
                QCOMPARE(toHex(bytesOf(packetNonce(*key, sequence))), nonce.value(QLatin1String("nonce")).toString());
            }
        }
    }

    void isTheSameForTheSameInputs() { QCOMPARE(derivedFrom(someInputs()), derivedFrom(someInputs())); }

    void differsWhenAnyInputDiffers()
    {
        std::vector<Inputs> all{someInputs()};
        const auto add = [&all](auto change) {
            Inputs inputs = someInputs();
            change(inputs);
            all.push_back(inputs);
        };
        for (std::size_t bit = 0; bit < 32 * 8; ++bit)
            add([bit](Inputs& i) {
                i.link.secret = arrayOf<decltype(i.link.secret)>(flipped(bytesOf(i.link.secret), bit));
            });
        for (std::size_t bit = 0; bit < 16 * 8; ++bit)
            add([bit](Inputs& i) { i.boot = arrayOf<BootId>(flipped(bytesOf(i.boot), bit)); });
        for (std::size_t bit = 0; bit < 32; ++bit) {
            add([bit](Inputs& i) { i.link.epoch ^= 1U << bit; });
            add([bit](Inputs& i) { i.stream.number ^= 1U << bit; });
        }
        add([](Inputs& i) { std::swap(i.stream.from, i.stream.to); }); // the other direction
        add([](Inputs& i) { i.stream.from += QStringLiteral("-LWJC"); });
        add([](Inputs& i) { i.stream.to += QStringLiteral("-LWJC"); });
        add([](Inputs& i) { i.stream.from = QStringLiteral("34000"); });
        add([](Inputs& i) { i.stream.from.clear(); });
        // Digits moved over a border.
        add([](Inputs& i) { i.stream.from = QStringLiteral("3400000"), i.stream.to = QStringLiteral("00000"); });
        add([](Inputs& i) { i.stream.number = 1, i.link.epoch = 112; });
        add([](Inputs& i) { i.stream.number = 111, i.link.epoch = 2; });

        QSet<QString> keys;
        for (const Inputs& inputs : all)
            keys.insert(toHex(derivedFrom(inputs).substr(0, 16)));
        QCOMPARE(keys.size(), static_cast<qsizetype>(all.size()));
    }

    void rejectsCodesThatCouldSpellAnotherStream()
    {
        for (const QString& code : {QStringLiteral("340000|000000"), QStringLiteral("|"), QString(QChar(0xd800))}) {
            Inputs inputs = someInputs();
            inputs.stream.from = code;
            QVERIFY(!derivePacketKey(inputs.link, inputs.stream, inputs.boot));
            std::swap(inputs.stream.from, inputs.stream.to);
            const Result<PacketKey> key = derivePacketKey(inputs.link, inputs.stream, inputs.boot);
            QVERIFY(!key);
            QCOMPARE(key.error().code, ErrorCode::Crypto);
        }
    }

    void neverRepeatsANonceUnderAKey()
    {
        NonceLedger ledger;
        qsizetype sealed = 0;
        for (int boot = 0; boot < 20; ++boot) // every restart begins its counters at the same numbers again
            for (std::uint32_t epoch = 1; epoch <= 2; ++epoch)
                for (std::uint32_t number = 1; number <= 3; ++number)
                    for (const bool back : {false, true}) {
                        Inputs inputs = someInputs();
                        inputs.boot[15] = static_cast<char>(boot);
                        inputs.link.epoch = epoch;
                        inputs.stream.number = number;
                        if (back)
                            std::swap(inputs.stream.from, inputs.stream.to);
                        const Result<PacketKey> key = derivePacketKey(inputs.link, inputs.stream, inputs.boot);
                        QVERIFY_OK(key);
                        for (std::uint64_t sequence :
                             {1ULL, 2ULL, 255ULL, 256ULL, 1ULL << 32, (1ULL << 32) + 1, ~0ULL}) {
                            QVERIFY(ledger.note(*key, sequence));
                            ++sealed;
                        }
                    }
        QCOMPARE(ledger.size(), sealed);
        // The same boot id and sequence again is what the ledger exists to find.
        const Inputs inputs = someInputs();
        const Result<PacketKey> first = derivePacketKey(inputs.link, inputs.stream, inputs.boot);
        const Result<PacketKey> again = derivePacketKey(inputs.link, inputs.stream, inputs.boot);
        QVERIFY_OK(first);
        QVERIFY_OK(again);
        QVERIFY(ledger.note(*first, 1));
        QVERIFY(!ledger.note(*again, 1));
    }

    void anotherSuiteGivesAnotherKey()
    {
        Inputs inputs;
        inputs.link.epoch = 1;
        std::ranges::copy(hex(QStringLiteral("404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f")),
                          inputs.link.secret.begin());
        inputs.link.suite = &internationalSuite();
        inputs.stream = {QStringLiteral("340000"), QStringLiteral("000000"), 1};
        std::ranges::copy(hex(QStringLiteral("101112131415161718191a1b1c1d1e1f")), inputs.boot.begin());
        const Result<PacketKey> key = derivePacketKey(inputs.link, inputs.stream, inputs.boot);
        QVERIFY_OK(key);
        // By an implementation of its own: HKDF with HMAC-SHA-256 over the same text with the other cipher's name.
        QCOMPARE(toHex(key->cipherKey()) + toHex({key->salt.data(), key->salt.size()}),
                 QStringLiteral("359dac91a243a75474c18eebb9075f423d4f9b55be87de003635735f71cb94d2abfba98a"));
    }

    void wipesItselfWhenItGoes()
    {
        alignas(PacketKey) std::array<char, sizeof(PacketKey)> memory{};
        auto* key = new (memory.data()) PacketKey;
        std::ranges::fill(key->key, 'k');
        std::ranges::fill(key->salt, 'k');
        std::destroy_at(key);
        QCOMPARE(Bytes(memory.data(), memory.size()), Bytes(sizeof(PacketKey), '\0'));
    }
};

BUSHENG_TEST(TstPacketKey)
#include "tst_packet_key.moc"
