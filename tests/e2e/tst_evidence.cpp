// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

using namespace busheng;
using namespace busheng::test;

/// Two nodes sign what they sent and applied; an auditor exports both ledgers and checks them without a node.
class TstEvidence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothEndsHoldSignedManifestsAndReceipts()
    {
        TwoNodes nodes;
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.work(0, 20));
        QVERIFY_OK(nodes.waitUntilInStep());
        const QString source = nodes.path(QStringLiteral("province.jsonl"));
        const QString target = nodes.path(QStringLiteral("ministry.jsonl"));
        const auto both = [&] {
            return exported(nodes.province(), source).contains(QStringLiteral("receipt")) &&
                   exported(nodes.ministry(), target).contains(QStringLiteral("manifest"));
        };
        QTRY_VERIFY_WITH_TIMEOUT(both(), 20'000);
        for (const QString& path : {source, target}) {
            const QJsonObject check = verified(path, 0);
            QCOMPARE(check.value(QStringLiteral("findingCount")).toInt(), 0);
            QVERIFY(check.value(QStringLiteral("signatures")).toInt() >= 3);
            QVERIFY(check.value(QStringLiteral("sealedUpTo")).toInteger() > 0);
        }
        // The auditor needs no node; and sees what somebody did to the file.
        QVERIFY_OK(nodes.province().stop());
        QVERIFY_OK(nodes.ministry().stop());
        QFile file(source);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray text = file.readAll();
        const qsizetype at = text.indexOf("\"outcome\":\"sealed\"");
        QVERIFY(at > 0);
        text.replace(at, 18, "\"outcome\":\"sealeD\"");
        file.seek(0);
        file.write(text);
        file.close();
        const QJsonArray findings = verified(source, 1).value(QStringLiteral("findings")).toArray();
        QCOMPARE(findings.at(0).toObject().value(QStringLiteral("what")).toString(), QStringLiteral("changed"));
    }

private:
    /// The kinds of lines in the ledger that was exported.
    static QStringList exported(const cli::NodeProcess& node, const QString& path)
    {
        QProcess process;
        process.start(
            TwoNodes::binary(QStringLiteral("busheng-client")),
            {QStringLiteral("--data"), node.dataDirectory(), QStringLiteral("ledger"), QStringLiteral("export"), path});
        if (!process.waitForFinished() || process.exitCode() != 0)
            return {};
        QFile file(path);
        QStringList kinds;
        if (!file.open(QIODevice::ReadOnly))
            return kinds;
        while (!file.atEnd())
            kinds.append(QJsonDocument::fromJson(file.readLine()).object().value(QStringLiteral("kind")).toString());
        return kinds;
    }

    static QJsonObject verified(const QString& path, int exitCode)
    {
        QProcess process;
        process.start(TwoNodes::binary(QStringLiteral("busheng-client")),
                      {QStringLiteral("ledger"), QStringLiteral("verify"), path, QStringLiteral("--json")});
        process.waitForFinished();
        return process.exitCode() == exitCode ? QJsonDocument::fromJson(process.readAllStandardOutput()).object()
                                              : QJsonObject();
    }
};

BUSHENG_TEST(TstEvidence)
#include "tst_evidence.moc"
