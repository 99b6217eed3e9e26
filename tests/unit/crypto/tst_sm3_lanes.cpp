// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/file_key.h"
#include "engine/crypto/sm3.h"
#include "engine/crypto/sm3_lanes.h"
#include "tests/support/test_main.h"

using namespace busheng;

/// Against the library, whose SM3 is checked with the published vectors.
class TstSm3Lanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesWhatTheLibraryGives()
    {
        for (const std::size_t length :
             {0U, 1U, 54U, 55U, 56U, 57U, 63U, 64U, 65U, 118U, 119U, 120U, 128U, 1000U, 16'384U}) {
            for (const std::size_t count : {1U, 7U, 8U, 9U, 15U, 16U, 17U, 24U, 41U}) {
                Bytes pieces(length * count, '\0');
                for (std::size_t i = 0; i < pieces.size(); ++i)
                    pieces[i] = static_cast<char>(i * 2'654'435'761U >> 13);
                std::vector<Digest> digests(count);
                sm3OfPieces(pieces, digests);
                for (std::size_t i = 0; i < count; ++i)
                    QCOMPARE(digests[i], sm3(BytesView(pieces).substr(i * length, length)));
            }
        }
    }

    void derivesAnotherKeyForEachOpeningAndDirection()
    {
        LinkKey link;
        link.secret.fill('l');
        BootId salt;
        salt.fill('s');
        const QString a = QStringLiteral("340000");
        const QString b = QStringLiteral("100000");
        const auto key = deriveFileKey(link, a, b, salt);
        QVERIFY_OK(key);
        QCOMPARE(deriveFileKey(link, a, b, salt)->key, key->key);
        QVERIFY(deriveFileKey(link, b, a, salt)->key != key->key);
        link.epoch = 2;
        QVERIFY(deriveFileKey(link, a, b, salt)->key != key->key);
        link.epoch = 0;
        salt[3] = 't';
        QVERIFY(deriveFileKey(link, a, b, salt)->key != key->key);
        const auto refused = deriveFileKey(link, QStringLiteral("34|0000"), b, salt);
        QVERIFY(!refused);
        QVERIFY(derivePacketKey(link, {a, b, 1}, salt)->key != key->key);
    }
};

BUSHENG_TEST(TstSm3Lanes)
#include "tst_sm3_lanes.moc"
