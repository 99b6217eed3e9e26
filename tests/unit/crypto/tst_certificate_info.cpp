// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/platform.h"
#include "engine/crypto/certificate_authority.h"
#include "engine/crypto/pem.h"
#include "tests/support/test_main.h"
#include "tests/unit/crypto/odd_certificate.h"
#include "tests/unit/crypto/vectors.h"

#include <QCryptographicHash>

using namespace busheng;
using namespace busheng::test;

namespace {

constexpr qint64 kDayMs = 86400LL * 1000;

const CertificateAuthority& authority()
{
    static const CertificateAuthority instance = [] {
        Result<CertificateAuthority> made = CertificateAuthority::create(QStringLiteral("演示 CA"), systemClock(), 30);
        if (!made)
            qFatal("%s", qPrintable(made.error().toString()));
        return std::move(*made);
    }();
    return instance;
}

Bytes issuedPem(const CertificateAuthority::Subject& subject, qint64 from, int days)
{
    const Result<IssuedCertificate> issued = authority().issue(subject, from, days);
    if (!issued)
        qFatal("%s", qPrintable(issued.error().toString()));
    return issued->certificatePem;
}

Bytes someCertificate()
{
    return issuedPem({QStringLiteral("340000-LWJC"), {}}, systemClock().utcMs(), 5);
}

} // namespace

class TstCertificateInfo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWasWritten_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("organization");
        QTest::addColumn<qint64>("from");
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("subject");
        const QString code = QStringLiteral("340000");
        const qint64 from = 1'750'000'000'000;
        QTest::newRow("code and organization")
            << code << QStringLiteral("安徽省") << from << 365 << QStringLiteral("CN=340000, O=安徽省");
        QTest::newRow("code only") << code << QString() << from << 1 << QStringLiteral("CN=340000");
        if (!kIsWindows) // whose C library, by which certificates are written, knows no time before that
            QTest::newRow("before 1970") << code << QString() << qint64{-400 * kDayMs} << 300
                                         << QStringLiteral("CN=340000");
        QTest::newRow("across 2050") << code << QString() << qint64{2'500'000'000'000} << 3650
                                     << QStringLiteral("CN=340000");
        QTest::newRow("separators in a name") << code << QStringLiteral("a, CN=000000+b") << from << 365
                                              << QStringLiteral("CN=340000, O=a\\, CN=000000\\+b");
    }

    void readsWhatWasWritten()
    {
        QFETCH(const QString, code);
        QFETCH(const QString, organization);
        QFETCH(const qint64, from);
        QFETCH(const int, days);
        QFETCH(const QString, subject);
        const Bytes pem = issuedPem({code, organization}, from, days);
        const Result<CertificateInfo> info = readCertificate(pem);
        QVERIFY_OK(info);
        QCOMPARE(info->commonName, code);
        QCOMPARE(info->subject, subject);
        QCOMPARE(info->issuer, QStringLiteral("CN=演示 CA"));
        QCOMPARE(info->notBeforeUtcMs, from);
        QCOMPARE(info->notAfterUtcMs, from + days * kDayMs);
        const QByteArray der = toQByteArray(*readPem(pem, "CERTIFICATE", PemBlocks::One));
        QCOMPARE(info->sha256, QString::fromLatin1(QCryptographicHash::hash(der, QCryptographicHash::Sha256).toHex()));
    }

    void readsTheFirstOfAChain()
    {
        const Bytes leaf = someCertificate();
        const Result<CertificateInfo> info = readCertificate(leaf + authority().certificatePem());
        QVERIFY_OK(info);
        QCOMPARE(info->commonName, QStringLiteral("340000-LWJC"));
        QCOMPARE(info->serial, readCertificate(leaf)->serial);
    }

    void theAuthoritysOwnIsBackdatedForSlowClocks()
    {
        const Result<CertificateInfo> info = readCertificate(authority().certificatePem());
        QVERIFY_OK(info);
        QCOMPARE(info->subject, info->issuer);
        QVERIFY(info->notBeforeUtcMs <= systemClock().utcMs() - 3600 * 1000);
        QCOMPARE(info->notAfterUtcMs - info->notBeforeUtcMs, 30 * kDayMs);
    }

    void rejectsNamesThatCanBeReadInTwoWays()
    {
        const auto refused = [](std::vector<std::pair<const char*, Bytes>> subject) {
            OddCertificate odd;
            odd.subject = std::move(subject);
            const Result<CertificateInfo> info = readCertificate(mint(authority(), odd).certificatePem);
            return !info && info.error().code == ErrorCode::Crypto;
        };
        QVERIFY(refused({{"CN", "340000"}, {"CN", "000000"}}));
        QVERIFY(refused({{"CN", "340000"}, {"O", "between"}, {"CN", "340000"}}));
        QVERIFY(refused({{"CN", Bytes("340000\0.000000", 14)}}));
        QVERIFY(refused({{"CN", Bytes("340000\0", 7)}}));
        QVERIFY(refused({{"CN", "340000\n"}}));
        QVERIFY(!refused({{"CN", "340000"}, {"O", "one"}, {"O", "two"}}));
        OddCertificate nameless;
        nameless.subject = {{"O", "nobody"}};
        QCOMPARE(readCertificate(mint(authority(), nameless).certificatePem)->commonName, QString());
    }

    void rejectsHostileFiles_data()
    {
        QTest::addColumn<QByteArray>("pem");
        const auto row = [](const char* name, const Bytes& bytes) { QTest::newRow(name) << toQByteArray(bytes); };
        const Bytes good = *readPem(someCertificate(), "CERTIFICATE", PemBlocks::One);
        row("empty", {});
        row("garbage", "\x01\x02 not a certificate");
        row("a private key", authority().privateKeyPem());
        row("an SM2 public key", pemOf("PUBLIC KEY", publishedPublicDer()));
        row("nothing inside", pemOf("CERTIFICATE", {}));
        row("zeros inside", pemOf("CERTIFICATE", Bytes(500, '\0')));
        row("trailing byte inside", pemOf("CERTIFICATE", good + '\0'));
        row("cut inside", pemOf("CERTIFICATE", good.substr(0, good.size() - 1)));
        row("DER, not PEM", good);
        row("base64 broken", "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");
        row("ends differently", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----\n");
        row("headers", "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
                       "-----END CERTIFICATE-----\n");
        row("too long", someCertificate() + Bytes(1 << 20, '\n'));
        row("length of 4 GiB", pemOf("CERTIFICATE", hex(QStringLiteral("3084ffffffff")) + good.substr(4)));
    }

    void rejectsHostileFiles()
    {
        QFETCH(const QByteArray, pem);
        const Result<CertificateInfo> info = readCertificate(view(pem));
        QVERIFY(!info);
        QCOMPARE(info.error().code, ErrorCode::Crypto);
    }

    void rejectsEveryTruncatedFile()
    {
        const Bytes pem = someCertificate();
        for (std::size_t size = 0; size < pem.size() - 6; ++size) // "-----\n" at the end may be cut short
            QVERIFY2(!readCertificate(BytesView(pem).substr(0, size)), qPrintable(QString::number(size)));
    }
};

BUSHENG_TEST(TstCertificateInfo)
#include "tst_certificate_info.moc"
