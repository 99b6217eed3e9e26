// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/platform.h"
#include "engine/base/random_source.h"
#include "engine/crypto/device_suite.h"
#include "engine/crypto/link_key_wrap.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>

using namespace busheng;

namespace {

const QString kDevice = QStringLiteral(BUSHENG_BIN_DIR "/sample_device") + kLibrarySuffix;

} // namespace

/// A third party's library does the work of the national suite, or the node does not start with it.
class TstDeviceSuite : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void worksWithTheSoftwareAtTheOtherEnd()
    {
        auto loaded = loadDeviceSuite(kDevice, QString());
        QVERIFY_OK(loaded);
        QCOMPARE(loaded->info.name, QStringLiteral("Sample device"));
        QCOMPARE(loaded->info.capabilities.size(), 2);
        const CipherSuite& device = *loaded->suite;
        QCOMPARE(device.id(), SuiteId::Sm);
        const auto own = device.makeIdentity();
        QVERIFY_OK(own);
        QVERIFY(!(*own)->privatePem());
        const auto pem = (*own)->publicPem();
        QVERIFY_OK(pem);
        const auto key = generateLinkKey(1, systemRandom(), device);
        QVERIFY_OK(key);
        const auto wrapped = wrapLinkKey(*key, **softwareSmSuite().identityFromPublicPem(*pem));
        QVERIFY_OK(wrapped);
        QVERIFY(unwrapLinkKey(*wrapped, 1, **own, device)->secret == key->secret);
        QCOMPARE(*linkKeyFingerprint(*key), *linkKeyFingerprint(*unwrapLinkKey(*wrapped, 1, **own)));
    }

    void aDeviceThatFailsIsNotUsed_data()
    {
        QTest::addColumn<QString>("fault");
        for (const char* fault :
             {"wrong-cipher", "takes-any-tag", "short", "no-self-test", "hangs", "wrong-signature", "no-point"})
            QTest::newRow(fault) << QString::fromLatin1(fault);
    }

    void aDeviceThatFailsIsNotUsed()
    {
        QFETCH(QString, fault);
        const auto patience = fault == u"hangs" ? std::chrono::milliseconds(200) : std::chrono::milliseconds(30'000);
        const auto loaded = loadDeviceSuite(kDevice, fault, patience);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::Crypto);
        QCOMPARE(loaded.error().event, events::CRY_DEVICE);
        QCOMPARE(loaded.error().args.value(0), kDevice);
        QCOMPARE(&smSuite(), &softwareSmSuite()); // and nothing was exchanged
    }

    void aLibraryIsLoadedByAPathThatNobodyElseWrites()
    {
        QTemporaryDir directory;
        const QString copy = directory.filePath(QStringLiteral("device.so"));
        QVERIFY(QFile::copy(kDevice, copy));
        QVERIFY_OK(loadDeviceSuite(copy, QString()));
        if (!kIsWindows) { // there access lists say who may, and Qt makes shortcuts
            QVERIFY(QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner | QFile::WriteGroup));
            QCOMPARE(loadDeviceSuite(copy, QString()).error().event, events::CFG_BAD_PATH);
            const QString link = directory.filePath(QStringLiteral("link.so"));
            QVERIFY(QFile::link(kDevice, link));
            QCOMPARE(loadDeviceSuite(link, QString()).error().event, events::CFG_BAD_PATH);
        }
        QCOMPARE(loadDeviceSuite(QStringLiteral("sample_device.so"), QString()).error().event, events::CFG_BAD_PATH);
        QCOMPARE(loadDeviceSuite(QStringLiteral("/no/such.so"), QString()).error().event, events::CFG_BAD_PATH);
        // Not a library, and a library that is no device.
        const QString text = directory.filePath(QStringLiteral("text.so"));
        QFile file(text);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a library");
        file.close();
        QVERIFY(QFile::setPermissions(text, QFile::ReadOwner | QFile::WriteOwner));
        QCOMPARE(loadDeviceSuite(text, QString()).error().event, events::CRY_DEVICE);
    }
};

BUSHENG_TEST(TstDeviceSuite)
#include "tst_device_suite.moc"
