// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/client_output.h"

#include "app/cli/report.h"
#include "app/client/link_commands.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

#include <QDateTime>

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

constexpr qint64 kMsPerMinute = 60'000;

QString countText(qint64 count)
{
    return count < 0 ? Words::unknown() : QString::number(count);
}

/// Of loads that are under way: how far each table is, and when all will be there.
void printLoads(const NodeSnapshot& node)
{
    std::vector<QStringList> rows;
    const auto add = [&rows](const QString& name, const std::vector<TableLoad>& tables) {
        for (const TableLoad& table : tables)
            rows.push_back({displayText(name), displayText(table.table), countText(table.rowsLoaded),
                            countText(table.rowsExpected)});
    };
    for (const SubscriptionSnapshot& s : node.subscriptions) {
        add(s.config.name, s.tables);
        if (s.loadRemainingMs >= 0)
            print(ClientText::tr("%1 loads %2 rows/s, about %3 to go")
                      .arg(displayText(s.config.name))
                      .arg(s.rowsPerSecond, 0, 'f', 0)
                      .arg(Words::duration(s.loadRemainingMs)));
    }
    for (const PublicationSnapshot& p : node.publications) {
        add(p.config.name, p.loadingTables);
        for (const PublicationSnapshot::Subscriber& s : p.subscribers) {
            if (s.loading)
                print(ClientText::tr("%1 to %2: %3 of %4 rows read, %5 rows/s, about %6 to go")
                          .arg(displayText(p.config.name), s.peerCode)
                          .arg(s.rowsLoaded)
                          .arg(s.rowsExpected)
                          .arg(s.loadRowsPerSecond, 0, 'f', 0)
                          .arg(lagText(s.loadRemainingMs)));
        }
    }
    if (!rows.empty())
        printTable(
            {ClientText::tr("loads"), ClientText::tr("table"), ClientText::tr("loaded"), ClientText::tr("expected")},
            rows);
}

void printLog(const PublicationSnapshot& publication)
{
    const SourceLogSnapshot& log = publication.log;
    if (log.state.isEmpty())
        return;
    print(ClientText::tr("%1: the source keeps %2 of log (%3), %4 not read yet")
              .arg(displayText(publication.config.name), Words::bytes(log.retainedBytes), displayText(log.state),
                   Words::bytes(log.waitingBytes)));
    if (log.safeBytes >= 0)
        print(QStringLiteral("    ") +
              ClientText::tr("gives it up after %1 more, in about %2 at the present rate of %3 per hour")
                  .arg(Words::bytes(log.safeBytes),
                       log.minutesLeft < 0 ? Words::unknown() : Words::duration(log.minutesLeft * kMsPerMinute),
                       log.bytesPerHour < 0 ? Words::unknown() : Words::bytes(log.bytesPerHour)));
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
    if (!node.cipherDevice.isEmpty())
        print(ClientText::tr("cipher device: %1").arg(displayText(node.cipherDevice)));
    if (!node.evidenceKey.isEmpty())
        print(ClientText::tr("ledger sealed by key %1").arg(node.evidenceKey));
    for (const LinkSnapshot& link : node.links)
        printLink(link);
    for (const ServerSnapshot& server : node.servers)
        print(ClientText::tr("database %1: used at %2, of %3")
                  .arg(displayText(server.database), displayText(server.used),
                       displayText(server.addresses.join(QStringLiteral(", ")))));
    std::vector<QStringList> rows;
    for (const SubscriptionSnapshot& s : node.subscriptions)
        rows.push_back({displayText(s.config.name), Words::state(s.state), QString::number(s.positions.source),
                        QString::number(s.positions.applied), countText(s.waitingChanges), lagText(s.lagMs),
                        QString::number(s.rowsLoaded), QString::number(s.changesApplied)});
    if (!rows.empty())
        printTable({ClientText::tr("subscription"), ClientText::tr("state"), ClientText::tr("source"),
                    ClientText::tr("applied"), ClientText::tr("waiting"), ClientText::tr("lag"),
                    ClientText::tr("loaded"), ClientText::tr("changes")},
                   rows);
    for (const SubscriptionSnapshot& s : node.subscriptions) {
        if (s.nextVerifyUtcMs >= 0)
            print(ClientText::tr("%1 is verified next at %2")
                      .arg(displayText(s.config.name), QDateTime::fromMSecsSinceEpoch(s.nextVerifyUtcMs)
                                                           .toString(QStringLiteral("yyyy-MM-dd HH:mm"))));
        if (s.openExceptions + s.openConflicts + s.settledConflicts > 0)
            print(ClientText::tr("%1: %2 rows set aside, %3 conflicts open, %4 settled")
                      .arg(displayText(s.config.name))
                      .arg(s.openExceptions)
                      .arg(s.openConflicts)
                      .arg(s.settledConflicts));
        for (const ParkedTable& parked : s.parkedTables)
            print(ClientText::tr("%1: table %2 is parked, %3 changes wait: %4")
                      .arg(displayText(s.config.name), displayText(parked.table))
                      .arg(parked.waitingChanges)
                      .arg(displayText(parked.why)));
        if (!s.ignoredColumns.isEmpty())
            print(ClientText::tr("%1 leaves out columns that the target has not: %2")
                      .arg(displayText(s.config.name), s.ignoredColumns.join(QStringLiteral(", "))));
    }
    rows.clear();
    for (const PublicationSnapshot& p : node.publications) {
        for (const PublicationSnapshot::Subscriber& s : p.subscribers)
            rows.push_back({displayText(p.config.name), s.peerCode, QString::number(p.cachedPosition),
                            QString::number(s.packedPosition), QString::number(s.lastSequence),
                            s.receivedSequence > 0 ? QString::number(s.appliedSequence) : Words::unknown(),
                            lagText(s.lagMs)});
    }
    if (!rows.empty())
        printTable({ClientText::tr("dataset"), ClientText::tr("to"), ClientText::tr("cached"), ClientText::tr("packed"),
                    ClientText::tr("packets"), ClientText::tr("applied"), ClientText::tr("lag")},
                   rows);
    printLoads(node);
    for (const PublicationSnapshot& publication : node.publications)
        printLog(publication);
    printAlarms(node.alarms);
}

void printVerifications(const std::vector<VerificationSnapshot>& verifications)
{
    std::vector<QStringList> rows;
    for (const VerificationSnapshot& one : verifications) {
        const QString begun =
            QDateTime::fromMSecsSinceEpoch(one.startedUtcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
        rows.push_back({QString::number(one.id), displayText(one.subscription), begun,
                        one.scheduled ? ClientText::tr("by timetable") : ClientText::tr("by hand"),
                        Words::term(one.level), Words::term(one.waiting ? QStringLiteral("waiting") : one.state),
                        QString::number(one.rowsCompared), QString::number(one.differenceCount)});
    }
    if (rows.empty())
        return print(ClientText::tr("no verification yet; 'verify SUBSCRIPTION' begins one"));
    printTable({ClientText::tr("number"), ClientText::tr("subscription"), ClientText::tr("begun"),
                ClientText::tr("begun by"), ClientText::tr("level"), ClientText::tr("state"), ClientText::tr("rows"),
                ClientText::tr("differences")},
               rows);
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
        rows.push_back({displayText(table.table), QString::number(table.sourceRows),
                        table.isParked ? Words::term(QStringLiteral("parked")) : QString::number(table.targetRows),
                        QString::number(table.differences)});
    printTable(
        {ClientText::tr("table"), ClientText::tr("source"), ClientText::tr("target"), ClientText::tr("differences")},
        rows);
    for (const TableCheck& table : verification.tables) {
        if (!table.leftOut.isEmpty())
            print(ClientText::tr("large columns of %1, not compared: %2")
                      .arg(displayText(table.table), displayText(table.leftOut.join(QStringLiteral(", ")))));
    }
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

void printLinkKeys(const std::vector<LinkKeyRecord>& keys)
{
    const auto when = [](qint64 utcMs) {
        return utcMs == 0 ? QString()
                          : QDateTime::fromMSecsSinceEpoch(utcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    };
    std::vector<QStringList> rows;
    for (const LinkKeyRecord& key : keys)
        rows.push_back({key.peerCode, Words::term(key.direction), QString::number(key.epoch), Words::term(key.state),
                        key.suite, key.fingerprint, QString::number(key.packets), when(key.madeUtcMs),
                        when(key.activeUtcMs), when(key.wipedUtcMs), key.why, key.by});
    printTable({ClientText::tr("peer"), ClientText::tr("way"), ClientText::tr("epoch"), ClientText::tr("state"),
                ClientText::tr("suite"), ClientText::tr("fingerprint"), ClientText::tr("packets"),
                ClientText::tr("made"), ClientText::tr("in use since"), ClientText::tr("wiped"), ClientText::tr("why"),
                ClientText::tr("by")},
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

void printExceptions(const std::vector<ExceptionRecord>& exceptions)
{
    std::vector<QStringList> rows;
    for (const ExceptionRecord& one : exceptions)
        rows.push_back({QString::number(one.id), Words::term(one.kind), Words::term(one.state), displayText(one.table),
                        displayText(one.key), one.operation, QString::number(one.sequence), one.sqlState,
                        displayText(one.outcome.isEmpty() ? one.message : one.outcome)});
    printTable({ClientText::tr("id"), ClientText::tr("kind"), ClientText::tr("state"), ClientText::tr("table"),
                ClientText::tr("key"), ClientText::tr("operation"), ClientText::tr("packet"),
                ClientText::tr("SQLSTATE"), ClientText::tr("reason")},
               rows);
}

void printException(const ExceptionRecord& exception)
{
    printExceptions({exception});
    const auto line = [](const QString& name, const QString& value) {
        if (!value.isEmpty())
            print(QStringLiteral("  %1: %2").arg(name, displayText(value)));
    };
    line(ClientText::tr("reason"), exception.message);
    line(ClientText::tr("position"), QString::number(exception.position));
    line(ClientText::tr("attempts"), QString::number(exception.attempts));
    line(ClientText::tr("row as the source had it"), exception.oldRow);
    line(ClientText::tr("row as the source has it"), exception.newRow);
    line(ClientText::tr("row as the target had it"), exception.currentRow);
    line(ClientText::tr("decided by"), exception.decidedBy);
    line(ClientText::tr("because"), exception.reason);
}

void printDatabases(const std::vector<DatabaseConfig>& databases)
{
    std::vector<QStringList> rows;
    for (const DatabaseConfig& database : databases)
        rows.push_back({displayText(database.name), database.driver, displayText(database.location)});
    printTable({ClientText::tr("name"), ClientText::tr("driver"), ClientText::tr("location")}, rows);
}

} // namespace busheng::cli
