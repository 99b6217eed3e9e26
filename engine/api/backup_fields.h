// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_values.h"
#include "engine/api/value_fields.h"

namespace busheng {

/// The members of what BackupApi shows and takes, as value_fields.h does it for the rest.
template <typename Visitor, Like<BackupRow> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("id"), value.id);
    visit(QLatin1String("file"), value.file);
    visit(QLatin1String("cause"), value.cause);
    visit(QLatin1String("state"), value.state);
    visit(QLatin1String("takenUtcMs"), value.takenUtcMs);
    visit(QLatin1String("fileBytes"), value.fileBytes);
    visit(QLatin1String("by"), value.by);
    visit(QLatin1String("verifiedUtcMs"), value.verifiedUtcMs);
    visit(QLatin1String("event"), value.event);
    visit(QLatin1String("args"), value.args);
}

template <typename Visitor, Like<BackupPlan> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("times"), value.times, Presence::Required);
    visit(QLatin1String("directory"), value.directory, Presence::Required);
    visit(QLatin1String("keep"), value.keep, Presence::Optional);
}

template <typename Visitor, Like<BackupShelf> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("plan"), value.plan);
    visit(QLatin1String("hasPassphrase"), value.hasPassphrase);
    visit(QLatin1String("nextUtcMs"), value.nextUtcMs);
    visit(QLatin1String("backups"), value.backups);
}

} // namespace busheng
