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
    return {{QStringLiteral("protocol"), 2},
            {QStringLiteral("node"), QStringLiteral("340000")},
            {QStringLiteral("boot"), QByteArray(16, 'b')},
            {QStringLiteral("product"), QStringLiteral("0.1.0")},
            {QStringLiteral("suites"), QCborArray{QStringLiteral("SM4-GCM+SM3+SM2")}},
            {QStringLiteral("nonce"), QByteArray(32, 'n')},
            {QStringLiteral("sm2"), QCborArray{QByteArray(600, 'c')}}};
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
        hello.suites = {QStringLiteral("SM4-GCM+SM3+SM2"), QStringLiteral("AES-256-GCM+SHA-256+P-256")};
        hello.nonce.fill('n');
        hello.sm2Chain = {"leaf", "between"};
        hello.encryptionChain = {"for encryption"};
        hello.fence.number = 3;
        hello.fence.holder.fill('h');
        const auto again = decodeHello(encodeHello(hello));
        QVERIFY_OK(again);
        QCOMPARE(again->code, hello.code);
        QCOMPARE(again->bootId, hello.bootId);
        QCOMPARE(again->productVersion, hello.productVersion);
        QCOMPARE(again->protocolVersion, kProtocolVersion);
        QCOMPARE(again->suites, hello.suites);
        QCOMPARE(again->nonce, hello.nonce);
        QVERIFY(again->sm2Chain == hello.sm2Chain);
        QVERIFY(again->encryptionChain == hello.encryptionChain);
        QVERIFY(again->fence == hello.fence);
        hello.encryptionChain.clear(); // a node need not have one
        QVERIFY(decodeHello(encodeHello(hello))->encryptionChain.empty());
    }

    /// A node of an earlier version does not say which copy it is: it was never restored.
    void withoutAFenceItWasNeverRestored()
    {
        const auto hello = decodeHello(view(goodMap().toCborValue().toCbor()));
        QVERIFY_OK(hello);
        QVERIFY(hello->fence == Fence());
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
        QTest::newRow("other protocol version") << with(QStringLiteral("protocol"), 1);
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
        const QString suites = QStringLiteral("suites");
        QTest::newRow("no suites") << with(suites, QCborArray());
        QTest::newRow("a suite twice") << with(suites, QCborArray{QStringLiteral("A"), QStringLiteral("A")});
        QTest::newRow("a suite with a blank") << with(suites, QCborArray{QStringLiteral("A B")});
        QTest::newRow("a suite is a number") << with(suites, QCborArray{1});
        QTest::newRow("suites are a text") << with(suites, QStringLiteral("SM4-GCM+SM3+SM2"));
        QCborArray many;
        for (int i = 0; i < 17; ++i)
            many.append(QStringLiteral("S%1").arg(i));
        QTest::newRow("17 suites") << with(suites, many);
        QTest::newRow("fence without a holder") << with(QStringLiteral("fence"), 1);
        QTest::newRow("negative fence") << with(QStringLiteral("fence"), -1);
        QTest::newRow("fence is a text") << with(QStringLiteral("fence"), QStringLiteral("1"));
        QTest::newRow("short nonce") << with(QStringLiteral("nonce"), QByteArray(31, 'n'));
        const QString sm2 = QStringLiteral("sm2");
        QTest::newRow("no SM2 certificate") << with(sm2, QCborArray());
        QTest::newRow("empty SM2 certificate") << with(sm2, QCborArray{QByteArray()});
        QTest::newRow("huge SM2 certificate") << with(sm2, QCborArray{QByteArray(4097, 'c')});
        QTest::newRow("five SM2 certificates")
            << with(sm2, QCborArray{QByteArray(9, 'c'), QByteArray(9, 'c'), QByteArray(9, 'c'), QByteArray(9, 'c'),
                                    QByteArray(9, 'c')});
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

    void theDialersBestSuiteThatBothHaveIsChosen()
    {
        const QStringList national{QStringLiteral("NATIONAL"), QStringLiteral("OTHER")};
        const QStringList other{QStringLiteral("OTHER"), QStringLiteral("NATIONAL")};
        QCOMPARE(chooseSuite(national, other), QStringLiteral("NATIONAL"));
        QCOMPARE(chooseSuite(other, national), QStringLiteral("OTHER"));
        QCOMPARE(chooseSuite({QStringLiteral("THIRD")}, national), QString());
    }

    void authSignsAllThatItMust()
    {
        const AuthTerms terms{"dialer's hello", "listener's hello", "binding"};
        const Bytes good = authMessage(terms, true);
        QVERIFY(good != authMessage(terms, false));
        QVERIFY(good != authMessage({"another", terms.listenerHello, terms.binding}, true));
        QVERIFY(good != authMessage({terms.dialerHello, "another", terms.binding}, true));
        QVERIFY(good != authMessage({terms.dialerHello, terms.listenerHello, "another"}, true));
        // No byte may wander from one part into the next.
        QVERIFY(authMessage({"ab", "c", "d"}, true) != authMessage({"a", "bc", "d"}, true));
    }

    void refusesHostileAuth()
    {
        QCOMPARE(decodeAuth(encodeAuth("signature")).value_or(Bytes()), Bytes("signature"));
        for (const Bytes& bad : {Bytes(), Bytes("garbage"), encodeAuth(Bytes()), encodeAuth(Bytes(81, 's'))})
            QVERIFY(!decodeAuth(bad));
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
