// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/crypto/sm3.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/vectors.h"

using namespace busheng;
using namespace busheng::test;

namespace {

Bytes repeated(const Bytes& bytes, int times)
{
    Bytes all;
    for (int i = 0; i < times; ++i)
        all += bytes;
    return all;
}

Bytes someBytes(std::size_t size)
{
    Bytes bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 7 + i / 256);
    return bytes;
}

} // namespace

class TstSm3 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesThePublishedDigests()
    {
        for (const QJsonObject& vector : vectors(vectorFile("sm3.json"), "digests")) {
            const Bytes message = hexOf(vector, "message");
            const int times = vector.value(QLatin1String("repeat")).toInt();
            const QString wanted = vector.value(QLatin1String("digest")).toString();
            QCOMPARE(toHex(view(sm3(repeated(message, times)))), wanted);
            Sm3 running;
            for (int i = 0; i < times; ++i)
                running.update(message);
            QCOMPARE(toHex(view(running.finish())), wanted);
        }
    }

    void doesNotCareWhereTheInputIsCut()
    {
        const Bytes message = someBytes(200); // over three blocks of 64
        const Digest wanted = sm3(message);
        for (std::size_t first = 0; first <= message.size(); ++first)
            for (const std::size_t second : {first, (first + message.size()) / 2, message.size()}) {
                Sm3 digest;
                digest.update(BytesView(message).substr(0, first));
                digest.update(BytesView(message).substr(first, second - first));
                digest.update(BytesView(message).substr(second));
                QVERIFY2(digest.finish() == wanted, qPrintable(QStringLiteral("cut at %1, %2").arg(first).arg(second)));
            }
    }

    void startsAnewAfterFinish()
    {
        Sm3 digest;
        digest.update("something else");
        QVERIFY(digest.finish() != sm3("abc"));
        digest.update("abc");
        QCOMPARE(digest.finish(), sm3("abc"));
        QCOMPARE(digest.finish(), sm3({}));
    }

    void differsForEveryLengthAndEveryBit()
    {
        QSet<QString> seen;
        for (std::size_t size = 0; size < 300; ++size)
            seen.insert(toHex(view(sm3(Bytes(size, '\0')))));
        QCOMPARE(seen.size(), 300);
        const Bytes message = someBytes(100);
        for (std::size_t bit = 0; bit < message.size() * 8; ++bit)
            QVERIFY(sm3(flipped(message, bit)) != sm3(message));
    }
};

BUSHENG_TEST(TstSm3)
#include "tst_sm3.moc"
