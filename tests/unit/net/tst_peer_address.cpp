// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/peer_address.h"
#include "tests/support/test_main.h"

using namespace busheng;

class TstPeerAddress : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsGoodAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("listen");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        const auto row = [](const char* text, bool listen, const char* host, int port) {
            QTest::addRow("%s %s", text, listen ? "listen" : "dial")
                << QString::fromLatin1(text) << listen << QString::fromLatin1(host) << port;
        };
        row("10.1.2.3:7443", false, "10.1.2.3", 7443);
        row("10.1.2.3:7443", true, "10.1.2.3", 7443);
        row("[::1]:7443", false, "::1", 7443);
        row("[::]:7443", true, "::", 7443);
        row("[2001:db8::1]:65535", false, "2001:db8::1", 65535);
        row("[fe80::1%eth0]:1", false, "fe80::1%eth0", 1);
        row("ministry.example:7443", false, "ministry.example", 7443);
        row("localhost:1", false, "localhost", 1);
        row("xn--fiqs8s.cn:7443", false, "xn--fiqs8s.cn", 7443);
        row("*:7443", true, "*", 7443);
        row("127.0.0.1:0", true, "127.0.0.1", 0);
    }
    void readsGoodAddresses()
    {
        QFETCH(QString, text);
        QFETCH(bool, listen);
        const auto address = parseAddress(text, listen ? AddressUse::Listen : AddressUse::Dial);
        QVERIFY_OK(address);
        QTEST(address->host, "host");
        QTEST(static_cast<int>(address->port), "port");
        QCOMPARE(address->toString(), text);
    }

    void refusesBadAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("listen");
        for (const char* text : {"",
                                 ":",
                                 ":7443",
                                 "10.1.2.3",
                                 "10.1.2.3:",
                                 "10.1.2.3:x",
                                 "10.1.2.3:65536",
                                 "10.1.2.3:-1",
                                 "10.1.2.3:+1",
                                 "10.1.2.3: 1",
                                 " 10.1.2.3:1",
                                 "10.1.2.3:100000",
                                 "256.1.1.1:1",
                                 "1.2.3:1",
                                 "1.2.3.4.5:1",
                                 "01.2.3.4:1",
                                 "::1:7443",
                                 "[::1]",
                                 "[::1:7443",
                                 "::1]:7443",
                                 "[10.1.2.3]:7443",
                                 "[]:1",
                                 "[:::]:1",
                                 "host name:1",
                                 "-host:1",
                                 "host-:1",
                                 "a..b:1",
                                 "host/path:1",
                                 "http://host:1",
                                 "user@host:1",
                                 "ho\nst:1",
                                 "[::g]:1"}) {
            QTest::addRow("dial '%s'", text) << QString::fromLatin1(text) << false;
            QTest::addRow("listen '%s'", text) << QString::fromLatin1(text) << true;
        }
        QTest::newRow("dial any") << QStringLiteral("*:7443") << false;
        QTest::newRow("dial port 0") << QStringLiteral("10.1.2.3:0") << false;
        QTest::newRow("listen on a name") << QStringLiteral("localhost:7443") << true;
        QTest::newRow("long label") << QString(64, u'a') + QStringLiteral(":1") << false;
        QTest::newRow("digits of another script") << QStringLiteral("10.1.2.3:\u0661") << false;
    }
    void refusesBadAddresses()
    {
        QFETCH(QString, text);
        QFETCH(bool, listen);
        const auto address = parseAddress(text, listen ? AddressUse::Listen : AddressUse::Dial);
        QVERIFY(!address);
        QCOMPARE(address.error().code, ErrorCode::Config);
        QCOMPARE(address.error().event, QStringLiteral("CFG_BAD_VALUE"));
        QCOMPARE(address.error().args.size(), 4);
        QCOMPARE(address.error().args.at(2), text);
    }
};

BUSHENG_TEST(TstPeerAddress)
#include "tst_peer_address.moc"
