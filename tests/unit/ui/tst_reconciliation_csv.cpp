// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/latin_sentence.h"
#include "tests/support/test_main.h"
#include "ui/reports/csv_line.h"
#include "ui/reports/reconciliation_csv.h"
#include "ui/text/translator.h"

#include <QCoreApplication>

using namespace busheng;
using namespace busheng::test;

class TstReconciliationCsv : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { installTranslator(*QCoreApplication::instance(), QStringLiteral("zh_CN")); }
    void cleanup() { installTranslator(*QCoreApplication::instance(), QStringLiteral("en")); }

    void writesCells_data()
    {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QByteArray>("written");
        const auto row = [](const char* cell, const char* written) {
            QTest::newRow(cell) << QString::fromUtf8(cell) << QByteArray(written);
        };
        row("plain", "plain");
        row("数据", "数据");
        row("a,b", "\"a,b\"");
        row("a\"b", "\"a\"\"b\"");
        row("a\nb", "\"a\nb\"");
        row("", "");
        row("=1+1", "'=1+1");
        row("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0");
        row("+SUM(A1)", "'+SUM(A1)");
        row("-SUM(A1)", "'-SUM(A1)");
        row("@SUM(A1)", "'@SUM(A1)");
        row("\tx", "'\tx");
        row("\rx", "\"'\rx\"");
        row("＝1+1", "'＝1+1");
        row("=\"a\",b", "\"'=\"\"a\"\",b\"");
        row("-12", "-12");
        row("+12.5", "+12.5");
        row("a=b", "a=b");
    }
    void writesCells()
    {
        QFETCH(const QString, cell);
        QFETCH(const QByteArray, written);
        QCOMPARE(csvLine({cell, QStringLiteral("x")}), written + ",x\r\n");
    }

    void beginsSoThatSpreadsheetsReadIt()
    {
        const QByteArray start = reconciliationCsvStart();
        QVERIFY(start.startsWith("\xef\xbb\xbf"));
        QVERIFY(start.endsWith("\r\n"));
        QVERIFY(start.contains("发送方字节数"));
    }

    void everyRowHasTheHeadersColumns()
    {
        FileComparison detail;
        detail.receiver = FileListingRow{"a", "=f\n.txt", 12, {}, QStringLiteral("arrived"), 0, 0, 1};
        detail.verdict = FileVerdict::Extra;
        QCOMPARE(ReconciliationWords::detailRow(detail).size(), ReconciliationWords::detailHeader().size());
        const QByteArray row = reconciliationCsvRow(detail);
        QCOMPARE(row.count('\n'), 1); // what stands in a name ends no line
        QVERIFY2(row.startsWith("仅接收方有,"), row.constData());
        detail.receiver->directory.clear();
        QVERIFY2(reconciliationCsvRow(detail).contains(",'=f"), reconciliationCsvRow(detail).constData());
    }

    void theSummaryIsInOneLanguage()
    {
        ReconciliationSummary summary;
        summary.sender.add(10);
        summary.senderStates[QStringLiteral("arrived")].add(10);
        summary.verdicts[FileVerdict::Missing].add(10);
        const QByteArray csv = reconciliationCsvSummary({QStringLiteral("兵团_联网监测数据上报"),
                                                         QStringLiteral("660000"), QStringLiteral("100000"),
                                                         QStringLiteral("2026-11"), QStringLiteral("2026-11-27 23:00")},
                                                        summary);
        const QString text = QString::fromUtf8(csv);
        QVERIFY(text.contains(QStringLiteral("双方不一致：1 个文件")));
        QVERIFY2(latinSentence(text).isEmpty(), csv.constData());
        for (const FileVerdict verdict : kFileVerdicts)
            QVERIFY(hasHan(ReconciliationWords::verdict(verdict)));
    }
};

BUSHENG_TEST(TstReconciliationCsv)
#include "tst_reconciliation_csv.moc"
