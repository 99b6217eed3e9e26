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

} // namespace

Result<> writeReconciliationPdf(const QString& path, const ReconciliationTitle& title,
                                const ReconciliationSummary& summary, const std::vector<FileComparison>& details,
                                qint64 detailCount)
{
    PdfDocument document(ReconciliationWords::title());
    for (const QString& line : ReconciliationWords::titleLines(title))
        document.addLine(line);
    document.addHeading(ReconciliationWords::conclusion(summary));
    document.addTable(ReconciliationWords::summaryHeader(), ReconciliationWords::summaryRows(summary));
    if (!details.empty())
        document.addHeading(PdfText::differences());
    QList<QStringList> rows;
    for (std::size_t i = 0; i < details.size() && i < kMostPdfRows; ++i)
        rows.append(forPaper(ReconciliationWords::detailRow(details[i])));
    if (!rows.isEmpty())
        document.addTable(forPaper(ReconciliationWords::detailHeader()), rows);
    if (detailCount > rows.size())
        document.addLine(PdfText::more(detailCount - rows.size()));
    return document.write(path);
}

} // namespace busheng
