// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/difference_csv.h"

#include "ui/models/difference_models.h"
#include "ui/reports/csv_line.h"

#include <QCoreApplication>

namespace busheng {
namespace {

class CsvText {
    Q_DECLARE_TR_FUNCTIONS(DifferenceCsv)
};

} // namespace

QByteArray differenceCsvHead()
{
    return kCsvMark +
           csvLine({CsvText::tr("At the target"), CsvText::tr("Table"), CsvText::tr("Key"), CsvText::tr("Field"),
                    CsvText::tr("Source"), CsvText::tr("Target"), CsvText::tr("differs")});
}

QByteArray differencesAsCsv(const std::vector<Difference>& differences)
{
    QByteArray csv;
    for (const Difference& difference : differences) {
        const QString kind = DifferenceModel::kindText(DifferenceModel::kindOf(difference.kind));
        if (difference.cells.empty())
            csv += csvLine({kind, difference.table, difference.key, QString(), QString(), QString(), QString()});
        for (const DifferenceCell& cell : difference.cells)
            csv += csvLine({kind, difference.table, difference.key, cell.column, cell.sourceValue, cell.targetValue,
                            cell.differs ? CsvText::tr("yes") : QString()});
    }
    return csv;
}

} // namespace busheng
