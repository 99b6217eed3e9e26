// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_access.h"
#include "engine/base/file_system.h"
#include "engine/net/tls_context.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/hostile_certificate.h"
#include "tests/unit/net/net_bed.h"

#include <QFile>

using namespace busheng;
using namespace busheng::test;

namespace {

void overwrite(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
}

} // namespace

class TstTlsContext : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void knowsItsOwnCode() { QCOMPARE(sharedIdentities().context(kProvince)->ownCode(), kProvince); }

    void missingFilesAreNamed_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("certificate") << 0;
        QTest::newRow("key") << 1;
        QTest::newRow("authority") << 2;
    }
    void missingFilesAreNamed()
    {
        QFETCH(int, which);
        TlsContext::Files files = sharedIdentities().issue(kProvince);
        QString& path = which == 0 ? files.certificate : which == 1 ? files.privateKey : files.authority;
        path = sharedIdentities().path(QStringLiteral("nowhere.pem"));
        const auto context = TlsContext::create(files);
        QVERIFY(!context);
        QCOMPARE(nameOf(context.error()), QStringLiteral("Config/CFG_MISSING_CERT"));
        QCOMPARE(context.error().args, QStringList{path});
    }

    void badContentIsRefused_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QByteArray>("content");
        const QByteArray begin("-----BEGIN ");
        const QByteArray end("-----END ");
        for (int which = 0; which < 3; ++which) {
            QTest::addRow("%d empty", which) << which << QByteArray();
            QTest::addRow("%d text", which) << which << QByteArray("this is no certificate\n");
            QTest::addRow("%d binary", which) << which << QByteArray(1000, '\xff');
            QTest::addRow("%d bad base64", which)
                << which << begin + "CERTIFICATE-----\n!!!!\n" + end + "CERTIFICATE-----\n";
            QTest::addRow("%d huge", which) << which << QByteArray(300 << 10, 'A');
        }
        QTest::addRow("encrypted key does not ask")
            << 1 << begin + "ENCRYPTED PRIVATE KEY-----\nMIIBHDBXBgkq\n" + end + "ENCRYPTED PRIVATE KEY-----\n";
    }
    void badContentIsRefused()
    {
        QFETCH(int, which);
        QFETCH(QByteArray, content);
        Identities identities;
        const TlsContext::Files files = identities.issue(kProvince);
        const QString path = which == 0 ? files.certificate : which == 1 ? files.privateKey : files.authority;
        overwrite(path, content);
        const auto context = TlsContext::create(files);
        QVERIFY(!context);
        QVERIFY2(context.error().event == QStringLiteral("CFG_BAD_CERT") || content.size() > 200'000,
                 qPrintable(context.error().toString()));
    }

    void keyOfAnotherCertificateIsRefused()
    {
        TlsContext::Files files = sharedIdentities().issue(kProvince);
        files.privateKey = sharedIdentities().issue(kProvince).privateKey;
        const auto context = TlsContext::create(files);
        QVERIFY(!context);
        QCOMPARE(nameOf(context.error()), QStringLiteral("Config/CFG_BAD_CERT"));
        QCOMPARE(context.error().args.at(0), files.privateKey);
    }

    void ownCertificateMustBeGood_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<int>("fromDays");
        QTest::addColumn<int>("toDays");
        QTest::addColumn<bool>("good");
        QTest::newRow("good") << QStringList{kProvince} << -1 << 30 << true;
        QTest::newRow("expired") << QStringList{kProvince} << -30 << -1 << false;
        QTest::newRow("not yet valid") << QStringList{kProvince} << 1 << 30 << false;
        QTest::newRow("no name") << QStringList{} << -1 << 30 << false;
        QTest::newRow("two names") << QStringList{kProvince, kMinistry} << -1 << 30 << false;
        QTest::newRow("no node code") << QStringList{QStringLiteral("Anhui")} << -1 << 30 << false;
    }
    void ownCertificateMustBeGood()
    {
        QFETCH(QStringList, names);
        QFETCH(int, fromDays);
        QFETCH(int, toDays);
        QFETCH(bool, good);
        CertificateRecipe recipe;
        recipe.commonNames = names;
        recipe.fromDays = fromDays;
        recipe.toDays = toDays;
        const CertificateAuthority& authority = sharedIdentities().authority();
        const auto context = TlsContext::create(
            sharedIdentities().write(bake(recipe, authority.certificatePem(), authority.privateKeyPem())));
        QCOMPARE(context.has_value(), good);
        if (!context)
            QCOMPARE(nameOf(context.error()), QStringLiteral("Config/CFG_BAD_CERT"));
    }

    void aNodesCertificateIsNoAuthority()
    {
        TlsContext::Files files = sharedIdentities().issue(kProvince);
        files.authority = files.certificate;
        const auto context = TlsContext::create(files);
        QVERIFY(!context);
        QCOMPARE(nameOf(context.error()), QStringLiteral("Config/CFG_BAD_CERT"));
        QCOMPARE(context.error().args.at(0), files.authority);
    }

    void newFilesAreTakenUpAndBadOnesAreNot()
    {
        Identities identities;
        const TlsContext::Files files = identities.issue(kProvince);
        const auto context = identities.context(files);
        const QString first = context->credentials().front().serial;
        QCOMPARE(context->reload().value_or(true), false); // nothing has changed

        const auto replace = [&files](const TlsContext::Files& by) {
            for (const auto& [from, to] :
                 {std::pair(by.privateKey, files.privateKey), std::pair(by.certificate, files.certificate)}) {
                QVERIFY(QFile::remove(to));
                QVERIFY(QFile::copy(from, to));
                QVERIFY(closeToOthers(to)); // Windows copies no access list
            }
        };
        replace(identities.issue(kMinistry)); // another node's
        const auto foreign = context->reload();
        QVERIFY(!foreign);
        QCOMPARE(nameOf(foreign.error()), QStringLiteral("Config/CFG_BAD_CERT"));
        QCOMPARE(context->credentials().front().serial, first);

        const TlsContext::Files fresh = identities.issue(kProvince);
        replace(fresh);
        overwrite(files.certificate, "no certificate");
        QVERIFY(!context->reload());
        QCOMPARE(context->credentials().front().serial, first);
        QCOMPARE(context->ownCode(), kProvince);

        replace(fresh);
        const auto taken = context->reload();
        QVERIFY_OK(taken);
        QVERIFY(*taken);
        QVERIFY(context->credentials().front().serial != first);
        QCOMPARE(context->reload().value_or(true), false);
    }
};

BUSHENG_TEST(TstTlsContext)
#include "tst_tls_context.moc"
