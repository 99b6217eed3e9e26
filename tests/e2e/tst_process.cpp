// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QProcess>

using namespace busheng;
using namespace busheng::test;

/// The node as its supervisor sees it.
class TstProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopsWithinTwoSeconds()
    {
        constexpr qint64 kMostMs = 2000;
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        const auto province = nodes.province().stop();
        const auto ministry = nodes.ministry().stop();
        QVERIFY_OK(province);
        QVERIFY_OK(ministry);
        QVERIFY2(*province < kMostMs, qPrintable(QString::number(*province)));
        QVERIFY2(*ministry < kMostMs, qPrintable(QString::number(*ministry)));
    }

    void refusesASecondInstance()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.ministry().start());
        QProcess second;
        second.start(TwoNodes::binary(QStringLiteral("busheng-node")),
                     {QStringLiteral("run"), QStringLiteral("--lang"), QStringLiteral("en"), QStringLiteral("--data"),
                      nodes.ministry().dataDirectory()});
        QVERIFY(second.waitForFinished());
        QCOMPARE(second.exitCode(), 2);
        const QByteArray said = second.readAllStandardError();
        QCOMPARE(said.count('\n'), 1);
        QVERIFY2(said.contains(nodes.ministry().dataDirectory().toUtf8()), said.constData());
        QVERIFY(nodes.ministry().isRunning());
    }
};

BUSHENG_TEST(TstProcess)
#include "tst_process.moc"
