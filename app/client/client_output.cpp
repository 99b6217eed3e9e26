// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/client_output.h"

#include "app/cli/report.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng::cli {
namespace {

qsizetype width(const QString& text)
{
    qsizetype places = 0;
    for (const QChar c : text)
        places += c.unicode() >= 0x1100 ? 2 : 1;
    return places;
}

QString lagText(qint64 lagMs)
{
    return lagMs < 0 ? Words::unknown() : Words::duration(lagMs);
}

constexpr std::size_t kDifferencesPrinted = 20; ///< a screen that a person reads

/// What happened, why, and the way out, on lines of their own: the reason may be a statement to run.
void printReason(const EventText& text)
{
    for (const QString& part : {text.cause, text.remedy}) {
        if (!part.isEmpty())
            print(QStringLiteral("    ") + part);
    }
}

void printDifference(const Difference& difference)
{
    print(QStringLiteral("  [%1] %2 %3")
              .arg(Words::term(difference.kind), displayText(difference.table), displayText(difference.key)));
    for (const DifferenceCell& cell : difference.cells) {
        if (cell.differs)
            print(QStringLiteral("      %1: %2 | %3")
                      .arg(displayText(cell.column), displayText(cell.sourceValue), displayText(cell.targetValue)));
    }
}

} // namespace

void printTable(const QStringList& headings, const std::vector<QStringList>& rows)
{
    std::vector<qsizetype> widths;
    for (const QString& heading : headings)
        widths.push_back(width(heading));
    for (const QStringList& row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[static_cast<std::size_t>(i)] = std::max(widths[static_cast<std::size_t>(i)], width(row.at(i)));
    }
    const auto printRow = [&](const QStringList& row) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            line += row.at(i);
            if (i + 1 < row.size())
                line += QString(widths[static_cast<std::size_t>(i)] - width(row.at(i)) + 2, u' ');
        }
        print(line);
    };
    printRow(headings);
    for (const QStringList& row : rows)
        printRow(row);
}

void printStatus(const NodeSnapshot& node)
{
    print(QStringLiteral("%1 %2  %3  %4")
              .arg(node.code, displayText(node.name), node.certificateSubject, node.listenAddress));
    for (const LinkSnapshot& link : node.links) {
        const QString state =
            link.connected ? link.suite + QStringLiteral("  ") + displayText(link.peerSubject) : QStringLiteral("-");
        print(ClientText::tr("link %1 %2  %3").arg(link.config.peerCode, displayText(link.config.peerName), state));
    }
    std::vector<QStringList> rows;
    for (const SubscriptionSnapshot& s : node.subscriptions)
        rows.push_back({displayText(s.config.name), Words::state(s.state), QString::number(s.positions.source),
                        QString::number(s.positions.applied), QString::number(s.waitingChanges), lagText(s.lagMs),
                        QString::number(s.rowsLoaded), QString::number(s.changesApplied)});
    if (!rows.empty())
        printTable({ClientText::tr("subscription"), ClientText::tr("state"), ClientText::tr("source"),
                    ClientText::tr("applied"), ClientText::tr("waiting"), ClientText::tr("lag"),
                    ClientText::tr("loaded"), ClientText::tr("changes")},
                   rows);
    for (const SubscriptionSnapshot& s : node.subscriptions) {
        if (!s.ignoredColumns.isEmpty())
            print(ClientText::tr("%1 leaves out columns that the target has not: %2")
                      .arg(displayText(s.config.name), s.ignoredColumns.join(QStringLiteral(", "))));
    }
    rows.clear();
    for (const PublicationSnapshot& p : node.publications) {
        for (const PublicationSnapshot::Subscriber& s : p.subscribers)
            rows.push_back({displayText(p.config.name), s.peerCode, QString::number(p.cachedPosition),
                            QString::number(s.packedPosition), QString::number(s.lastSequence),
                            QString::number(s.appliedSequence), lagText(s.lagMs)});
    }
    if (!rows.empty())
        printTable({ClientText::tr("dataset"), ClientText::tr("to"), ClientText::tr("cached"), ClientText::tr("packed"),
                    ClientText::tr("packets"), ClientText::tr("applied"), ClientText::tr("lag")},
                   rows);
    printAlarms(node.alarms);
}

void printVerification(const VerificationSnapshot& verification)
{
    print(ClientText::tr("%1 (%2): %3, position %4, %5 rows compared, %6 differences")
              .arg(displayText(verification.subscription), Words::term(verification.level),
                   Words::term(verification.state))
              .arg(verification.position)
              .arg(verification.rowsCompared)
              .arg(verification.differenceCount));
    std::vector<QStringList> rows;
    for (const TableCheck& table : verification.tables)
        rows.push_back({displayText(table.table), QString::number(table.sourceRows), QString::number(table.targetRows),
                        QString::number(table.differences)});
    printTable(
        {ClientText::tr("table"), ClientText::tr("source"), ClientText::tr("target"), ClientText::tr("differences")},
        rows);
    std::size_t shown = 0;
    for (const Difference& difference : verification.differences) {
        if (shown++ == kDifferencesPrinted)
            break;
        printDifference(difference);
    }
    if (verification.differenceCount > kDifferencesPrinted && !verification.differences.empty())
        print(ClientText::tr("the first %1 of %2 differences are shown; --json gives more")
                  .arg(std::min(kDifferencesPrinted, verification.differences.size()))
                  .arg(verification.differenceCount));
}

void printFindings(const std::vector<PreflightFinding>& findings)
{
    for (const PreflightFinding& finding : findings) {
        const EventText text = finding.event.isEmpty() ? EventText{} : eventText(finding.event, finding.args);
        print(
            QStringLiteral("%1  %2  %3").arg(Words::term(finding.severity), displayText(finding.subject), text.title));
        printReason(text);
    }
}

void printLedger(const std::vector<LedgerRow>& ledger)
{
    std::vector<QStringList> rows;
    for (const LedgerRow& row : ledger)
        rows.push_back({QString::number(row.id), row.stream, Words::term(row.direction), QString::number(row.sequence),
                        Words::term(row.outcome), QString::number(row.changes), QString::number(row.plainBytes),
                        QString::number(row.sealedBytes), row.digest.left(16), row.event});
    printTable({ClientText::tr("id"), ClientText::tr("stream"), ClientText::tr("way"), ClientText::tr("sequence"),
                ClientText::tr("outcome"), ClientText::tr("changes"), ClientText::tr("plain"), ClientText::tr("sealed"),
                ClientText::tr("sm3"), ClientText::tr("event")},
               rows);
}

void printAlarms(const std::vector<AlarmSnapshot>& alarms)
{
    for (const AlarmSnapshot& alarm : alarms) {
        const EventText text = eventText(alarm.event, alarm.args);
        print(QStringLiteral("! %1 %2 %3 (x%4)")
                  .arg(alarm.event, displayText(alarm.subject), text.title)
                  .arg(alarm.count));
        printReason(text);
    }
}

void printDatabases(const std::vector<DatabaseConfig>& databases)
{
    std::vector<QStringList> rows;
    for (const DatabaseConfig& database : databases)
        rows.push_back({displayText(database.name), database.driver, displayText(database.location)});
    printTable({ClientText::tr("name"), ClientText::tr("driver"), ClientText::tr("location")}, rows);
}

} // namespace busheng::cli
