// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/patrol_pdf.h"

#include "ui/reports/pdf_document.h"

#include <QDateTime>

namespace busheng {
namespace {

class PdfText {
    Q_DECLARE_TR_FUNCTIONS(PatrolReport)
public:
    static QString title() { return tr("Patrol report"); }
    static QStringList header() { return {tr("State"), tr("Area"), tr("Of what"), tr("Found"), tr("What to do")}; }
};

} // namespace

Result<> writePatrolPdf(const QString& path, const PatrolFacts& facts)
{
    const std::vector<PatrolItem> items = PatrolReport::of(facts);
    PdfDocument document(PdfText::title());
    for (const QString& line : PatrolReport::titleLines(facts))
        document.addLine(line);
    document.addHeading(PatrolReport::conclusion(items));
    QList<QStringList> rows;
    for (const PatrolItem& item : items)
        rows.append({PatrolReport::stateText(item.state), item.area, item.subject, item.text, item.remedy});
    document.addTable(PdfText::header(), rows, {11, 11, 20, 34, 24});
    return document.write(path);
}

QString patrolFileName(const PatrolFacts& facts)
{
    return QStringLiteral("patrol-%1-%2.pdf")
        .arg(facts.node.code, QDateTime::fromMSecsSinceEpoch(facts.atUtcMs).toString(QStringLiteral("yyyyMMdd-HHmm")));
}

} // namespace busheng
