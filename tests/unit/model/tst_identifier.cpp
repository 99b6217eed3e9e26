// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/identifier.h"
#include "tests/support/test_main.h"

namespace busheng {

class TstIdentifier : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("valid");
        QTest::newRow("letter") << QStringLiteral("a") << true;
        QTest::newRow("Chinese") << QStringLiteral("安徽省-人社_01") << true;
        QTest::newRow("16 Chinese letters are 48 bytes") << QString(16, QChar(0x5b89)) << true;
        QTest::newRow("beyond the basic plane") << QString::fromUtf8("\xF0\xA0\x80\x80") << true;
        QTest::newRow("48 letters") << QString(48, u'x') << true;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("49 letters") << QString(49, u'x') << false;
        QTest::newRow("17 Chinese letters") << QString(17, QChar(0x5b89)) << false;
        QTest::newRow("blank") << QStringLiteral("a b") << false;
        QTest::newRow("slash") << QStringLiteral("../etc") << false;
        QTest::newRow("dot") << QStringLiteral("a.b") << false;
        QTest::newRow("quote") << QStringLiteral("a'b") << false;
        QTest::newRow("semicolon") << QStringLiteral("a;DROP") << false;
        QTest::newRow("newline at the end") << QStringLiteral("a\n") << false;
        QTest::newRow("zero byte") << QString::fromUtf16(u"a\0b", 3) << false;
        QTest::newRow("right-to-left override") << QString(QChar(0x202e)) << false;
        QTest::newRow("full-width digit") << QString(QChar(0xff11)) << false;
        QTest::newRow("half a surrogate pair") << QString(QChar(0xd840)) << false;
        QTest::newRow("emoji") << QString::fromUtf8("\xF0\x9F\x98\x80") << false;
        QTest::newRow("full-width comma") << QStringLiteral("安徽，浙江") << false;
    }

    void tellsNames()
    {
        QFETCH(QString, name);
        QFETCH(bool, valid);
        QCOMPARE(isValidName(name), valid);
    }

    void tellsNodeCodes_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<bool>("valid");
        QTest::newRow("province") << QStringLiteral("340000") << true;
        QTest::newRow("with system") << QStringLiteral("340000-LWJC") << true;
        QTest::newRow("12 initials") << QStringLiteral("340000-ABCDEF123456") << true;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("five digits") << QStringLiteral("34000") << false;
        QTest::newRow("seven digits") << QStringLiteral("3400000") << false;
        QTest::newRow("small letters") << QStringLiteral("340000-lwjc") << false;
        QTest::newRow("dash only") << QStringLiteral("340000-") << false;
        QTest::newRow("13 initials") << QStringLiteral("340000-ABCDEF1234567") << false;
        QTest::newRow("newline at the end") << QStringLiteral("340000\n") << false;
        QTest::newRow("Arabic digits") << QString(6, QChar(0x0663)) << false;
        QTest::newRow("path") << QStringLiteral("340000/..") << false;
    }

    void tellsNodeCodes()
    {
        QFETCH(QString, code);
        QFETCH(bool, valid);
        QCOMPARE(isValidNodeCode(code), valid);
    }

    void tellsAddressLists_data()
    {
        QTest::addColumn<QString>("addresses");
        QTest::addColumn<bool>("valid");
        QTest::newRow("IPv4") << QStringLiteral("10.0.0.1:7443") << true;
        QTest::newRow("name") << QStringLiteral("node.ah.example:1") << true;
        QTest::newRow("IPv6") << QStringLiteral("[::1]:65535") << true;
        QTest::newRow("IPv6 with zone") << QStringLiteral("[fe80::1%eth0]:7443") << true;
        QTest::newRow("several") << QStringLiteral("10.0.0.1:7443, [::1]:7443") << true;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("no port") << QStringLiteral("10.0.0.1") << false;
        QTest::newRow("port 0") << QStringLiteral("10.0.0.1:0") << false;
        QTest::newRow("port too high") << QStringLiteral("10.0.0.1:65536") << false;
        QTest::newRow("port of six digits") << QStringLiteral("10.0.0.1:074433") << false;
        QTest::newRow("bare IPv6") << QStringLiteral("::1:7443") << false;
        QTest::newRow("scheme") << QStringLiteral("tls://h:1") << false;
        QTest::newRow("comma at the end") << QStringLiteral("10.0.0.1:7443,") << false;
        QTest::newRow("blank inside") << QStringLiteral("a b:7443") << false;
    }

    void tellsAddressLists()
    {
        QFETCH(QString, addresses);
        QFETCH(bool, valid);
        QCOMPARE(isValidAddressList(addresses), valid);
    }

    void tellsListenAddresses_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("valid");
        QTest::newRow("all IPv6") << QStringLiteral("[::]:7443") << true;
        QTest::newRow("IPv4") << QStringLiteral("127.0.0.1:7443") << true;
        QTest::newRow("the system chooses the port") << QStringLiteral("127.0.0.1:0") << true;
        QTest::newRow("everything") << QStringLiteral("*:7443") << true;
        QTest::newRow("star inside") << QStringLiteral("a*b:7443") << false;
        QTest::newRow("several") << QStringLiteral("10.0.0.1:7443,[::1]:7443") << false;
        QTest::newRow("no port") << QStringLiteral("[::]") << false;
        QTest::newRow("port too high") << QStringLiteral("[::]:65536") << false;
        QTest::newRow("empty") << QString() << false;
    }

    void tellsListenAddresses()
    {
        QFETCH(QString, address);
        QFETCH(bool, valid);
        QCOMPARE(isValidListenAddress(address), valid);
    }
};

} // namespace busheng

using busheng::TstIdentifier;
BUSHENG_TEST(TstIdentifier)
#include "tst_identifier.moc"
