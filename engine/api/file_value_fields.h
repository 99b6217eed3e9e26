// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration_fields.h"
#include "engine/api/file_values.h"

/// Of file transfer: see value_fields.h.
namespace busheng {

template <typename Visitor, Like<FileTaskConfig> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("name"), value.name, Presence::Required);
    visit(QLatin1String("peerCode"), value.peerCode, Presence::Required);
    visit(QLatin1String("sourceDirectory"), value.sourceDirectory, Presence::Optional);
    visit(QLatin1String("patterns"), value.patterns, Presence::Optional);
    visit(QLatin1String("targetDirectory"), value.targetDirectory, Presence::Optional);
    visit(QLatin1String("fullCopy"), value.fullCopy, Presence::Optional);
    visit(QLatin1String("compress"), value.compress, Presence::Optional);
    visit(QLatin1String("seal"), value.seal, Presence::Optional);
    visit(QLatin1String("convertText"), value.convertText, Presence::Optional);
    visit(QLatin1String("splitBytes"), value.splitBytes, Presence::Optional);
    visit(QLatin1String("priority"), value.priority, Presence::Optional);
    visit(QLatin1String("resends"), value.resends, Presence::Optional);
    visit(QLatin1String("firstPauseSeconds"), value.firstPauseSeconds, Presence::Optional);
    visit(QLatin1String("completeness"), value.completeness, Presence::Optional);
    visit(QLatin1String("cleaning"), value.cleaning, Presence::Optional);
    visit(QLatin1String("cleanAfterDays"), value.cleanAfterDays, Presence::Optional);
    visit(QLatin1String("starts"), value.starts, Presence::Optional);
    visit(QLatin1String("enabled"), value.enabled, Presence::Optional);
    visit(QLatin1String("names"), value.names, Presence::Optional);
    visit(QLatin1String("textEncoding"), value.textEncoding, Presence::Optional);
    visit(QLatin1String("missed"), value.missed, Presence::Optional);
    visit(QLatin1String("exportSource"), value.exportSource, Presence::Optional);
    visit(QLatin1String("exportTable"), value.exportTable, Presence::Optional);
    visit(QLatin1String("exportQuery"), value.exportQuery, Presence::Optional);
    visit(QLatin1String("exportFormat"), value.exportFormat, Presence::Optional);
    visit(QLatin1String("exportNoFormulas"), value.exportNoFormulas, Presence::Optional);
    visit(QLatin1String("exportLargeBytes"), value.exportLargeBytes, Presence::Optional);
    visit(QLatin1String("joinParts"), value.joinParts, Presence::Optional);
    visit(QLatin1String("cleanAboveBytes"), value.cleanAboveBytes, Presence::Optional);
    visit(QLatin1String("cleanFreeBytes"), value.cleanFreeBytes, Presence::Optional);
    visit(QLatin1String("cleanFetched"), value.cleanFetched, Presence::Optional);
    visit(QLatin1String("atRest"), value.atRest, Presence::Optional);
    visit(QLatin1String("rateKiB"), value.rateKiB, Presence::Optional);
}

template <typename Visitor, Like<FileResendItem> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("path"), value.path);
    visit(QLatin1String("effect"), value.effect);
    visit(QLatin1String("size"), value.size);
}

template <typename Visitor, Like<FileResend> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("run"), value.run);
    visit(QLatin1String("toSend"), value.toSend);
    visit(QLatin1String("repeated"), value.repeated);
    visit(QLatin1String("gone"), value.gone);
    visit(QLatin1String("items"), value.items);
}

template <typename Visitor, Like<FileTotalsRow> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("runs"), value.runs);
    visit(QLatin1String("files"), value.files);
    visit(QLatin1String("bytes"), value.bytes);
    visit(QLatin1String("repeated"), value.repeated);
    visit(QLatin1String("failed"), value.failed);
    visit(QLatin1String("waiting"), value.waiting);
}

template <typename Visitor, Like<FileDifference> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("path"), value.path);
    visit(QLatin1String("here"), value.here);
    visit(QLatin1String("there"), value.there);
    visit(QLatin1String("size"), value.size);
    visit(QLatin1String("firstUtcMs"), value.firstUtcMs);
    visit(QLatin1String("lastUtcMs"), value.lastUtcMs);
    visit(QLatin1String("attempts"), value.attempts);
    visit(QLatin1String("thereSize"), value.thereSize);
}

template <typename Visitor, Like<FileReconciliation> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("task"), value.task);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("fromUtcMs"), value.fromUtcMs);
    visit(QLatin1String("toUtcMs"), value.toUtcMs);
    visit(QLatin1String("here"), value.here);
    visit(QLatin1String("there"), value.there);
    visit(QLatin1String("compared"), value.compared);
    visit(QLatin1String("differenceCount"), value.differenceCount);
    visit(QLatin1String("lateCount"), value.lateCount);
    visit(QLatin1String("differences"), value.differences);
    visit(QLatin1String("error"), value.error);
    visit(QLatin1String("errorArgs"), value.errorArgs);
    visit(QLatin1String("missing"), value.missing);
    visit(QLatin1String("extra"), value.extra);
    visit(QLatin1String("different"), value.different);
    visit(QLatin1String("lateAfterMs"), value.lateAfterMs);
    visit(QLatin1String("by"), value.by);
    visit(QLatin1String("startedUtcMs"), value.startedUtcMs);
    visit(QLatin1String("finishedUtcMs"), value.finishedUtcMs);
    visit(QLatin1String("listed"), value.listed);
}

template <typename Visitor, Like<FileTaskSnapshot> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("config"), value.config);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("run"), value.run);
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("outcome"), value.outcome);
    visit(QLatin1String("seen"), value.seen);
    visit(QLatin1String("arrived"), value.arrived);
    visit(QLatin1String("repeated"), value.repeated);
    visit(QLatin1String("unchanged"), value.unchanged);
    visit(QLatin1String("failed"), value.failed);
    visit(QLatin1String("skipped"), value.skipped);
    visit(QLatin1String("waiting"), value.waiting);
    visit(QLatin1String("bytes"), value.bytes);
    visit(QLatin1String("sentBytes"), value.sentBytes);
    visit(QLatin1String("filesPerSecond"), value.filesPerSecond);
    visit(QLatin1String("bytesPerSecond"), value.bytesPerSecond);
    visit(QLatin1String("startedUtcMs"), value.startedUtcMs);
    visit(QLatin1String("finishedUtcMs"), value.finishedUtcMs);
    visit(QLatin1String("nextStartUtcMs"), value.nextStartUtcMs);
    visit(QLatin1String("error"), value.error);
    visit(QLatin1String("errorArgs"), value.errorArgs);
}

template <typename Visitor, Like<FileRunRow> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("direction"), value.direction);
    visit(QLatin1String("task"), value.task);
    visit(QLatin1String("peerCode"), value.peerCode);
    visit(QLatin1String("kind"), value.kind);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("startedUtcMs"), value.startedUtcMs);
    visit(QLatin1String("finishedUtcMs"), value.finishedUtcMs);
    visit(QLatin1String("arrived"), value.arrived);
    visit(QLatin1String("repeated"), value.repeated);
    visit(QLatin1String("unchanged"), value.unchanged);
    visit(QLatin1String("failed"), value.failed);
    visit(QLatin1String("skipped"), value.skipped);
    visit(QLatin1String("bytes"), value.bytes);
    visit(QLatin1String("sentBytes"), value.sentBytes);
    visit(QLatin1String("receipt"), value.receipt);
    visit(QLatin1String("by"), value.by);
}

template <typename Visitor, Like<FileRow> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("run"), value.run);
    visit(QLatin1String("task"), value.task);
    visit(QLatin1String("peerCode"), value.peerCode);
    visit(QLatin1String("path"), value.path);
    visit(QLatin1String("place"), value.place);
    visit(QLatin1String("size"), value.size);
    visit(QLatin1String("digest"), value.digest);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("attempts"), value.attempts);
    visit(QLatin1String("firstUtcMs"), value.firstUtcMs);
    visit(QLatin1String("lastUtcMs"), value.lastUtcMs);
    visit(QLatin1String("event"), value.event);
    visit(QLatin1String("args"), value.args);
    visit(QLatin1String("encoding"), value.encoding);
    visit(QLatin1String("originalDigest"), value.originalDigest);
    visit(QLatin1String("sealed"), value.sealed);
    visit(QLatin1String("fetchedUtcMs"), value.fetchedUtcMs);
    visit(QLatin1String("fetchedBy"), value.fetchedBy);
}

template <typename Visitor, Like<FileTicket> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("sealed"), value.sealed);
    visit(QLatin1String("digest"), value.digest);
    visit(QLatin1String("head"), value.head);
    visit(QLatin1String("key"), value.key);
}

} // namespace busheng
