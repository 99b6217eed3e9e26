// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/patrol_report.h"

#include "ui/models/link_advice.h"
#include "ui/models/security_models.h"
#include "ui/models/subscription_model.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng {
namespace {

using Items = std::vector<PatrolItem>;

constexpr qint64 kGiB = qint64(1) << 30;
constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;
constexpr qint64 kDayMs = 24 * kHourMs;
constexpr int kMinutesPerHour = 60;
// From when on something is told, and from when on it is bad.
constexpr qint64 kFullPercent = 95, kFillingPercent = 85;
constexpr qint64 kQuotaPercent = 80;
constexpr qint64 kLogHours = 24, kLogSoonHours = 72;
constexpr qint64 kClockErrorMs = 1000;
constexpr qint64 kLagMs = kHourMs;
constexpr qint64 kVerifyDays = 35;
constexpr std::size_t kMostAlarms = 50;

PatrolItem event(PatrolState state, const QString& area, const QString& subject, const QString& id,
                 const QStringList& args)
{
    const EventText text = eventText(id, args);
    return {state, area, subject, text.cause.isEmpty() ? text.title : QString(text.title + u' ' + text.cause),
            text.remedy};
}

void lookAtMachine(const PatrolFacts& facts, Items& items)
{
    const QString disk = PatrolReport::tr("Disk");
    const QString where = displayText(facts.node.dataDirectory);
    if (facts.totalBytes <= 0) {
        items.push_back({PatrolState::Notice, disk, where, PatrolReport::tr("How much is free is not known.")});
    } else {
        const qint64 used = 100 - facts.freeBytes * 100 / facts.totalBytes;
        const bool isFull = used >= kFullPercent || facts.freeBytes < kGiB;
        items.push_back(
            {isFull                    ? PatrolState::Bad
             : used >= kFillingPercent ? PatrolState::Notice
                                       : PatrolState::Good,
             disk, where,
             PatrolReport::tr("%1 of %2 are free.").arg(Words::bytes(facts.freeBytes), Words::bytes(facts.totalBytes)),
             isFull ? PatrolReport::tr("Make room, or move the node's data to a larger disk.") : QString()});
    }
    const QString clock = PatrolReport::tr("Clock");
    if (!facts.clock)
        items.push_back({PatrolState::Notice,
                         clock,
                         {},
                         PatrolReport::tr("Whether it is kept right is not known on this system.")});
    else if (!facts.clock->isSynchronized)
        items.push_back(
            {PatrolState::Bad,
             clock,
             {},
             PatrolReport::tr("Nothing keeps this machine's clock right."),
             PatrolReport::tr(
                 "Set up a time service (chrony, systemd-timesyncd): certificates and timetables go by it.")});
    else
        items.push_back(
            {facts.clock->maxErrorMs > kClockErrorMs ? PatrolState::Notice : PatrolState::Good,
             clock,
             {},
             PatrolReport::tr("Synchronized, wrong by at most %1.").arg(Words::duration(facts.clock->maxErrorMs))});
}

void lookAtLog(const PublicationSnapshot& publication, Items& items)
{
    const QString area = PatrolReport::tr("Log retention");
    const QString subject = displayText(publication.config.name);
    if (publication.logCacheQuota > 0) {
        const qint64 percent = publication.logCacheBytes * 100 / publication.logCacheQuota;
        items.push_back({percent >= kFullPercent    ? PatrolState::Bad
                         : percent >= kQuotaPercent ? PatrolState::Notice
                                                    : PatrolState::Good,
                         area, subject,
                         PatrolReport::tr("The log cache holds %1 of the %2 it may.")
                             .arg(Words::bytes(publication.logCacheBytes), Words::bytes(publication.logCacheQuota))});
    }
    const SourceLogSnapshot& log = publication.log;
    if (log.state.isEmpty())
        return;
    const qint64 hours = log.minutesLeft < 0 ? -1 : log.minutesLeft / kMinutesPerHour;
    const bool isLost = log.state == QStringLiteral("lost") || log.state == QStringLiteral("unreserved");
    const PatrolState state = isLost || (hours >= 0 && hours < kLogHours) ? PatrolState::Bad
                              : hours >= 0 && hours < kLogSoonHours       ? PatrolState::Notice
                                                                          : PatrolState::Good;
    QString text = PatrolReport::tr("The source keeps %1 of its log for this dataset (%2)")
                       .arg(Words::bytes(log.retainedBytes), displayText(log.state));
    text += hours < 0 ? QStringLiteral(".")
                      : PatrolReport::tr("; at the present rate it runs out in %1.")
                            .arg(Words::duration(log.minutesLeft * kMinuteMs));
    items.push_back({state, area, subject, text,
                     state == PatrolState::Good
                         ? QString()
                         : PatrolReport::tr("Let the source keep more of its log, or see why reading it is "
                                            "behind.")});
}

void lookAtCredentials(const PatrolFacts& facts, Items& items)
{
    for (const CredentialSnapshot& credential : facts.node.credentials) {
        const auto state = CredentialModel::stateOf(credential, facts.atUtcMs);
        items.push_back({state == CredentialModel::States::Ended  ? PatrolState::Bad
                         : state == CredentialModel::States::Soon ? PatrolState::Notice
                                                                  : PatrolState::Good,
                         PatrolReport::tr("Certificates"),
                         CredentialModel::kindText(credential.kind) + u' ' + displayText(credential.subject),
                         PatrolReport::tr("Valid until %1.").arg(Words::date(credential.expiresUtcMs)),
                         state == CredentialModel::States::Good
                             ? QString()
                             : PatrolReport::tr("Get the next one from its authority in time.")});
    }
}

void lookAtLinks(const NodeSnapshot& node, Items& items)
{
    for (const LinkSnapshot& link : node.links) {
        if (!link.config.enabled)
            continue;
        const QString peer = SubscriptionModel::peerText(link.config.peerCode, link.config.peerName);
        const auto advice = LinkAdvice::of(link, node);
        if (advice)
            items.push_back({PatrolState::Bad, PatrolReport::tr("Links"), peer,
                             QString(advice->text.title + u' ' + advice->text.cause), advice->text.remedy});
        else
            items.push_back({PatrolState::Good, PatrolReport::tr("Links"), peer,
                             PatrolReport::tr("Connected since %1.").arg(Words::time(link.connectedSinceUtcMs))});
    }
}

void lookAtBacklog(const SubscriptionSnapshot& subscription, Items& items)
{
    const QString area = PatrolReport::tr("Backlog");
    const QString subject = displayText(subscription.config.name);
    if (!subscription.error.isEmpty())
        items.push_back(event(PatrolState::Bad, area, subject, subscription.error, subscription.errorArgs));
    const quint64 waiting = subscription.openExceptions + subscription.openConflicts + subscription.parkedTables.size();
    if (waiting > 0)
        items.push_back({PatrolState::Notice, area, subject,
                         PatrolReport::tr("%1 rows, conflicts or tables wait for a person.").arg(Words::count(waiting)),
                         PatrolReport::tr("See the page of failures.")});
    const bool isBehind = subscription.lagMs > kLagMs;
    items.push_back({isBehind ? PatrolState::Notice : PatrolState::Good, area, subject,
                     Words::state(subscription.state) + QStringLiteral(", ") +
                         (subscription.lagMs < 0
                              ? PatrolReport::tr("how far behind is not known.")
                              : PatrolReport::tr("%1 behind the source.").arg(Words::duration(subscription.lagMs)))});
}

void lookAtTasks(const NodeSnapshot& node, Items& items)
{
    for (const FileTaskSnapshot& task : node.fileTasks) {
        const bool hasFailed = task.outcome == QStringLiteral("failed") && task.failed > 0;
        items.push_back({hasFailed ? PatrolState::Notice : PatrolState::Good, PatrolReport::tr("File tasks"),
                         displayText(task.config.name),
                         hasFailed ? PatrolReport::tr("%1 files of the last run failed.").arg(Words::count(task.failed))
                                   : PatrolReport::tr("No file of the last run failed."),
                         hasFailed ? PatrolReport::tr("See the page of failures.") : QString()});
    }
}

void lookAtAlarms(const NodeSnapshot& node, Items& items)
{
    const QString area = PatrolReport::tr("Alarms");
    for (std::size_t i = 0; i < node.alarms.size() && i < kMostAlarms; ++i) {
        const AlarmSnapshot& alarm = node.alarms[i];
        items.push_back(event(PatrolState::Notice, area, displayText(alarm.subject), alarm.event, alarm.args));
    }
    if (node.alarms.size() > kMostAlarms)
        items.push_back(
            {PatrolState::Notice, area, {}, PatrolReport::tr("and %1 more").arg(node.alarms.size() - kMostAlarms)});
    if (node.alarms.empty())
        items.push_back({PatrolState::Good, area, {}, PatrolReport::tr("None stands.")});
}

void lookAtDatabase(const PatrolFacts::Database& database, Items& items)
{
    const QString area = PatrolReport::tr("Databases");
    const QString subject = Words::kind(database.kind) + u' ' + displayText(database.name);
    if (database.failure) {
        const EventText text = errorText(*database.failure);
        items.push_back({PatrolState::Bad, area, subject, QString(text.title + u' ' + text.cause), text.remedy});
        return;
    }
    bool isGood = true;
    for (const PreflightFinding& finding : database.findings) {
        if (finding.severity == QStringLiteral("ok"))
            continue;
        isGood = false;
        items.push_back(
            event(finding.severity == QStringLiteral("error") ? PatrolState::Bad : PatrolState::Notice, area,
                  finding.subject.isEmpty() ? subject : QString(subject + u' ' + displayText(finding.subject)),
                  finding.event, finding.args));
    }
    if (isGood)
        items.push_back(
            {PatrolState::Good, area, subject, PatrolReport::tr("It answers; rights and settings are as needed.")});
}

void lookAtVerifications(const PatrolFacts& facts, Items& items)
{
    const QString area = PatrolReport::tr("Reconciliation");
    for (const SubscriptionSnapshot& subscription : facts.node.subscriptions) {
        const QString subject = displayText(subscription.config.name);
        const auto last = std::ranges::find_if(facts.verifications, [&](const VerificationSnapshot& one) {
            return one.subscription == subscription.config.name && one.finishedUtcMs > 0;
        });
        if (last == facts.verifications.end()) {
            items.push_back({PatrolState::Notice, area, subject, PatrolReport::tr("Never compared."),
                             PatrolReport::tr("Reconcile it, or give it a timetable.")});
            continue;
        }
        const bool isOld = last->finishedUtcMs < facts.atUtcMs - kVerifyDays * kDayMs;
        const bool isEqual = last->state == QStringLiteral("equal");
        items.push_back(
            {!isEqual ? PatrolState::Bad
             : isOld  ? PatrolState::Notice
                      : PatrolState::Good,
             area, subject,
             PatrolReport::tr("Compared at %1: %2.").arg(Words::time(last->finishedUtcMs), Words::term(last->state)),
             isEqual ? (isOld ? PatrolReport::tr("Reconcile it, or give it a timetable.") : QString())
                     : PatrolReport::tr("See the page of reconciliation.")});
    }
}

} // namespace

std::vector<PatrolItem> PatrolReport::of(const PatrolFacts& facts)
{
    Items items;
    lookAtMachine(facts, items);
    for (const PublicationSnapshot& publication : facts.node.publications)
        lookAtLog(publication, items);
    lookAtCredentials(facts, items);
    for (const PatrolFacts::Database& database : facts.databases)
        lookAtDatabase(database, items);
    lookAtLinks(facts.node, items);
    lookAtAlarms(facts.node, items);
    for (const SubscriptionSnapshot& subscription : facts.node.subscriptions)
        lookAtBacklog(subscription, items);
    lookAtTasks(facts.node, items);
    lookAtVerifications(facts, items);
    items.push_back({!facts.ledgerIsWhole   ? PatrolState::Notice
                     : *facts.ledgerIsWhole ? PatrolState::Good
                                            : PatrolState::Bad,
                     tr("Ledger"),
                     {},
                     facts.ledgerText});
    std::ranges::stable_sort(items, std::ranges::greater(), &PatrolItem::state);
    return items;
}

QString PatrolReport::stateText(PatrolState state)
{
    switch (state) {
    case PatrolState::Good:
        return tr("in order");
    case PatrolState::Notice:
        return tr("to look at");
    case PatrolState::Bad:
        return tr("not in order");
    }
    return Words::unknown();
}

int PatrolReport::count(const std::vector<PatrolItem>& items, PatrolState state)
{
    return int(std::ranges::count(items, state, &PatrolItem::state));
}

QString PatrolReport::conclusion(const std::vector<PatrolItem>& items)
{
    const int bad = count(items, PatrolState::Bad);
    const int notices = count(items, PatrolState::Notice);
    if (bad + notices == 0)
        return tr("All %1 points are in order.").arg(items.size());
    return tr("Of %1 points %2 are not in order and %3 are to be looked at.").arg(items.size()).arg(bad).arg(notices);
}

QStringList PatrolReport::titleLines(const PatrolFacts& facts)
{
    return {tr("Node: %1 %2").arg(displayText(facts.node.code), displayText(facts.node.name)),
            tr("Patrolled at: %1").arg(Words::time(facts.atUtcMs)),
            tr("Version: %1").arg(displayText(facts.node.version))};
}

} // namespace busheng
