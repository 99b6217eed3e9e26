// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_system.h"
#include "tests/support/raw_tls_peer.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/hostile_certificate.h"
#include "tests/unit/net/net_bed.h"

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kDayMs = 86'400'000;

/// One session of ours, and a raw peer with the given settings at the other side.
struct Encounter {
    explicit Encounter(const RawTlsPeer::Setup& setup, const QString& registered = kProvince)
    {
        static const auto tls = sharedIdentities().context(kMinistry);
        auto [near, far] = LoopbackStream::makePair();
        ownPipe = near.get();
        session = std::make_unique<SessionProbe>(std::make_unique<Session>(
            std::move(near), *tls, setup.isServer ? Session::Side::Dialer : Session::Side::Listener,
            SessionPair::defaults(kMinistry), systemClock(),
            [registered](const QString& code) { return code == registered; }));
        peer = std::make_unique<RawTlsPeer>(std::move(far), setup);
    }
    bool waitOver()
    {
        return QTest::qWaitFor([this] { return session->isOver() && peer->isDisconnected(); });
    }

    LoopbackStream* ownPipe = nullptr;
    std::unique_ptr<SessionProbe> session;
    std::unique_ptr<RawTlsPeer> peer;
};

CertificateRecipe recipe(const QStringList& names = {kProvince})
{
    CertificateRecipe made;
    made.commonNames = names;
    return made;
}

IssuedCertificate bakeByUs(const CertificateRecipe& made)
{
    const CertificateAuthority& authority = sharedIdentities().authority();
    return bake(made, authority.certificatePem(), authority.privateKeyPem());
}

} // namespace

class TstSessionIdentity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hostileCertificateIsRefusedInBothDirections_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QString>("expected");
        const QString invalid = QStringLiteral("Tls/CRT_INVALID");
        QTest::newRow("no common name") << QStringLiteral("nameless") << invalid;
        QTest::newRow("two common names") << QStringLiteral("two names") << invalid;
        QTest::newRow("lower case name") << QStringLiteral("lower case") << invalid;
        QTest::newRow("NUL in the name") << QStringLiteral("nul") << invalid;
        QTest::newRow("name of 33 characters") << QStringLiteral("long name") << invalid;
        QTest::newRow("expired") << QStringLiteral("expired") << QStringLiteral("Tls/CRT_EXPIRED");
        QTest::newRow("not yet valid") << QStringLiteral("early") << invalid;
        QTest::newRow("self-signed") << QStringLiteral("self-signed") << invalid;
        QTest::newRow("of another authority") << QStringLiteral("other authority") << invalid;
        QTest::newRow("of an authority that only has our name") << QStringLiteral("namesake") << invalid;
        QTest::newRow("issued by a node") << QStringLiteral("by a node") << invalid;
        QTest::newRow("SHA-1") << QStringLiteral("sha1") << invalid;
        QTest::newRow("RSA 1024") << QStringLiteral("rsa1024") << invalid;
        QTest::newRow("for e-mail only") << QStringLiteral("e-mail") << invalid;
        QTest::newRow("for the other side of TLS only") << QStringLiteral("other side") << invalid;
        QTest::newRow("key may not sign") << QStringLiteral("no signing") << invalid;
        QTest::newRow("our own code") << QStringLiteral("own code") << QStringLiteral("Auth/LNK_REFUSED");
        QTest::newRow("not registered") << QStringLiteral("stranger") << QStringLiteral("Auth/LNK_UNKNOWN_PEER");
    }
    void hostileCertificateIsRefusedInBothDirections()
    {
        QFETCH(QString, which);
        QFETCH(QString, expected);
        for (const bool peerIsServer : {false, true}) {
            RawTlsPeer::Setup setup;
            setup.isServer = peerIsServer;
            setup.files = sharedIdentities().write(make(which, peerIsServer));
            Encounter encounter(setup);
            QVERIFY(encounter.waitOver());
            QCOMPARE(nameOf(encounter.session->reason), expected);
            QVERIFY(!encounter.session->reason.transient);
            QCOMPARE(encounter.session->openedCount, 0);
            QVERIFY2(encounter.peer->received().empty(), "nothing of ours may be sent to a peer that is not accepted");
            if (expected.contains(QStringLiteral("CRT_")))
                QVERIFY(!encounter.session->reason.args.value(1).isEmpty());
        }
    }

    void goodRawCertificatePasses() // or the table above would prove nothing
    {
        for (const bool peerIsServer : {false, true}) {
            RawTlsPeer::Setup setup;
            setup.isServer = peerIsServer;
            setup.files = sharedIdentities().write(bakeByUs(recipe()));
            Encounter encounter(setup);
            QTRY_COMPARE((*encounter.session)->state(), Session::State::Greeting);
            QTRY_VERIFY(!encounter.peer->received().empty());
        }
    }

    void clientWithoutCertificateIsRefused()
    {
        Encounter encounter({});
        QVERIFY(encounter.waitOver());
        QCOMPARE(nameOf(encounter.session->reason), QStringLiteral("Tls/CRT_INVALID"));
        QVERIFY(encounter.peer->received().empty());
        QVERIFY(!encounter.peer->error().isEmpty()); // it was told by an alert
    }

    void downgradeIsRefused_data()
    {
        QTest::addColumn<bool>("peerIsServer");
        QTest::addColumn<int>("version");
        QTest::addColumn<QByteArray>("alpn");
        for (const bool server : {false, true}) {
            const char* const who = server ? "server" : "client";
            QTest::addRow("TLS 1.2 %s", who) << server << static_cast<int>(TLS1_2_VERSION) << QByteArray("busheng/2");
            QTest::addRow("TLS 1.1 %s", who) << server << static_cast<int>(TLS1_1_VERSION) << QByteArray("busheng/2");
            QTest::addRow("no protocol named, %s", who) << server << static_cast<int>(TLS1_3_VERSION) << QByteArray();
        }
        QTest::newRow("other protocol, client") << false << static_cast<int>(TLS1_3_VERSION) << QByteArray("http/1.1");
        QTest::newRow("later protocol, client") << false << static_cast<int>(TLS1_3_VERSION) << QByteArray("busheng/3");
        QTest::newRow("former one, client") << false << static_cast<int>(TLS1_3_VERSION) << QByteArray("busheng/1");
    }
    void downgradeIsRefused()
    {
        QFETCH(bool, peerIsServer);
        QFETCH(int, version);
        QFETCH(QByteArray, alpn);
        RawTlsPeer::Setup setup;
        setup.isServer = peerIsServer;
        setup.files = sharedIdentities().issue(kProvince);
        setup.tlsVersion = version;
        setup.alpn = Bytes(view(alpn));
        Encounter encounter(setup);
        QVERIFY(encounter.waitOver());
        QCOMPARE(encounter.session->reason.code, ErrorCode::Tls);
        QVERIFY(!encounter.session->reason.event.isEmpty());
        QCOMPARE(encounter.session->openedCount, 0);
        QVERIFY(encounter.peer->received().empty());
    }

    void otherSuitesAreRefusedAndOursAgreedUpon_data()
    {
        QTest::addColumn<QByteArray>("suite");
        QTest::addColumn<bool>("good");
        QTest::newRow("AES-128-GCM") << QByteArray("TLS_AES_128_GCM_SHA256") << true;
        QTest::newRow("AES-256-GCM") << QByteArray("TLS_AES_256_GCM_SHA384") << true;
        QTest::newRow("ChaCha20") << QByteArray("TLS_CHACHA20_POLY1305_SHA256") << true;
        QTest::newRow("AES-128-CCM-8") << QByteArray("TLS_AES_128_CCM_8_SHA256") << false;
    }
    void otherSuitesAreRefusedAndOursAgreedUpon()
    {
        QFETCH(QByteArray, suite);
        QFETCH(bool, good);
        RawTlsPeer::Setup setup;
        setup.files = sharedIdentities().issue(kProvince);
        setup.suites = suite.constData();
        Encounter encounter(setup);
        if (good) {
            QTRY_COMPARE((*encounter.session)->state(), Session::State::Greeting);
            QCOMPARE((*encounter.session)->peer().suite, QString::fromLatin1(suite));
        } else {
            QVERIFY(encounter.waitOver());
            QCOMPARE(encounter.session->reason.code, ErrorCode::Tls);
        }
    }

    void certificatesAreJudgedByTheClock()
    {
        FakeClock clock;
        clock.jumpUtcMs(40 * kDayMs); // the test's certificates last 30 days
        SessionPair::Setup setup;
        setup.clock = &clock;
        SessionPair pair(setup);
        QVERIFY(pair.waitOver());
        QCOMPARE(nameOf(pair.dialer->reason), QStringLiteral("Tls/CRT_EXPIRED"));
        QVERIFY(pair.dialer->reason.args.at(0).contains(QStringLiteral("CN=100000")));
        QVERIFY(pair.dialer->reason.args.at(1).endsWith(QStringLiteral("UTC")));
    }

    void eachSideLearnsTheOthersCertificateForEncryption()
    {
        Identities identities;
        const TlsContext::Files files = identities.withEncryption(identities.issue(kProvince), kProvince);
        const auto dialer = identities.context(files);
        const auto listener = identities.context(kMinistry);
        SessionPair::Setup setup;
        setup.dialerTls = dialer.get();
        setup.listenerTls = listener.get();
        SessionPair pair(setup);
        QVERIFY(pair.waitOpen());
        QCOMPARE((*pair.listener)->peer().encryptionKey, *dialer->sm2().encryptionKey()->publicPem());
        QVERIFY((*pair.dialer)->peer().encryptionKey.empty()); // the ministry has none
    }

    void aRevokedCertificateForEncryptionOpensNothing()
    {
        Identities identities;
        const TlsContext::Files files = identities.withEncryption(identities.issue(kProvince), kProvince);
        const auto dialer = identities.context(files);
        const auto pem = readFile(systemFileSystem(), files.sm2.encryptionCertificate, 1 << 16);
        QVERIFY_OK(pem);
        identities.revoke({}, {{readCertificate(*pem)->serial, systemClock().utcMs() - kDayMs}});
        const auto listener = identities.context(kMinistry);
        SessionPair::Setup setup;
        setup.dialerTls = dialer.get();
        setup.listenerTls = listener.get();
        SessionPair pair(setup);
        QVERIFY(pair.waitOver());
        QCOMPARE(nameOf(pair.listener->reason), QStringLiteral("Tls/CRT_REVOKED"));
        QCOMPARE(pair.listener->openedCount, 0);
    }

    void aCertificateIsForSignaturesOrForEncryption()
    {
        Identities identities;
        const auto province = identities.context(identities.withEncryption(identities.issue(kProvince), kProvince));
        const auto ministry = identities.context(kMinistry);
        const Sm2Identity::Judgement how{ministry->revocationLists(), systemClock().utcMs(), 0, QString()};
        const Sm2Identity& own = province->sm2();
        QVERIFY_OK(ministry->sm2().judge(own.chain(), how, CertificateUse::Sm2Sign));
        QVERIFY_OK(ministry->sm2().judge(own.encryptionChain(), how, CertificateUse::Sm2Encrypt));
        for (const auto& [chain, use] : {std::pair(own.chain(), CertificateUse::Sm2Encrypt),
                                         std::pair(own.encryptionChain(), CertificateUse::Sm2Sign)})
            QCOMPARE(nameOf(ministry->sm2().judge(chain, how, use).error()), QStringLiteral("Tls/CRT_INVALID"));
    }

    void theRefusedSideIsToldThatItIs()
    {
        Identities others(QStringLiteral("Other Authority"));
        TlsContext::Files files = others.issue(kProvince);
        files.authority = sharedIdentities().path(QStringLiteral("authority.pem")); // so that it accepts the ministry
        files.revocationLists = sharedIdentities().path(QStringLiteral("crl"));
        const auto tls = others.context(files);
        SessionPair::Setup setup;
        setup.dialerTls = tls.get();
        SessionPair pair(setup);
        QVERIFY(pair.waitOver());
        QCOMPARE(nameOf(pair.listener->reason), QStringLiteral("Tls/CRT_INVALID"));
        QCOMPARE(nameOf(pair.dialer->reason), QStringLiteral("Tls/LNK_REFUSED"));
        QVERIFY(!pair.dialer->reason.transient);
    }

    void theUnregisteredSideIsToldThatItMayBe()
    {
        SessionPair::Setup setup;
        setup.listenerKnows = [](const QString&) { return false; };
        SessionPair pair(setup);
        QVERIFY(pair.waitOver());
        QCOMPARE(nameOf(pair.listener->reason), QStringLiteral("Auth/LNK_UNKNOWN_PEER"));
        QCOMPARE(pair.listener->reason.args.at(1), kProvince);
        QCOMPARE(nameOf(pair.dialer->reason), QStringLiteral("Auth/LNK_REFUSED"));
    }

private:
    static IssuedCertificate make(const QString& which, bool forServer)
    {
        CertificateRecipe made = recipe();
        if (which == QStringLiteral("nameless"))
            made.commonNames = {};
        else if (which == QStringLiteral("two names"))
            made.commonNames = {kProvince, kProvince};
        else if (which == QStringLiteral("lower case"))
            made.commonNames = {QStringLiteral("anhui")};
        else if (which == QStringLiteral("nul"))
            made.commonNames = {kProvince + QChar(0) + u'X'};
        else if (which == QStringLiteral("long name"))
            made.commonNames = {QString(33, u'1')};
        else if (which == QStringLiteral("expired"))
            made.fromDays = -30, made.toDays = -1;
        else if (which == QStringLiteral("early"))
            made.fromDays = 1;
        else if (which == QStringLiteral("self-signed"))
            made.selfSigned = true;
        else if (which == QStringLiteral("sha1"))
            made.digest = "SHA1";
        else if (which == QStringLiteral("rsa1024"))
            made.keyType = "RSA1024";
        else if (which == QStringLiteral("e-mail"))
            made.extendedUsage = "emailProtection";
        else if (which == QStringLiteral("other side"))
            made.extendedUsage = forServer ? "clientAuth" : "serverAuth";
        else if (which == QStringLiteral("no signing"))
            made.usage = "keyCertSign";
        else if (which == QStringLiteral("own code"))
            made.commonNames = {kMinistry};
        else if (which == QStringLiteral("stranger"))
            made.commonNames = {QStringLiteral("330000")};
        else
            return makeByAnother(which);
        return bakeByUs(made);
    }

    static IssuedCertificate makeByAnother(const QString& which)
    {
        if (which == QStringLiteral("by a node")) {
            const IssuedCertificate node = bakeByUs(recipe({QStringLiteral("330000")}));
            IssuedCertificate leaf = bake(recipe(), node.certificatePem, node.privateKeyPem);
            leaf.certificatePem += node.certificatePem;
            return leaf;
        }
        const bool sameName = which == QStringLiteral("namesake");
        const Identities other(sameName ? QStringLiteral("Test Authority") : QStringLiteral("Other Authority"));
        return bake(recipe(), other.authority().certificatePem(), other.authority().privateKeyPem());
    }
};

BUSHENG_TEST(TstSessionIdentity)
#include "tst_session_identity.moc"
