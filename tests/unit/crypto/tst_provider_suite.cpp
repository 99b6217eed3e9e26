// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_system.h"
#include "engine/base/platform.h"
#include "engine/crypto/provider_suite.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <openssl/evp.h>

#include <QFile>
#include <QTemporaryDir>

using namespace busheng;

namespace {

const QString kModule = QStringLiteral(BUSHENG_BIN_DIR "/sample_provider") + kLibrarySuffix;

} // namespace

/// An OpenSSL 3 provider of a third party does the national cipher, or the node does not start with it.
class TstProviderSuite : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void worksWithTheSoftwareAtTheOtherEnd()
    {
        const auto loaded = loadProviderSuite(kModule, QString());
        QVERIFY_OK(loaded);
        QCOMPARE(loaded->info.name, QStringLiteral("Sample provider"));
        QCOMPARE(loaded->info.version, QStringLiteral("1.0"));
        QCOMPARE(loaded->info.capabilities, QStringList{QStringLiteral("SM4-GCM")});
        const auto theirs = loaded->suite->makeAead("0123456789abcdef");
        const auto ours = softwareSmSuite().makeAead("0123456789abcdef");
        QVERIFY_OK(theirs);
        QVERIFY_OK(ours);
        for (const std::size_t size : {0, 1, 31, 70'000}) {
            Nonce nonce{};
            nonce[3] = static_cast<char>(size);
            const Bytes plain(size, 'x');
            Bytes sealed = "before";
            QVERIFY_OK((*theirs)->seal(nonce, "header", plain, sealed));
            QCOMPARE(sealed.size(), 6 + size + kGcmTagBytes);
            Bytes opened;
            QVERIFY_OK((*ours)->open(nonce, "header", BytesView(sealed).substr(6), opened));
            QVERIFY(opened == plain);
            QVERIFY(!(*theirs)->open(nonce, "Header", BytesView(sealed).substr(6), opened));
            QVERIFY(opened == plain); // nothing was added
        }
        QVERIFY(!loaded->suite->makeAead("too short"));
    }

    void nothingElseInTheProcessFindsIt()
    {
        QVERIFY_OK(loadProviderSuite(kModule, QString()));
        EVP_CIPHER* const found = EVP_CIPHER_fetch(nullptr, "SM4-GCM", "provider=sample");
        QVERIFY(found == nullptr);
        EVP_CIPHER_free(found);
    }

    void aProviderThatFailsIsNotUsed_data()
    {
        QTest::addColumn<QString>("fault");
        for (const char* fault : {"wrong-cipher", "takes-any-tag", "no-self-test"})
            QTest::newRow(fault) << QString::fromLatin1(fault);
    }

    void aProviderThatFailsIsNotUsed()
    {
        QFETCH(const QString, fault);
        const auto loaded = loadProviderSuite(kModule, configuration(fault));
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().event, events::CRY_DEVICE);
        QCOMPARE(loaded.error().args.value(0), kModule);
        QCOMPARE(&smSuite(), &softwareSmSuite());
        QVERIFY_OK(loadProviderSuite(kModule, configuration(QStringLiteral("none"))));
    }

    void whatIsNoProviderIsNamed()
    {
        const QString device = QStringLiteral(BUSHENG_BIN_DIR "/sample_device") + kLibrarySuffix;
        QCOMPARE(loadProviderSuite(device, QString()).error().event, events::CRY_DEVICE);
        QCOMPARE(loadProviderSuite(QStringLiteral("/no/such.so"), QString()).error().event, events::CFG_BAD_PATH);
        if (!kIsWindows) { // there access lists say who may
            const QString open = configuration(QStringLiteral("none"));
            QVERIFY(QFile::setPermissions(open, QFile::ReadOwner | QFile::WriteOwner | QFile::WriteOther));
            const auto refused = loadProviderSuite(kModule, open); // its configuration decides what it does
            QCOMPARE(refused.error().event, events::CFG_BAD_PATH);
            QCOMPARE(refused.error().args.value(0), QStringLiteral("crypto.providerConfiguration"));
        }
        const QString text = m_directory.filePath(QStringLiteral("broken.cnf"));
        QVERIFY_OK(replaceFile(systemFileSystem(), text, "openssl_conf = nowhere\n"));
        QCOMPARE(loadProviderSuite(kModule, text).error().event, events::CRY_DEVICE);
    }

private:
    QString configuration(const QString& fault) const
    {
        const QString path = m_directory.filePath(fault + QStringLiteral(".cnf"));
        const QByteArray text = "openssl_conf = start\n[start]\nproviders = all\n[all]\nsample_provider = "
                                "sample\n[sample]\nfault = " +
                                fault.toLatin1() + "\n";
        const auto written = replaceFile(systemFileSystem(), path, view(text));
        return written ? path : QString();
    }

    QTemporaryDir m_directory;
};

BUSHENG_TEST(TstProviderSuite)
#include "tst_provider_suite.moc"
