// SPDX-License-Identifier: GPL-3.0-or-later
// Who is let in by certificate, and who is not: each row is one way of being wrong.
#include "engine/base/file_system.h"
#include "engine/crypto/certificate_authority.h"
#include "tests/support/raw_tls_peer.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/hostile_certificate.h"
#include "tests/unit/net/net_bed.h"

using namespace busheng;
using namespace busheng::test;

namespace {

const QString kInvalid = QStringLiteral("Tls/CRT_INVALID");
const QString kExpired = QStringLiteral("Tls/CRT_EXPIRED");
const QString kOpen; ///< it is let in

CertificateRecipe leaf(const QStringList& names = {kProvince})
{
    CertificateRecipe recipe;
    recipe.commonNames = names;
    return recipe;
}

CertificateRecipe authority(const QString& name)
{
    CertificateRecipe recipe = leaf({name});
    recipe.constraints = "critical,CA:TRUE";
    recipe.usage = "critical,keyCertSign,cRLSign";
    recipe.extendedUsage = nullptr;
    return recipe;
}

QString serialOf(const IssuedCertificate& certificate)
{
    return readCertificate(certificate.certificatePem)->serial;
}

/// A root, and what a row puts under it and into the folder of lists.
struct Trust {
    Trust() : root(selfSigned(authority(QStringLiteral("Root")))) {}
    static IssuedCertificate selfSigned(CertificateRecipe recipe)
    {
        recipe.selfSigned = true;
        return bake(recipe, {}, {});
    }
    IssuedCertificate issue(const CertificateRecipe& recipe) const
    {
        return bake(recipe, root.certificatePem, root.privateKeyPem);
    }
    Bytes list(const ListRecipe& recipe = {}) const
    {
        return bakeList(recipe, root.certificatePem, root.privateKeyPem);
    }

    IssuedCertificate root;
    std::vector<Bytes> lists;
    qint64 graceMs = 0;
};

/// What our side says to a dialer that shows `certificate`: empty when it is let in.
QString verdict(const Trust& trust, const IssuedCertificate& certificate, Error* why = nullptr)
{
    static Identities identities;
    QTemporaryDir folder;
    TlsContext::Files files = identities.issue(kMinistry);
    files.authority = folder.filePath(QStringLiteral("root.pem"));
    files.revocationLists = folder.path();
    files.listGraceMs = trust.graceMs;
    static_cast<void>(replaceFile(systemFileSystem(), files.authority, trust.root.certificatePem));
    int number = 0;
    for (const Bytes& list : trust.lists)
        static_cast<void>(
            replaceFile(systemFileSystem(), folder.filePath(QStringLiteral("%1.crl").arg(++number)), list));
    const auto tls = TlsContext::create(files);
    if (!tls) {
        if (why != nullptr)
            *why = tls.error();
        return nameOf(tls.error());
    }
    auto [near, far] = LoopbackStream::makePair();
    SessionProbe session(std::make_unique<Session>(std::move(near), **tls, Session::Side::Listener,
                                                   SessionPair::defaults(kMinistry), systemClock(),
                                                   [](const QString& code) { return code == kProvince; }));
    RawTlsPeer::Setup setup;
    setup.files = identities.write(certificate);
    RawTlsPeer peer(std::move(far), setup);
    if (!QTest::qWaitFor([&] { return session.isOver() || session->state() == Session::State::Greeting; }, 20'000))
        return QStringLiteral("no verdict");
    if (!session.isOver())
        return kOpen;
    if (why != nullptr)
        *why = session.reason;
    return peer.received().empty() ? nameOf(session.reason) : QStringLiteral("it was told something");
}

using Change = std::function<void(CertificateRecipe&)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TstCertificates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nodeCertificates_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const Change& change, const QString& expected, const char* reason = "") {
            QTest::newRow(name) << change << expected << QString::fromLatin1(reason);
        };
        row(
            "good", [](auto&) {}, kOpen);
        row(
            "good, P-384", [](auto& r) { r.keyType = "P-384"; }, kOpen);
        row(
            "good, Ed25519", [](auto& r) { r.keyType = "ED25519"; }, kOpen);
        row(
            "good, RSA 2048", [](auto& r) { r.keyType = "RSA2048"; }, kOpen);
        row(
            "good, for clients only", [](auto& r) { r.extendedUsage = "clientAuth"; }, kOpen);
        row(
            "good, an unknown extension", [](auto& r) { r.otherExtension = "note"; }, kOpen);
        row(
            "good, serial of 20 bytes", [](auto& r) { r.serialBytes = 19; }, kOpen);

        row(
            "version 1", [](auto& r) { r.versionOne = true; }, kInvalid, "version 3");
        row(
            "no basic constraints", [](auto& r) { r.constraints = nullptr; }, kInvalid, "no authority's");
        row(
            "an authority's", [](auto& r) { r.constraints = "critical,CA:TRUE"; }, kInvalid);
        row(
            "an authority's, may sign certificates",
            [](auto& r) { r.constraints = "critical,CA:TRUE", r.usage = "digitalSignature,keyCertSign"; }, kInvalid,
            "of an authority");
        row(
            "a path length without being an authority", [](auto& r) { r.constraints = "critical,CA:FALSE,pathlen:1"; },
            kInvalid);
        row(
            "no key usage", [](auto& r) { r.usage = nullptr; }, kInvalid, "what its key may do");
        row(
            "for encryption only", [](auto& r) { r.usage = "keyEncipherment"; }, kInvalid);
        row(
            "for key agreement only", [](auto& r) { r.usage = "keyAgreement"; }, kInvalid);
        row(
            "for data only", [](auto& r) { r.usage = "dataEncipherment"; }, kInvalid);
        row(
            "may sign lists too", [](auto& r) { r.usage = "digitalSignature,cRLSign"; }, kInvalid);
        row(
            "may sign certificates too", [](auto& r) { r.usage = "digitalSignature,keyCertSign"; }, kInvalid);
        row(
            "no extended usage", [](auto& r) { r.extendedUsage = nullptr; }, kInvalid, "for TLS");
        row(
            "for anything", [](auto& r) { r.extendedUsage = "clientAuth,anyExtendedKeyUsage"; }, kInvalid, "anything");
        row(
            "for servers only", [](auto& r) { r.extendedUsage = "serverAuth"; }, kInvalid);
        row(
            "for e-mail", [](auto& r) { r.extendedUsage = "emailProtection"; }, kInvalid);
        row(
            "for code", [](auto& r) { r.extendedUsage = "codeSigning"; }, kInvalid);
        row(
            "for time stamps", [](auto& r) { r.extendedUsage = "critical,timeStamping"; }, kInvalid);
        row(
            "for OCSP", [](auto& r) { r.extendedUsage = "OCSPSigning"; }, kInvalid);
        row(
            "an unknown critical extension", [](auto& r) { r.otherExtension = "critical,note"; }, kInvalid);
        row(
            "expired", [](auto& r) { r.fromDays = -30, r.toDays = -1; }, kExpired);
        row(
            "not yet valid", [](auto& r) { r.fromDays = 1; }, kInvalid, "not valid before");
        row(
            "ends before it begins", [](auto& r) { r.fromDays = 20, r.toDays = 10; }, kInvalid);
        row(
            "valid for six years", [](auto& r) { r.toDays = 6 * 366; }, kInvalid, "five years");
        row(
            "serial of 21 bytes", [](auto& r) { r.serialBytes = 22; }, kInvalid, "serial number");
        row(
            "negative serial", [](auto& r) { r.serialIsNegative = true; }, kInvalid, "serial number");
        row(
            "SHA-1", [](auto& r) { r.digest = "SHA1"; }, kInvalid);
        row(
            "RSA 1024", [](auto& r) { r.keyType = "RSA1024"; }, kInvalid);
        row(
            "RSA 1536", [](auto& r) { r.keyType = "RSA1536"; }, kInvalid);
        row(
            "signature broken", [](auto& r) { r.signatureIsBroken = true; }, kInvalid, "signature");
        row(
            "does not say by which key it is signed", [](auto& r) { r.hasIssuerKeyId = false; }, kInvalid);
        row(
            "self-signed", [](auto& r) { r.selfSigned = true; }, kInvalid);
        row(
            "no name", [](auto& r) { r.commonNames.clear(); }, kInvalid);
        row(
            "two names", [](auto& r) { r.commonNames.append(kProvince); }, kInvalid, "more than one");
        row(
            "a name that is no code", [](auto& r) { r.commonNames = {QStringLiteral("anhui")}; }, kInvalid,
            "node code");
        row(
            "NUL in the name", [](auto& r) { r.commonNames = {kProvince + QChar(0) + u'X'}; }, kInvalid, "node code");
        row(
            "blank behind the name", [](auto& r) { r.commonNames = {kProvince + u' '}; }, kInvalid, "node code");
        row(
            "full-width digits", [](auto& r) { r.commonNames = {QStringLiteral("３４００００")}; }, kInvalid,
            "node code");
        row(
            "our own code", [](auto& r) { r.commonNames = {kMinistry}; }, QStringLiteral("Auth/LNK_REFUSED"),
            "own code");
        row(
            "a node that is not registered", [](auto& r) { r.commonNames = {QStringLiteral("330000")}; },
            QStringLiteral("Auth/LNK_UNKNOWN_PEER"), "330000");
    }
    void nodeCertificates()
    {
        QFETCH(Change, change);
        QFETCH(QString, expected);
        QFETCH(QString, reason);
        Trust trust;
        trust.lists = {trust.list()};
        CertificateRecipe recipe = leaf();
        change(recipe);
        Error why;
        QCOMPARE(verdict(trust, trust.issue(recipe), &why), expected);
        QVERIFY2(why.args.join(u' ').contains(reason), qPrintable(why.args.join(u' ')));
    }

    void chains_data()
    {
        QTest::addColumn<Change>("change"); ///< of the authority between root and node
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const Change& change, const QString& expected) {
            QTest::newRow(name) << change << expected;
        };
        row(
            "good", [](auto&) {}, kOpen);
        row(
            "good, no further authority", [](auto& r) { r.constraints = "critical,CA:TRUE,pathlen:0"; }, kOpen);
        row(
            "between is no authority", [](auto& r) { r.constraints = "critical,CA:FALSE"; }, kInvalid);
        row(
            "between has no basic constraints", [](auto& r) { r.constraints = nullptr; }, kInvalid);
        row(
            "its constraints are not critical", [](auto& r) { r.constraints = "CA:TRUE"; }, kInvalid);
        row(
            "between may not sign certificates", [](auto& r) { r.usage = "critical,digitalSignature,cRLSign"; },
            kInvalid);
        row(
            "between has no key usage", [](auto& r) { r.usage = nullptr; }, kInvalid);
        row(
            "between may not sign lists", [](auto& r) { r.usage = "critical,keyCertSign"; },
            QStringLiteral("Tls/CRL_INVALID"));
        row(
            "between is expired", [](auto& r) { r.fromDays = -30, r.toDays = -1; }, kExpired);
        row(
            "between is not yet valid", [](auto& r) { r.fromDays = 1; }, kInvalid);
        row(
            "between is signed with SHA-1", [](auto& r) { r.digest = "SHA1"; }, kInvalid);
        row(
            "between has a weak key", [](auto& r) { r.keyType = "RSA1024"; }, kInvalid);
        row(
            "its signature is broken", [](auto& r) { r.signatureIsBroken = true; }, kInvalid);
        row(
            "it has an unknown critical extension", [](auto& r) { r.otherExtension = "critical,x"; }, kInvalid);
        row(
            "it is for e-mail only", [](auto& r) { r.extendedUsage = "emailProtection"; }, kInvalid);
    }
    void chains()
    {
        QFETCH(Change, change);
        QFETCH(QString, expected);
        Trust trust;
        CertificateRecipe recipe = authority(QStringLiteral("Between"));
        change(recipe);
        const IssuedCertificate between = trust.issue(recipe);
        IssuedCertificate node = bake(leaf(), between.certificatePem, between.privateKeyPem);
        node.certificatePem += between.certificatePem;
        trust.lists = {trust.list(), bakeList({}, between.certificatePem, between.privateKeyPem)};
        QCOMPARE(verdict(trust, node), expected);
    }

    void aPathLongerThanItMayBeIsRefused()
    {
        Trust trust;
        CertificateRecipe first = authority(QStringLiteral("First"));
        first.constraints = "critical,CA:TRUE,pathlen:0";
        const IssuedCertificate one = trust.issue(first);
        const IssuedCertificate two = bake(authority(QStringLiteral("Second")), one.certificatePem, one.privateKeyPem);
        IssuedCertificate node = bake(leaf(), two.certificatePem, two.privateKeyPem);
        node.certificatePem += two.certificatePem + one.certificatePem;
        trust.lists = {trust.list(), bakeList({}, one.certificatePem, one.privateKeyPem),
                       bakeList({}, two.certificatePem, two.privateKeyPem)};
        Error why;
        QCOMPARE(verdict(trust, node, &why), kInvalid);
        QVERIFY2(why.args.at(1).contains(QStringLiteral("path length")), qPrintable(why.toString()));
    }

    void othersAuthoritiesAreNone()
    {
        Trust trust;
        trust.lists = {trust.list()};
        const Trust namesake; // the same name, another key
        QCOMPARE(verdict(trust, namesake.issue(leaf())), kInvalid);
        const IssuedCertificate node = trust.issue(leaf({QStringLiteral("330000")}));
        IssuedCertificate byNode = bake(leaf(), node.certificatePem, node.privateKeyPem);
        byNode.certificatePem += node.certificatePem;
        QCOMPARE(verdict(trust, byNode), kInvalid);
        IssuedCertificate bringsItsRoot = namesake.issue(leaf());
        bringsItsRoot.certificatePem += namesake.root.certificatePem;
        QCOMPARE(verdict(trust, bringsItsRoot), kInvalid);
    }

    void revocationLists_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<int>("graceHours");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* which, const QString& expected, int graceHours = 0) {
            QTest::addRow("%s, grace of %d hours", which, graceHours)
                << QString::fromLatin1(which) << graceHours << expected;
        };
        const QString missing = QStringLiteral("Tls/CRL_MISSING");
        const QString stale = QStringLiteral("Tls/CRL_STALE");
        const QString invalid = QStringLiteral("Tls/CRL_INVALID");
        const QString badFile = QStringLiteral("Config/CRL_INVALID");
        row("good", kOpen);
        row("in DER", kOpen);
        row("another is revoked", kOpen);
        row("an old one beside the new one", kOpen);
        row("none", missing);
        row("none", missing, 720);
        row("revoked", QStringLiteral("Tls/CRT_REVOKED"));
        row("revoked among ten thousand", QStringLiteral("Tls/CRT_REVOKED"));
        row("revoked in the newer of two", QStringLiteral("Tls/CRT_REVOKED"));
        row("revoked, list stale", stale);
        row("stale by a day", stale);
        row("stale by a day", stale, 23);
        row("stale by a day", kOpen, 25);
        row("revoked, stale by a day", QStringLiteral("Tls/CRT_REVOKED"), 25);
        row("of tomorrow", invalid);
        row("of another authority", missing);
        row("of a namesake", missing);
        row("signed by a node", missing);
        row("broken", invalid);
        row("with a critical extension", invalid);
        row("without a next date", badFile);
        row("SHA-1", badFile);
        row("empty file", badFile);
        row("garbage", badFile);
        row("cut short", badFile);
        row("a certificate", badFile);
    }
    void revocationLists()
    {
        QFETCH(QString, which);
        QFETCH(int, graceHours);
        QFETCH(QString, expected);
        Trust trust;
        trust.graceMs = graceHours * 3'600'000LL;
        const IssuedCertificate node = trust.issue(leaf());
        trust.lists = listsFor(which, trust, node);
        Error why;
        QCOMPARE(verdict(trust, node, &why), expected);
        QVERIFY(expected.isEmpty() || !why.args.value(0).isEmpty());
    }

private:
    static std::vector<Bytes> listsFor(const QString& which, const Trust& trust, const IssuedCertificate& node)
    {
        ListRecipe recipe;
        if (which.startsWith(QStringLiteral("revoked")))
            recipe.revoked = {serialOf(node)};
        if (which.contains(QStringLiteral("stale")))
            recipe.fromDays = -10, recipe.toDays = -1;
        if (which == QStringLiteral("another is revoked"))
            recipe.revoked = {QStringLiteral("1122334455")};
        else if (which == QStringLiteral("revoked among ten thousand"))
            for (int i = 0; i < 10'000; ++i)
                recipe.revoked.push_back(QString::number(0x10000000 + i, 16));
        else if (which == QStringLiteral("of tomorrow"))
            recipe.fromDays = 1;
        else if (which == QStringLiteral("broken"))
            recipe.signatureIsBroken = true;
        else if (which == QStringLiteral("with a critical extension"))
            recipe.criticalExtension = "critical,x";
        else if (which == QStringLiteral("without a next date"))
            recipe.hasNextDate = false;
        else if (which == QStringLiteral("SHA-1"))
            recipe.digest = "SHA1";
        const Bytes list = trust.list(recipe);
        if (which == QStringLiteral("none"))
            return {};
        if (which == QStringLiteral("in DER"))
            return {Bytes(view(QByteArray::fromBase64(toQByteArray(list).mid(25).chopped(23))))};
        if (which == QStringLiteral("an old one beside the new one") ||
            which == QStringLiteral("revoked in the newer of two")) {
            ListRecipe old;
            old.fromDays = -20;
            old.toDays = 5;
            return {list, trust.list(old)};
        }
        if (which == QStringLiteral("of another authority")) {
            const IssuedCertificate other = Trust::selfSigned(authority(QStringLiteral("Other")));
            return {bakeList({}, other.certificatePem, other.privateKeyPem)};
        }
        if (which == QStringLiteral("of a namesake"))
            return {Trust().list()};
        if (which == QStringLiteral("signed by a node"))
            return {bakeList({}, node.certificatePem, node.privateKeyPem)};
        if (which == QStringLiteral("empty file"))
            return {Bytes()};
        if (which == QStringLiteral("garbage"))
            return {Bytes(1000, 'x')};
        if (which == QStringLiteral("cut short"))
            return {list.substr(0, list.size() / 2)};
        if (which == QStringLiteral("a certificate"))
            return {node.certificatePem};
        return {list};
    }
};

BUSHENG_TEST(TstCertificates)
#include "tst_certificates.moc"
