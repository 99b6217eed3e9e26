// SPDX-License-Identifier: GPL-3.0-or-later
// The identity inside the channel: SM2 certificates, the proof that is bound to the TLS session, and who tries to sit
// between.
#include "engine/base/file_system.h"
#include "engine/net/message_codec.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/sm2_identity.h"
#include "tests/support/raw_greeting.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/hostile_certificate.h"
#include "tests/unit/net/net_bed.h"

#include <openssl/pem.h>

using namespace busheng;
using namespace busheng::test;

namespace {

using Change = std::function<void(CertificateRecipe&)>;

const QString kInvalid = QStringLiteral("Tls/CRT_INVALID");

CertificateRecipe leaf()
{
    CertificateRecipe recipe;
    recipe.commonNames = {kProvince};
    recipe.keyType = "SM2";
    recipe.extendedUsage = nullptr;
    return recipe;
}

Bytes derOf(BytesView pem)
{
    const BioHandle in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const X509Handle certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate.get(), &der);
    Bytes bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return bytes;
}

/// What a ministry that trusts the shared SM2 authority says of a chain, with the lists of a row.
struct Judge {
    Judge()
    {
        auto made = Sm2Identity::create(sharedIdentities().issue(kMinistry).sm2);
        if (!made)
            qFatal("%s", qPrintable(made.error().toString()));
        identity = std::move(*made);
        give({list({})});
    }
    static Bytes list(const ListRecipe& recipe)
    {
        const CertificateAuthority& by = sharedIdentities().sm2Authority();
        return bakeList(recipe, by.certificatePem(), by.privateKeyPem());
    }
    static IssuedCertificate issue(const CertificateRecipe& recipe)
    {
        const CertificateAuthority& by = sharedIdentities().sm2Authority();
        return bake(recipe, by.certificatePem(), by.privateKeyPem());
    }
    void give(const std::vector<Bytes>& content)
    {
        const QTemporaryDir folder;
        int number = 0;
        for (const Bytes& one : content)
            static_cast<void>(
                replaceFile(systemFileSystem(), folder.filePath(QStringLiteral("%1.crl").arg(++number)), one));
        auto read = RevocationLists::read(folder.path());
        if (!read)
            qFatal("%s", qPrintable(read.error().toString()));
        lists = std::move(*read);
    }
    QString verdict(const std::vector<Bytes>& chain, qint64 graceMs = 0) const
    {
        const auto peer = identity->judge(chain, {lists, systemClock().utcMs(), graceMs, QStringLiteral("[::1]:7443")});
        return peer ? QString() : nameOf(peer.error());
    }

    std::unique_ptr<Sm2Identity> identity;
    RevocationLists lists;
};

/// A session of ours and a raw peer that says what the test wants.
struct Greeted {
    explicit Greeted(bool peerIsServer, const TlsContext::Files& shown = sharedIdentities().issue(kProvince))
        : files(shown)
    {
        static const auto tls = sharedIdentities().context(kMinistry);
        auto [near, far] = LoopbackStream::makePair();
        session = std::make_unique<SessionProbe>(std::make_unique<Session>(
            std::move(near), *tls, peerIsServer ? Session::Side::Dialer : Session::Side::Listener,
            SessionPair::defaults(kMinistry), systemClock(), [](const QString& code) { return code == kProvince; }));
        RawTlsPeer::Setup setup;
        setup.isServer = peerIsServer;
        setup.files = files;
        peer = std::make_unique<RawTlsPeer>(std::move(far), setup);
        static_cast<void>(QTest::qWaitFor(
            [this] { return (*session)->state() == Session::State::Greeting && peer->isReady(); }, 20'000));
        greeting = std::make_unique<RawGreeting>(*peer, files, kProvince);
    }
    QString outcome()
    {
        static_cast<void>(QTest::qWaitFor([this] { return session->isOver() || session->isOpen(); }, 20'000));
        return session->isOpen() ? QStringLiteral("open") : nameOf(session->reason);
    }

    TlsContext::Files files;
    std::unique_ptr<SessionProbe> session;
    std::unique_ptr<RawTlsPeer> peer;
    std::unique_ptr<RawGreeting> greeting;
};

} // namespace

Q_DECLARE_METATYPE(Change)

class TstSm2Identity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void certificates_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const Change& change, const QString& expected = kInvalid) {
            QTest::newRow(name) << change << expected;
        };
        row(
            "good", [](auto&) {}, QString());
        row(
            "good, also for proof", [](auto& r) { r.usage = "critical,digitalSignature,nonRepudiation"; }, QString());
        row("signed with the empty id", [](auto& r) { r.distinguishingId = ""; });
        row("signed with another id", [](auto& r) { r.distinguishingId = "8765432187654321"; });
        row("P-256 key", [](auto& r) { r.keyType = "P-256"; });
        row("for encryption", [](auto& r) { r.usage = "keyEncipherment,dataEncipherment"; });
        row("for signatures and encryption", [](auto& r) { r.usage = "digitalSignature,keyEncipherment"; });
        row("no key usage", [](auto& r) { r.usage = nullptr; });
        row("may sign certificates", [](auto& r) { r.usage = "digitalSignature,keyCertSign"; });
        row("an authority's", [](auto& r) { r.constraints = "critical,CA:TRUE"; });
        row("no basic constraints", [](auto& r) { r.constraints = nullptr; });
        row("version 1", [](auto& r) { r.versionOne = true; });
        row("unknown critical extension", [](auto& r) { r.otherExtension = "critical,x"; });
        row("signature broken", [](auto& r) { r.signatureIsBroken = true; });
        row("self-signed", [](auto& r) { r.selfSigned = true; });
        row(
            "expired", [](auto& r) { r.fromDays = -9, r.toDays = -1; }, QStringLiteral("Tls/CRT_EXPIRED"));
        row("not yet valid", [](auto& r) { r.fromDays = 1; });
        row("valid for six years", [](auto& r) { r.toDays = 6 * 366; });
        row("two names", [](auto& r) { r.commonNames.append(kProvince); });
        row("no name", [](auto& r) { r.commonNames.clear(); });
        row("does not say by which key it is signed", [](auto& r) { r.hasIssuerKeyId = false; });
    }
    void certificates()
    {
        QFETCH(Change, change);
        QFETCH(QString, expected);
        CertificateRecipe recipe = leaf();
        change(recipe);
        const Judge judge;
        QCOMPARE(judge.verdict({derOf(Judge::issue(recipe).certificatePem)}), expected);
    }

    void whatIsNoChainIsRefused()
    {
        const Judge judge;
        const Bytes good = derOf(Judge::issue(leaf()).certificatePem);
        QCOMPARE(judge.verdict({good}), QString());
        QCOMPARE(judge.verdict({}), kInvalid);
        QCOMPARE(judge.verdict({good + "x"}), kInvalid);
        QCOMPARE(judge.verdict({good, "garbage"}), kInvalid);
        QCOMPARE(judge.verdict({good, good, good, good, good}), kInvalid);
        for (std::size_t size = 0; size < good.size(); size += 7)
            QCOMPARE(judge.verdict({good.substr(0, size)}), kInvalid);
        const Identities namesake;
        QCOMPARE(judge.verdict({derOf(
                     bake(leaf(), namesake.sm2Authority().certificatePem(), namesake.sm2Authority().privateKeyPem())
                         .certificatePem)}),
                 kInvalid);
    }

    void lists_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QString>("expected");
        const QString invalid = QStringLiteral("Tls/CRL_INVALID");
        QTest::newRow("good") << QStringLiteral("good") << QString();
        QTest::newRow("none") << QStringLiteral("none") << QStringLiteral("Tls/CRL_MISSING");
        QTest::newRow("revoked") << QStringLiteral("revoked") << QStringLiteral("Tls/CRT_REVOKED");
        QTest::newRow("stale") << QStringLiteral("stale") << QStringLiteral("Tls/CRL_STALE");
        QTest::newRow("stale, within grace") << QStringLiteral("stale, grace") << QString();
        QTest::newRow("of tomorrow") << QStringLiteral("tomorrow") << invalid;
        QTest::newRow("signed with the empty id") << QStringLiteral("empty id") << invalid;
        QTest::newRow("broken") << QStringLiteral("broken") << invalid;
        QTest::newRow("of a namesake") << QStringLiteral("namesake") << invalid;
        QTest::newRow("with a critical extension") << QStringLiteral("critical") << invalid;
        QTest::newRow("of the channel's authority") << QStringLiteral("channel") << QStringLiteral("Tls/CRL_MISSING");
    }
    void lists()
    {
        QFETCH(QString, which);
        QFETCH(QString, expected);
        const IssuedCertificate node = Judge::issue(leaf());
        Judge judge;
        ListRecipe recipe;
        qint64 graceMs = 0;
        if (which == QStringLiteral("revoked"))
            recipe.revoked = {readCertificate(node.certificatePem)->serial};
        else if (which.startsWith(QStringLiteral("stale")))
            recipe.fromDays = -9, recipe.toDays = -1;
        else if (which == QStringLiteral("tomorrow"))
            recipe.fromDays = 1;
        else if (which == QStringLiteral("empty id"))
            recipe.distinguishingId = "";
        else if (which == QStringLiteral("broken"))
            recipe.signatureIsBroken = true;
        else if (which == QStringLiteral("critical"))
            recipe.criticalExtension = "critical,x";
        if (which.endsWith(QStringLiteral("grace")))
            graceMs = 25 * 3'600'000;
        std::vector<Bytes> lists{Judge::list(recipe)};
        if (which == QStringLiteral("none"))
            lists.clear();
        if (which == QStringLiteral("namesake")) {
            const Identities other;
            lists = {bakeList({}, other.sm2Authority().certificatePem(), other.sm2Authority().privateKeyPem())};
        }
        if (which == QStringLiteral("channel")) {
            const CertificateAuthority& channel = sharedIdentities().authority();
            lists = {bakeList({}, channel.certificatePem(), channel.privateKeyPem())};
        }
        judge.give(lists);
        QCOMPARE(judge.verdict({derOf(node.certificatePem)}, graceMs), expected);
    }

    void properGreetingOpens_data() { sides(); }
    void properGreetingOpens() // or the tests below would prove nothing
    {
        QFETCH(bool, peerIsServer);
        Greeted bed(peerIsServer);
        bed.greeting->sendHello();
        QVERIFY(bed.greeting->sendAuth());
        QCOMPARE(bed.outcome(), QStringLiteral("open"));
        QCOMPARE((*bed.session)->peer().packetSuite, QStringLiteral("SM4-GCM+SM3+SM2"));
        QVERIFY((*bed.session)->peer().sm2Subject.contains(kProvince));
    }

    void wrongProofIsRefused_data()
    {
        QTest::addColumn<QString>("which");
        for (const char* which :
             {"other role", "other binding", "other hello", "without the domain", "of another node's key"})
            QTest::newRow(which) << QString::fromLatin1(which);
    }
    void wrongProofIsRefused()
    {
        QFETCH(QString, which);
        Greeted bed(false);
        RawGreeting& greeting = *bed.greeting;
        if (which == QStringLiteral("of another node's key")) {
            // It shows the province's certificate and signs with a key of its own.
            RawGreeting thief(*bed.peer, sharedIdentities().issue(QStringLiteral("330000")), kProvince);
            thief.hello.sm2Chain = greeting.hello.sm2Chain;
            thief.sendHello();
            QVERIFY(thief.sendAuth());
        } else {
            greeting.sendHello();
            QVERIFY(greeting.waitHello());
            Bytes message = greeting.properMessage();
            if (which == QStringLiteral("other role"))
                message.replace(message.find("dialer"), 6, "listener");
            else if (which == QStringLiteral("without the domain"))
                message.erase(0, message.find('\0') + 1);
            else if (which == QStringLiteral("other binding"))
                message = authMessage({encodeHello(greeting.hello), "x", Bytes(32, 'b')}, true);
            else
                message.back() = static_cast<char>(message.back() ^ 1);
            QVERIFY(greeting.sendAuth(message));
        }
        QCOMPARE(bed.outcome(), QStringLiteral("Auth/LNK_AUTH"));
        QCOMPARE(bed.session->openedCount, 0);
        QVERIFY(!bed.session->reason.transient);
    }

    void aNodeWithAnothersSm2CertificateIsRefused()
    {
        Greeted bed(false);
        bed.greeting->hello.sm2Chain =
            RawGreeting(*bed.peer, sharedIdentities().issue(QStringLiteral("330000")), kProvince).hello.sm2Chain;
        bed.greeting->sendHello();
        QCOMPARE(bed.outcome(), QStringLiteral("Auth/LNK_AUTH"));
        QVERIFY(bed.session->reason.args.join(u' ').contains(QStringLiteral("330000")));
    }

    void noCommonSuiteIsRefused()
    {
        Greeted bed(false);
        bed.greeting->hello.suites = {QStringLiteral("ROT13")};
        bed.greeting->sendHello();
        QCOMPARE(bed.outcome(), QStringLiteral("Auth/LNK_REFUSED"));
        QVERIFY(bed.session->reason.args.at(1).contains(QStringLiteral("ROT13")));
    }

    void twoSessionsAgreeOnTheDialersBestSuite()
    {
        SessionPair::Setup setup;
        setup.dialerOptions.suites = {QStringLiteral("A"), QStringLiteral("B")};
        setup.listenerOptions.suites = {QStringLiteral("C"), QStringLiteral("B"), QStringLiteral("A")};
        SessionPair pair(setup);
        QVERIFY(pair.waitOpen());
        QCOMPARE((*pair.dialer)->peer().packetSuite, QStringLiteral("A"));
        QCOMPARE((*pair.listener)->peer().packetSuite, QStringLiteral("A"));
    }

    /// A box on the way ends the TLS session on both sides with certificates that each side takes for the other's, and
    /// passes on, unchanged, whatever the two say.
    void whoEndsTlsOnTheWayIsRefused()
    {
        const auto provinceTls = sharedIdentities().context(kProvince);
        const auto ministryTls = sharedIdentities().context(kMinistry);
        auto [provincePipe, toProvince] = LoopbackStream::makePair();
        auto [ministryPipe, toMinistry] = LoopbackStream::makePair();
        SessionProbe province(std::make_unique<Session>(std::move(provincePipe), *provinceTls, Session::Side::Dialer,
                                                        SessionPair::defaults(kProvince), systemClock(),
                                                        [](const QString& code) { return code == kMinistry; }));
        SessionProbe ministry(std::make_unique<Session>(std::move(ministryPipe), *ministryTls, Session::Side::Listener,
                                                        SessionPair::defaults(kMinistry), systemClock(),
                                                        [](const QString& code) { return code == kProvince; }));
        RawTlsPeer::Setup asMinistry;
        asMinistry.isServer = true;
        asMinistry.files = sharedIdentities().issue(kMinistry); // of the trusted authority
        RawTlsPeer::Setup asProvince;
        asProvince.files = sharedIdentities().issue(kProvince);
        RawTlsPeer left(std::move(toProvince), asMinistry);
        RawTlsPeer right(std::move(toMinistry), asProvince);
        Bytes seen;
        const auto pass = [&seen](RawTlsPeer& from, RawTlsPeer& to) {
            if (!to.isReady())
                return;
            const Bytes bytes = from.takeReceived();
            seen += bytes;
            if (!bytes.empty())
                to.sendPlain(bytes);
        };
        left.onReceived = [&] { pass(left, right); };
        right.onReceived = [&] { pass(right, left); };
        QVERIFY(QTest::qWaitFor(
            [&] {
                pass(left, right);
                pass(right, left);
                return province.isOver() || ministry.isOver();
            },
            20'000));
        QVERIFY2(seen.size() > 1000, "it must have got as far as the greeting");
        QCOMPARE(province.openedCount + ministry.openedCount, 0);
        const Error& why = ministry.isOver() && ministry.reason.event == QStringLiteral("LNK_AUTH") ? ministry.reason
                                                                                                    : province.reason;
        QCOMPARE(nameOf(why), QStringLiteral("Auth/LNK_AUTH"));
    }

    /// The same box takes suites out of a Hello on the way.
    void aSuiteTakenOutOnTheWayIsNoticed()
    {
        Greeted bed(false);
        // What the other side heard is not what was said: it signs its own view.
        bed.greeting->sendHello();
        QVERIFY(bed.greeting->waitHello());
        Hello poorer = bed.greeting->hello;
        poorer.suites = {QStringLiteral("SM4-GCM+SM3+SM2"), QStringLiteral("STRONGER")};
        const Bytes binding = bed.peer->bindingSecret();
        MessageReader reader;
        BytesView received = bed.peer->received();
        const Bytes ours = (**reader.take(received)).payload;
        QVERIFY(bed.greeting->sendAuth(authMessage({encodeHello(poorer), ours, binding}, true)));
        QCOMPARE(bed.outcome(), QStringLiteral("Auth/LNK_AUTH"));
    }

private:
    static void sides()
    {
        QTest::addColumn<bool>("peerIsServer");
        QTest::newRow("it dials") << false;
        QTest::newRow("it listens") << true;
    }
};

BUSHENG_TEST(TstSm2Identity)
#include "tst_sm2_identity.moc"
