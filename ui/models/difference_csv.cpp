// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/difference_csv.h"

#include "ui/models/difference_models.h"

#include <QStringList>

namespace busheng {

QString csvField(const QString& value)
{
    static const QString kFormulaStarts = QStringLiteral("=+-@\t\r");
    QString field = value;
    if (!field.isEmpty() && kFormulaStarts.contains(field.at(0)))
        field.prepend(u'\'');
    if (!field.contains(u'"') && !field.contains(u',') && !field.contains(u'\n') && !field.contains(u'\r'))
        return field;
    return u'"' + field.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QByteArray differencesAsCsv(const VerificationSnapshot& verification)
{
    QByteArray csv("\xEF\xBB\xBF");
    const auto add = [&csv](const QStringList& fields) {
        QStringList line;
        for (const QString& field : fields)
            line.append(csvField(field));
        csv += line.join(u',').toUtf8() + "\r\n";
    };
    const auto tr = [](const char* text) { return DifferenceModel::tr(text); };
    add({tr("At the target"), tr("Table"), tr("Key"), tr("Field"), tr("Source"), tr("Target"), tr("differs")});
    for (const Difference& difference : verification.differences) {
        const QString kind = DifferenceModel::kindText(DifferenceModel::kindOf(difference.kind));
        if (difference.cells.empty())
            add({kind, difference.table, difference.key, QString(), QString(), QString(), QString()});
        for (const DifferenceCell& cell : difference.cells)
            add({kind, difference.table, difference.key, cell.column, cell.sourceValue, cell.targetValue,
                 cell.differs ? tr("yes") : QString()});
    }
    return csv;
}

} // namespace busheng
