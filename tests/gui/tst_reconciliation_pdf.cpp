// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/reports/reconciliation_pdf.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace busheng;

namespace {

const ReconciliationTitle kTitle{QStringLiteral("兵团_联网监测数据上报"), QStringLiteral("660000"),
                                 QStringLiteral("100000"), QStringLiteral("2026-11"),
                                 QStringLiteral("2026-11-27 23:00")};

std::vector<FileComparison> missing(int count, std::size_t nameBytes = 20)
{
    std::vector<FileComparison> details;
    for (int i = 0; i < count; ++i) {
        FileComparison detail;
        detail.verdict = FileVerdict::Missing;
        detail.sender = FileListingRow{
            "数据", "<b>" + std::to_string(i) + "</b>" + Bytes(nameBytes, 'x'), 10, {}, QStringLiteral("arrived"), 0, 0,
            1};
        details.push_back(detail);
    }
    return details;
}

qsizetype pagesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    static const QRegularExpression page(QStringLiteral("/Type /Page\\b(?!s)"));
    return QString::fromLatin1(file.readAll()).count(page);
}

} // namespace

class TstReconciliationPdf : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fitsOnePageWhenAllIsWell()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("a.pdf"));
        QVERIFY_OK(writeReconciliationPdf(path, kTitle, {}, {}, 0));
        QCOMPARE(pagesOf(path), 1);
    }

    void goesOverManyPages()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("a.pdf"));
        QVERIFY_OK(writeReconciliationPdf(path, kTitle, {}, missing(300, 150), 5000));
        const qsizetype pages = pagesOf(path);
        QVERIFY2(pages >= 8 && pages <= 60, qPrintable(QString::number(pages)));
    }

    void namesNoMoreThanItHasRoomFor()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("a.pdf"));
        const QString more = directory.filePath(QStringLiteral("b.pdf"));
        QVERIFY_OK(writeReconciliationPdf(path, kTitle, {}, missing(kMostPdfRows), kMostPdfRows));
        QVERIFY_OK(writeReconciliationPdf(more, kTitle, {}, missing(kMostPdfRows + 500), kMostPdfRows + 500));
        QVERIFY(pagesOf(more) - pagesOf(path) <= 1);
    }

    void saysWhereItCannotBeWritten()
    {
        const auto refused = writeReconciliationPdf(QStringLiteral("/nowhere/a.pdf"), kTitle, {}, {}, 0);
        QVERIFY(!refused);
        QCOMPARE(refused.error().args.at(0), QStringLiteral("/nowhere/a.pdf"));
    }
};

BUSHENG_TEST(TstReconciliationPdf)
#include "tst_reconciliation_pdf.moc"
