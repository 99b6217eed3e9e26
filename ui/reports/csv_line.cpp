// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/csv_line.h"

namespace busheng {
namespace {

QString guarded(const QString& cell)
{
    static const QString starts = QStringLiteral("=+-@\t\r\n＝＋－＠");
    if (cell.isEmpty() || !starts.contains(cell.front()))
        return cell;
    bool isNumber = false;
    cell.toDouble(&isNumber);
    return isNumber ? cell : QString(u'\'' + cell);
}

} // namespace

QByteArray csvLine(const QStringList& cells)
{
    QStringList written;
    for (const QString& cell : cells) {
        QString text = guarded(cell);
        const bool isQuoted =
            text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r');
        text.replace(u'"', QStringLiteral("\"\""));
        written.append(isQuoted ? u'"' + text + u'"' : text);
    }
    return written.join(u',').toUtf8() + "\r\n";
}

} // namespace busheng
