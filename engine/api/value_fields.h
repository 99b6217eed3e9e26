// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/file_value_fields.h"
#include "engine/api/link_fields.h"
#include "engine/api/offline_fields.h"
#include "engine/api/structure_fields.h"
#include "engine/api/values.h"

/// Internal to engine/api: the members of each value and their JSON keys, said once. A visitor is called as
/// visit(key, member, presence) for each member; writer, lenient reader and strict reader are three visitors of these.
namespace busheng {

template <typename Visitor, Like<StagePositions> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("source"), value.source);
    visit(QLatin1String("cached"), value.cached);
    visit(QLatin1String("packed"), value.packed);
    visit(QLatin1String("received"), value.received);
    visit(QLatin1String("applied"), value.applied);
}

template <typename Visitor, Like<ParkedTable> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("why"), value.why);
    visit(QLatin1String("byPerson"), value.byPerson);
    visit(QLatin1String("waitingChanges"), value.waitingChanges);
    visit(QLatin1String("sinceUtcMs"), value.sinceUtcMs);
}

template <typename Visitor, Like<TableLoad> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("rowsLoaded"), value.rowsLoaded);
    visit(QLatin1String("rowsExpected"), value.rowsExpected);
}

template <typename Visitor, Like<SourceLogSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("retainedBytes"), value.retainedBytes);
    visit(QLatin1String("safeBytes"), value.safeBytes);
    visit(QLatin1String("bytesPerHour"), value.bytesPerHour);
    visit(QLatin1String("minutesLeft"), value.minutesLeft);
    visit(QLatin1String("waitingBytes"), value.waitingBytes);
}

template <typename Visitor, Like<SubscriptionSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("config"), value.config);
    visit(QLatin1String("stream"), value.stream);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("positions"), value.positions);
    visit(QLatin1String("lagMs"), value.lagMs);
    visit(QLatin1String("waitingChanges"), value.waitingChanges);
    visit(QLatin1String("rowsLoaded"), value.rowsLoaded);
    visit(QLatin1String("rowsExpected"), value.rowsExpected);
    visit(QLatin1String("tables"), value.tables);
    visit(QLatin1String("loadRemainingMs"), value.loadRemainingMs);
    visit(QLatin1String("changesApplied"), value.changesApplied);
    visit(QLatin1String("rowsPerSecond"), value.rowsPerSecond);
    visit(QLatin1String("lastSequence"), value.lastSequence);
    visit(QLatin1String("plainBytes"), value.plainBytes);
    visit(QLatin1String("sealedBytes"), value.sealedBytes);
    visit(QLatin1String("error"), value.error);
    visit(QLatin1String("errorArgs"), value.errorArgs);
    visit(QLatin1String("errorDetail"), value.errorDetail);
    visit(QLatin1String("qualityFindings"), value.qualityFindings);
    visit(QLatin1String("nextVerifyUtcMs"), value.nextVerifyUtcMs);
    visit(QLatin1String("openExceptions"), value.openExceptions);
    visit(QLatin1String("openConflicts"), value.openConflicts);
    visit(QLatin1String("settledConflicts"), value.settledConflicts);
    visit(QLatin1String("parkedTables"), value.parkedTables);
    visit(QLatin1String("ignoredColumns"), value.ignoredColumns);
    visit(QLatin1String("offline"), value.offline);
    visit(QLatin1String("gate"), value.gate);
}

template <typename Visitor, Like<PublicationSnapshot::Subscriber> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("peerCode"), value.peerCode);
    visit(QLatin1String("stream"), value.stream);
    visit(QLatin1String("loading"), value.loading);
    visit(QLatin1String("rowsLoaded"), value.rowsLoaded);
    visit(QLatin1String("rowsExpected"), value.rowsExpected);
    visit(QLatin1String("loadBytes"), value.loadBytes);
    visit(QLatin1String("loadRowsPerSecond"), value.loadRowsPerSecond);
    visit(QLatin1String("loadRemainingMs"), value.loadRemainingMs);
    visit(QLatin1String("packedPosition"), value.packedPosition);
    visit(QLatin1String("receivedSequence"), value.receivedSequence);
    visit(QLatin1String("appliedSequence"), value.appliedSequence);
    visit(QLatin1String("lastSequence"), value.lastSequence);
    visit(QLatin1String("lagMs"), value.lagMs);
    visit(QLatin1String("outboxBytes"), value.outboxBytes);
    visit(QLatin1String("offline"), value.offline);
}

template <typename Visitor, Like<PublicationSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("config"), value.config);
    visit(QLatin1String("capturing"), value.capturing);
    visit(QLatin1String("sourcePosition"), value.sourcePosition);
    visit(QLatin1String("cachedPosition"), value.cachedPosition);
    visit(QLatin1String("logCacheBytes"), value.logCacheBytes);
    visit(QLatin1String("logCacheQuota"), value.logCacheQuota);
    visit(QLatin1String("changesCaptured"), value.changesCaptured);
    visit(QLatin1String("log"), value.log);
    visit(QLatin1String("loadingTables"), value.loadingTables);
    visit(QLatin1String("error"), value.error);
    visit(QLatin1String("errorArgs"), value.errorArgs);
    visit(QLatin1String("errorDetail"), value.errorDetail);
    visit(QLatin1String("subscribers"), value.subscribers);
}

template <typename Visitor, Like<AlarmSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("event"), value.event);
    visit(QLatin1String("subject"), value.subject);
    visit(QLatin1String("args"), value.args);
    visit(QLatin1String("detail"), value.detail);
    visit(QLatin1String("raisedUtcMs"), value.raisedUtcMs);
    visit(QLatin1String("clearedUtcMs"), value.clearedUtcMs);
    visit(QLatin1String("count"), value.count);
    visit(QLatin1String("acknowledgedBy"), value.acknowledgedBy);
    visit(QLatin1String("acknowledgedUtcMs"), value.acknowledgedUtcMs);
    visit(QLatin1String("silencedUntilUtcMs"), value.silencedUntilUtcMs);
    visit(QLatin1String("silencedBy"), value.silencedBy);
    visit(QLatin1String("silenceReason"), value.silenceReason);
}

template <typename Visitor, Like<BackupProgress> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("work"), value.work);
    visit(QLatin1String("file"), value.file);
    visit(QLatin1String("doneBytes"), value.doneBytes);
    visit(QLatin1String("totalBytes"), value.totalBytes);
    visit(QLatin1String("changes"), value.changes);
}

template <typename Visitor, Like<NodeSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("code"), value.code);
    visit(QLatin1String("name"), value.name);
    visit(QLatin1String("version"), value.version);
    visit(QLatin1String("dataDirectory"), value.dataDirectory);
    visit(QLatin1String("listenAddress"), value.listenAddress);
    visit(QLatin1String("certificateSubject"), value.certificateSubject);
    visit(QLatin1String("certificateExpiresUtcMs"), value.certificateExpiresUtcMs);
    visit(QLatin1String("credentials"), value.credentials);
    visit(QLatin1String("cipherDevice"), value.cipherDevice);
    visit(QLatin1String("evidenceKey"), value.evidenceKey);
    visit(QLatin1String("startedUtcMs"), value.startedUtcMs);
    visit(QLatin1String("peakResidentBytes"), value.peakResidentBytes);
    visit(QLatin1String("links"), value.links);
    visit(QLatin1String("subscriptions"), value.subscriptions);
    visit(QLatin1String("publications"), value.publications);
    visit(QLatin1String("servers"), value.servers);
    visit(QLatin1String("filesDirectory"), value.filesDirectory);
    visit(QLatin1String("fileTasks"), value.fileTasks);
    visit(QLatin1String("newestArrival"), value.newestArrival);
    visit(QLatin1String("alarms"), value.alarms);
    visit(QLatin1String("exchangeChanges"), value.exchangeChanges);
    visit(QLatin1String("hasOperators"), value.hasOperators);
    visit(QLatin1String("fourEyes"), value.fourEyes);
    visit(QLatin1String("waitingChanges"), value.waitingChanges);
    visit(QLatin1String("backup"), value.backup);
}

template <typename Visitor, Like<TableCheck> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("sourceRows"), value.sourceRows);
    visit(QLatin1String("targetRows"), value.targetRows);
    visit(QLatin1String("differences"), value.differences);
    visit(QLatin1String("isParked"), value.isParked);
    visit(QLatin1String("missing"), value.missing);
    visit(QLatin1String("extra"), value.extra);
    visit(QLatin1String("different"), value.different);
    visit(QLatin1String("leftOut"), value.leftOut);
}

template <typename Visitor, Like<DifferenceCell> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("column"), value.column);
    visit(QLatin1String("sourceValue"), value.sourceValue);
    visit(QLatin1String("targetValue"), value.targetValue);
    visit(QLatin1String("differs"), value.differs);
}

template <typename Visitor, Like<Difference> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("key"), value.key);
    visit(QLatin1String("cells"), value.cells);
    visit(QLatin1String("range"), value.range);
}

template <typename Visitor, Like<VerificationSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("subscription"), value.subscription);
    visit(QLatin1String("level"), value.level);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("gentle"), value.gentle);
    visit(QLatin1String("scheduled"), value.scheduled);
    visit(QLatin1String("waiting"), value.waiting);
    visit(QLatin1String("position"), value.position);
    visit(QLatin1String("slices"), value.slices);
    visit(QLatin1String("rowsExpected"), value.rowsExpected);
    visit(QLatin1String("rowsCompared"), value.rowsCompared);
    visit(QLatin1String("tables"), value.tables);
    visit(QLatin1String("differenceCount"), value.differenceCount);
    visit(QLatin1String("listed"), value.listed);
    visit(QLatin1String("differences"), value.differences);
    visit(QLatin1String("startedUtcMs"), value.startedUtcMs);
    visit(QLatin1String("finishedUtcMs"), value.finishedUtcMs);
    visit(QLatin1String("error"), value.error);
    visit(QLatin1String("errorArgs"), value.errorArgs);
}

template <typename Visitor, Like<ExceptionRecord> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("operation"), value.operation);
    visit(QLatin1String("key"), value.key);
    visit(QLatin1String("sequence"), value.sequence);
    visit(QLatin1String("position"), value.position);
    visit(QLatin1String("oldRow"), value.oldRow);
    visit(QLatin1String("newRow"), value.newRow);
    visit(QLatin1String("currentRow"), value.currentRow);
    visit(QLatin1String("sqlState"), value.sqlState);
    visit(QLatin1String("message"), value.message);
    visit(QLatin1String("outcome"), value.outcome);
    visit(QLatin1String("attempts"), value.attempts);
    visit(QLatin1String("createdUtcMs"), value.createdUtcMs);
    visit(QLatin1String("changedUtcMs"), value.changedUtcMs);
    visit(QLatin1String("decidedBy"), value.decidedBy);
    visit(QLatin1String("reason"), value.reason);
}

template <typename Visitor, Like<PreflightFinding> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("severity"), value.severity);
    visit(QLatin1String("event"), value.event);
    visit(QLatin1String("args"), value.args);
    visit(QLatin1String("subject"), value.subject);
}

} // namespace busheng
