// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample_comparisons.h"

#include "engine/api/json.h"
#include "engine/crypto/cipher_suite.h"
#include "engine/evidence/ledger_chain.h"
#include "engine/model/comparison_events.h"
#include "tests/gui/console_fixture.h"
#include "tests/gui/sample_node.h"
#include "ui/pages/file_differences_card.h"
#include "ui/pages/file_reconciliations_panel.h"
#include "ui/pages/reconciliation_page.h"
#include "ui/pages/retention_card.h"
#include "ui/pages/settings_page.h"

#include <QTest>

namespace busheng::test {
namespace {

constexpr qint64 kMorningUtcMs = 1'795'741'200'000; // 2026-11-27 03:00 UTC
constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kDayMs = 24 * 60 * kMinuteMs;
const QString kTask = QStringLiteral("安徽_联网监测数据上报");

QString digest(char digit)
{
    return QString(64, QLatin1Char(digit));
}

FileReconciliation one(qint64 id, const QString& state, qint64 startedUtcMs)
{
    FileReconciliation found;
    found.id = id;
    found.task = kTask;
    found.state = state;
    found.startedUtcMs = startedUtcMs;
    found.finishedUtcMs = startedUtcMs + kMinuteMs;
    found.fromUtcMs = startedUtcMs - 7 * kDayMs;
    found.toUtcMs = startedUtcMs;
    found.here.files = 12'040;
    found.compared = 12'040;
    found.by = QStringLiteral("wang");
    return found;
}

} // namespace

void setFileReconciliations(FakeComparisons& comparisons)
{
    FileReconciliation newest = one(3, QStringLiteral("different"), kMorningUtcMs);
    newest.missing = newest.extra = newest.different = 1;
    newest.differenceCount = 3;
    newest.lateCount = 1;
    newest.lateAfterMs = 60 * kMinuteMs;
    newest.listed = 4;
    newest.here.failed = 2;
    newest.here.waiting = 5;
    FileReconciliation cut = one(1, QStringLiteral("failed"), kMorningUtcMs - 2 * kDayMs);
    cut.error = events::FIL_RECONCILE;
    cut.errorArgs = {kTask, QStringLiteral("the node was stopped meanwhile")};
    comparisons.setFileReconciliations({newest, one(2, QStringLiteral("equal"), kMorningUtcMs - kDayMs), cut});
    const qint64 tried = kMorningUtcMs - kDayMs;
    QString other = digest('a');
    other.replace(30, 2, QStringLiteral("0f"));
    comparisons.setFileDifferences(
        3, {{QStringLiteral("missing"), QStringLiteral("参保/340000LWJC20261126230000.zip"), digest('1'), QString(),
             4'812'733, tried, tried + kMinuteMs, 1, 0},
            {QStringLiteral("extra"), QStringLiteral("=cmd|calc.doc"), QString(), digest('2'), 0, 0, 0, 0, 20'480},
            {QStringLiteral("different"), QStringLiteral("参保/340000LWJC20261126230100.zip"), digest('a'), other,
             9'120, tried, tried + kMinuteMs, 2, 9'121},
            {QStringLiteral("late"), QStringLiteral("就业/340000LWJC20261126230200.zip"), digest('3'), digest('3'), 512,
             tried, tried + 180 * kMinuteMs, 4, 512}});
}

void showFileReconciliations(ConsoleFixture& console)
{
    setFileReconciliations(console.engine.fakeComparisons());
    console.window->showPage(ConsolePage::Reconciliation);
    FileReconciliationsPanel& panel = console.window->reconciliation().files();
    console.window->reconciliation().showFiles();
    QTRY_COMPARE(panel.table()->model()->rowCount(), 3);
    QTRY_COMPARE(panel.result().files()->model()->rowCount(), 4);
    panel.result().files()->setCurrentIndex(panel.result().files()->model()->index(2, 0));
    QTRY_COMPARE(panel.result().sides()->model()->rowCount(), 5);
}

void showRetention(ConsoleFixture& console)
{
    console.engine.fakeComparisons().setRetention(someRetention());
    console.window->showPage(ConsolePage::Settings);
    QTRY_VERIFY(console.window->settings().retention().field(QStringLiteral("runs")) != nullptr);
}

std::vector<RetentionState> someRetention()
{
    const qint64 old = kMorningUtcMs - 400 * kDayMs;
    return {{{QStringLiteral("runs"), 0}, 18'240, old, 0, 30},
            {{QStringLiteral("alarms"), 365}, 2'044, old + 40 * kDayMs, 0, 30},
            {{QStringLiteral("verifications"), 0}, 730, old, 0, 7},
            {{QStringLiteral("fileReconciliations"), 0}, 3, kMorningUtcMs - 2 * kDayMs, 0, 7},
            {{QStringLiteral("changes"), 0}, 64, old, 0, 180},
            {{QStringLiteral("agreements"), 1095}, 12, old, 0, 180}};
}

Certificate signedCertificate()
{
    const IdentityKeyPtr key = *smSuite().makeIdentity();
    const Bytes pem = *key->publicPem();
    Certificate certificate;
    certificate.verification = toJson(foundDifferences());
    certificate.verification.remove(QLatin1String("differences"));
    certificate.key = *evidenceKeyOf(QStringLiteral("100000"), smSuite().name(), pem);
    certificate.line.kind = QStringLiteral("certificate");
    certificate.line.sequence = 1;
    certificate.line.digest = certificateDigest(certificate.verification);
    certificate.line.by = QStringLiteral("li");
    certificate.line.utcMs = kMorningUtcMs;
    if (const auto signedLine = signLedgerEntry(certificate.line, certificate.key, *key); !signedLine)
        qFatal("%s", qPrintable(signedLine.error().detail));
    return certificate;
}

} // namespace busheng::test
