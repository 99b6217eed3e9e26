// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/backup_model.h"

#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

namespace busheng {

BackupModel::States BackupModel::stateOf(const QString& state)
{
    if (state == QStringLiteral("verified"))
        return States::Verified;
    if (state == QStringLiteral("damaged"))
        return States::Damaged;
    if (state == QStringLiteral("newer"))
        return States::Newer;
    return state == QStringLiteral("gone") ? States::Gone : States::Made;
}

QString BackupModel::text(const BackupRow& row, int column) const
{
    switch (column) {
    case Taken:
        return Words::time(row.takenUtcMs);
    case State:
        switch (stateOf(row.state)) {
        case States::Made:
            return tr("not looked through");
        case States::Verified:
            return tr("whole");
        case States::Damaged:
            return tr("damaged");
        case States::Newer:
            return tr("of a newer version");
        case States::Gone:
            return tr("not there any more");
        }
        return {};
    case Size:
        return Words::bytes(row.fileBytes);
    case Verified:
        return row.verifiedUtcMs > 0 ? Words::time(row.verifiedUtcMs) : tr("never");
    case Cause:
        if (row.cause == QStringLiteral("timetable"))
            return tr("timetable");
        return row.cause == QStringLiteral("found") ? tr("made elsewhere") : displayText(row.by);
    case File:
        return displayText(row.file);
    default:
        return {};
    }
}

QString BackupModel::header(int column) const
{
    switch (column) {
    case Taken:
        return tr("As of");
    case State:
        return tr("State");
    case Size:
        return tr("Size");
    case Verified:
        return tr("Looked through");
    case Cause:
        return tr("Made by");
    case File:
        return tr("File");
    default:
        return {};
    }
}

QVariant BackupModel::more(const BackupRow& row, int column, int role) const
{
    switch (role) {
    case StateRole:
        return int(stateOf(row.state));
    case SortRole:
        switch (column) {
        case Taken:
            return row.takenUtcMs;
        case Size:
            return row.fileBytes;
        case Verified:
            return row.verifiedUtcMs;
        default:
            return text(row, column);
        }
    case Qt::ToolTipRole:
        return plainToolTip(column == State && !row.event.isEmpty() ? eventText(row.event, row.args).cause
                                                                    : text(row, column));
    default:
        return {};
    }
}

} // namespace busheng
