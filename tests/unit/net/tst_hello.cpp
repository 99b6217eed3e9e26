// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/hello.h"
#include "tests/support/test_main.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>

using namespace busheng;

namespace {

QCborMap goodMap()
{
    return {{QStringLiteral("protocol"), 1},
            {QStringLiteral("node"), QStringLiteral("340000")},
            {QStringLiteral("boot"), QByteArray(16, 'b')},
            {QStringLiteral("product"), QStringLiteral("0.1.0")}};
}

QByteArray with(const QString& key, const QCborValue& value)
{
    QCborMap map = goodMap();
    map.insert(key, value);
    return map.toCborValue().toCbor();
}

} // namespace

class TstHello : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatItWrote()
    {
        Hello hello;
        hello.code = QStringLiteral("340000");
        hello.bootId.fill('x');
        hello.productVersion = QStringLiteral("0.1.0~rc1+git");
        const auto again = decodeHello(encodeHello(hello));
        QVERIFY_OK(again);
        QCOMPARE(again->code, hello.code);
        QCOMPARE(again->bootId, hello.bootId);
        QCOMPARE(again->productVersion, hello.productVersion);
        QCOMPARE(again->protocolVersion, kProtocolVersion);
    }

    void keysOfLaterVersionsAreIgnored() { QVERIFY_OK(decodeHello(view(with(QStringLiteral("later"), 7)))); }

    void refusesHostilePayload_data()
    {
        QTest::addColumn<QByteArray>("payload");
        const QByteArray good = goodMap().toCborValue().toCbor();
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no CBOR") << QByteArray("\xff\xff\xff", 3);
        QTest::newRow("an array") << QCborArray({1, 2}).toCborValue().toCbor();
        QTest::newRow("something behind it") << good + '\0';
        QTest::newRow("cut short") << good.chopped(1);
        QTest::newRow("other protocol version") << with(QStringLiteral("protocol"), 2);
        QTest::newRow("version is a text") << with(QStringLiteral("protocol"), QStringLiteral("1"));
        QTest::newRow("no node code") << with(QStringLiteral("node"), QString());
        QTest::newRow("lower case code") << with(QStringLiteral("node"), QStringLiteral("34000a"));
        QTest::newRow("code with path") << with(QStringLiteral("node"), QStringLiteral("../340000"));
        QTest::newRow("code too long") << with(QStringLiteral("node"), QString(33, u'1'));
        QTest::newRow("short boot id") << with(QStringLiteral("boot"), QByteArray(15, 'b'));
        QTest::newRow("long boot id") << with(QStringLiteral("boot"), QByteArray(17, 'b'));
        QTest::newRow("boot id is a text") << with(QStringLiteral("boot"), QString(16, u'b'));
        QTest::newRow("markup as version") << with(QStringLiteral("product"), QStringLiteral("<b>1</b>"));
        QTest::newRow("long version") << with(QStringLiteral("product"), QString(65, u'1'));
        QTest::newRow("deep nesting") << QByteArray(4000, '\x81');
    }
    void refusesHostilePayload()
    {
        QFETCH(QByteArray, payload);
        const auto hello = decodeHello(view(payload));
        QVERIFY(!hello);
        QCOMPARE(hello.error().code, ErrorCode::Protocol);
    }

    void everyTruncationIsRefused()
    {
        const QByteArray good = goodMap().toCborValue().toCbor();
        for (qsizetype size = 0; size < good.size(); ++size)
            QVERIFY2(!decodeHello(view(good.left(size))), qPrintable(QString::number(size)));
    }

    void byeCarriesOnlyAnEventId()
    {
        QCOMPARE(decodeBye(encodeBye(QStringLiteral("LNK_REFUSED"))), QStringLiteral("LNK_REFUSED"));
        QCOMPARE(decodeBye(encodeBye({})), QString());
        QCOMPARE(decodeBye(encodeBye(QStringLiteral("<img src=x>"))), QString());
        QCOMPARE(decodeBye(encodeBye(QString(65, u'A'))), QString());
        QCOMPARE(decodeBye("garbage"), QString());
    }
};

BUSHENG_TEST(TstHello)
#include "tst_hello.moc"
