// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/reconciliation_pdf.h"

#include "ui/reports/pdf_document.h"

namespace busheng {
namespace {

class PdfText {
    Q_DECLARE_TR_FUNCTIONS(Reconciliation)
public:
    static QString differences() { return tr("Files that are not equal"); }
    static QString more(qint64 count) { return tr("%1 more files are in the detail file (CSV).").arg(count); }
};

/// Of the detail's columns, those that fit on paper: result, file, both sizes, both states, arrived at, attempts.
QStringList forPaper(const QStringList& row)
{
    return {row.at(0), row.at(1), row.at(2), row.at(3), row.at(6), row.at(7), row.at(9), row.at(10)};
}

/// The same of a task's: result, file, both sizes, first tried at, arrived at, attempts.
QStringList taskForPaper(const QStringList& row)
{
    return {row.at(0), row.at(1), row.at(2), row.at(3), row.at(6), row.at(7), row.at(8)};
}

/// What stands on the paper.
struct Paper {
    ReconciliationTitle title;
    QString conclusion;
    QStringList summaryHeader;
    QList<QStringList> summary;
    QStringList detailHeader;
    QList<QStringList> details;
    qint64 detailCount = 0;
};

Result<> writePaper(const QString& path, const Paper& paper)
{
    PdfDocument document(ReconciliationWords::title());
    for (const QString& line : ReconciliationWords::titleLines(paper.title))
        document.addLine(line);
    document.addHeading(paper.conclusion);
    document.addTable(paper.summaryHeader, paper.summary);
    if (!paper.details.isEmpty()) {
        document.addHeading(PdfText::differences());
        document.addTable(paper.detailHeader, paper.details);
    }
    if (paper.detailCount > paper.details.size())
        document.addLine(PdfText::more(paper.detailCount - paper.details.size()));
    return document.write(path);
}

} // namespace

Result<> writeReconciliationPdf(const QString& path, const ReconciliationTitle& title,
                                const ReconciliationSummary& summary, const std::vector<FileComparison>& details,
                                qint64 detailCount)
{
    Paper paper{title,
                ReconciliationWords::conclusion(summary),
                ReconciliationWords::summaryHeader(),
                ReconciliationWords::summaryRows(summary),
                forPaper(ReconciliationWords::detailHeader()),
                {},
                detailCount};
    for (std::size_t i = 0; i < details.size() && i < kMostPdfRows; ++i)
        paper.details.append(forPaper(ReconciliationWords::detailRow(details[i])));
    return writePaper(path, paper);
}

Result<> writeTaskReconciliationPdf(const QString& path, const ReconciliationTitle& title,
                                    const FileReconciliation& found)
{
    Paper paper{title,
                TaskReconciliation::conclusion(found),
                TaskReconciliation::summaryHeader(),
                TaskReconciliation::summaryRows(found),
                taskForPaper(TaskReconciliation::detailHeader()),
                {},
                static_cast<qint64>(found.differenceCount + found.lateCount)};
    const QList<QStringList> rows = TaskReconciliation::detailRows(found.differences);
    for (const QStringList& row : rows)
        paper.details.append(taskForPaper(row));
    return writePaper(path, paper);
}

} // namespace busheng
