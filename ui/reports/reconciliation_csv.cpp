// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/reconciliation_csv.h"

#include "ui/reports/csv_line.h"

namespace busheng {

QByteArray reconciliationCsvStart()
{
    return kCsvMark + csvLine(ReconciliationWords::detailHeader());
}

QByteArray reconciliationCsvRow(const FileComparison& detail)
{
    return csvLine(ReconciliationWords::detailRow(detail));
}

QByteArray reconciliationCsvSummary(const ReconciliationTitle& title, const ReconciliationSummary& summary)
{
    QByteArray csv = kCsvMark + csvLine({ReconciliationWords::title()});
    for (const QString& line : ReconciliationWords::titleLines(title))
        csv += csvLine({line});
    csv += csvLine({ReconciliationWords::conclusion(summary)});
    csv += csvLine(ReconciliationWords::summaryHeader());
    for (const QStringList& row : ReconciliationWords::summaryRows(summary))
        csv += csvLine(row);
    return csv;
}

} // namespace busheng
