// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/gate_pdf.h"

#include "ui/reports/pdf_document.h"
#include "ui/text/display_text.h"
#include "ui/text/gate_words.h"
#include "ui/text/reason_text.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

class PdfText {
    Q_DECLARE_TR_FUNCTIONS(GatePdf)
public:
    static QString title() { return tr("Report of a quality gate"); }
    static QString subscription(const QString& name) { return tr("Subscription: %1").arg(name); }
    static QString load(const GateReport& report)
    {
        return tr("Stream %1, load %2, up to position %3, last packet %4")
            .arg(report.stream, QString::number(report.generation), QString::number(report.position),
                 QString::number(report.sequence));
    }
    static QString asked(const GateReport& report)
    {
        return tr("Asked from %1 to %2").arg(Words::time(report.startedUtcMs), Words::time(report.finishedUtcMs));
    }
    static QString digest(const QString& digest) { return tr("SM3 of what was found: %1").arg(digest); }
    static QStringList header() { return {tr("Rule"), tr("Found"), tr("Which rows, by their keys")}; }
    static QString more(quint64 count) { return tr("and %1 more").arg(Words::count(count)); }
    static QString decision(const GateReport& report)
    {
        return tr("%1 at %2 by %3: %4")
            .arg(Words::gateState(report.state), Words::time(report.decidedUtcMs), displayText(report.by),
                 displayText(report.reason));
    }
    static QString undecided() { return tr("No person has signed it or rejected it."); }
    static QString byHand() { return tr("Signature:                                        Date:"); }
};

QString samplesOf(const GateRuleResult& result)
{
    if (!result.error.isEmpty())
        return displayText(reasonText(result.error));
    QStringList lines;
    for (const QString& key : result.samples)
        lines += displayText(key);
    if (result.badRows > quint64(result.samples.size()))
        lines += PdfText::more(result.badRows - quint64(result.samples.size()));
    return lines.join(u'\n');
}

} // namespace

Result<> writeGatePdf(const QString& path, const GateReport& report)
{
    PdfDocument document(PdfText::title());
    document.addLine(PdfText::subscription(displayText(report.subscription)));
    document.addLine(PdfText::load(report));
    document.addLine(PdfText::asked(report));
    document.addHeading(GateWords::summary(report));
    QList<QStringList> rows;
    for (const GateRuleResult& result : report.results)
        rows.append({displayText(GateWords::rule(result.rule)), GateWords::found(result), samplesOf(result)});
    document.addTable(PdfText::header(), rows, {46, 18, 36});
    document.addHeading(report.by.isEmpty() ? PdfText::undecided() : PdfText::decision(report));
    document.addLine(PdfText::digest(report.digest));
    document.addLine(PdfText::byHand());
    return document.write(path);
}

} // namespace busheng
