// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/file_key.h"
#include "engine/files/file_part.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

PacketKey keyOf(char salt)
{
    LinkKey link;
    link.secret.fill('l');
    BootId ofOpening;
    ofOpening.fill(salt);
    return *deriveFileKey(link, QStringLiteral("340000"), QStringLiteral("100000"), ofOpening);
}

FilePartHead chunkHead()
{
    FilePartHead head;
    head.kind = FilePartHead::Kind::Chunk;
    head.number = 5;
    head.chunk = 6;
    return head;
}

} // namespace

class TstFilePart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bringsBackWhatWasSealed()
    {
        const PacketKey key = keyOf('s');
        for (const PacketKey* used : {&key, static_cast<const PacketKey*>(nullptr)}) {
            auto sealer = FilePartSealer::create(used, true);
            auto opener = FilePartOpener::create(used);
            QVERIFY_OK(sealer);
            QVERIFY_OK(opener);
            Bytes plain;
            for (const Bytes& content : {Bytes(), Bytes("x"), Bytes(1U << 20, 'a'), Bytes(3U << 20, 'b')}) {
                const auto part = sealer->seal(chunkHead(), content);
                QVERIFY_OK(part);
                QVERIFY(content.size() < 1000 || part->size() < content.size() / 10);
                const auto head = opener->open(*part, plain);
                QVERIFY_OK(head);
                QCOMPARE(head->number, std::uint64_t(5));
                QCOMPARE(head->chunk, std::uint64_t(6));
                QVERIFY(plain == content);
            }
        }
    }

    void leavesAloneWhatDoesNotCompress()
    {
        auto sealer = FilePartSealer::create(nullptr, true);
        Bytes noise(100'000, '\0');
        std::uint64_t state = 1;
        for (char& byte : noise) {
            state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
            byte = static_cast<char>(state >> 56);
        }
        const auto part = sealer->seal(chunkHead(), noise);
        QVERIFY_OK(part);
        QCOMPARE(part->size(), noise.size() + 30);
    }

    void refusesEveryFlippedBitAndEveryCut()
    {
        const PacketKey key = keyOf('s');
        auto sealer = FilePartSealer::create(&key, true);
        const Bytes part = *sealer->seal(chunkHead(), "the content of a file, which is what it is");
        Bytes plain;
        for (std::size_t bit = 0; bit < part.size() * 8; ++bit) {
            Bytes bad = part;
            bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
            auto opener = FilePartOpener::create(&key);
            QVERIFY(!opener->open(bad, plain));
        }
        for (std::size_t size = 0; size < part.size(); ++size) {
            auto opener = FilePartOpener::create(&key);
            QVERIFY(!opener->open(BytesView(part).substr(0, size), plain));
        }
    }

    void refusesRepeatsGapsAndTheKeyOfAnotherOpening()
    {
        const PacketKey key = keyOf('s');
        auto sealer = FilePartSealer::create(&key, false);
        const Bytes first = *sealer->seal(chunkHead(), "first");
        const Bytes second = *sealer->seal(chunkHead(), "second");
        Bytes plain;
        auto opener = FilePartOpener::create(&key);
        QVERIFY(!opener->open(second, plain));
        QVERIFY_OK(opener->open(first, plain));
        QVERIFY(!opener->open(first, plain));
        QVERIFY_OK(opener->open(second, plain));
        const PacketKey other = keyOf('t');
        auto stranger = FilePartOpener::create(&other);
        QVERIFY(!stranger->open(first, plain));
    }

    void refusesWhatSaysAnotherLength()
    {
        auto sealer = FilePartSealer::create(nullptr, true);
        Bytes part = *sealer->seal(chunkHead(), Bytes(100'000, 'a'));
        Bytes plain;
        part[26] = static_cast<char>(part[26] + 1); // plain length
        auto opener = FilePartOpener::create(nullptr);
        QVERIFY(!opener->open(part, plain));
        part[29] = 1; // 16 MiB: not even tried
        QVERIFY(!FilePartOpener::create(nullptr)->open(part, plain));
    }
};

BUSHENG_TEST(TstFilePart)
#include "tst_file_part.moc"
