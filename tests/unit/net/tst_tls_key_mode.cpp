// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/tls_context.h"
#include "tests/support/test_main.h"
#include "tests/unit/net/net_bed.h"

#include <QFile>

using namespace busheng;
using namespace busheng::test;

/// Where files have mode bits. Access lists of Windows: unit_base, and what wine cannot show (docs/windows.md).
class TstTlsKeyMode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keyThatOthersMayReadIsRefused_data()
    {
        QTest::addColumn<int>("permission");
        QTest::newRow("group reads") << static_cast<int>(QFile::ReadGroup);
        QTest::newRow("others read") << static_cast<int>(QFile::ReadOther);
        QTest::newRow("others write") << static_cast<int>(QFile::WriteOther);
    }
    void keyThatOthersMayReadIsRefused()
    {
        QFETCH(int, permission);
        const TlsContext::Files files = sharedIdentities().issue(kProvince);
        QVERIFY(QFile::setPermissions(files.privateKey, QFile::ReadOwner | QFile::WriteOwner |
                                                            QFile::Permissions(QFile::Permission(permission))));
        const auto context = TlsContext::create(files);
        QVERIFY(!context);
        QCOMPARE(nameOf(context.error()), QStringLiteral("Config/CFG_BAD_CERT"));
    }
};

BUSHENG_TEST(TstTlsKeyMode)
#include "tst_tls_key_mode.moc"
