// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/retention_words.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <QHash>

namespace busheng {

QString RetentionWords::kind(const QString& kind)
{
    static const QHash<QString, const char*> kinds{
        {QStringLiteral("runs"), QT_TR_NOOP("Runs of file tasks")},
        {QStringLiteral("alarms"), QT_TR_NOOP("Alarms that are over")},
        {QStringLiteral("verifications"), QT_TR_NOOP("Reconciliations of rows")},
        {QStringLiteral("fileReconciliations"), QT_TR_NOOP("Reconciliations of files")},
        {QStringLiteral("changes"), QT_TR_NOOP("Reviewed changes")},
        {QStringLiteral("agreements"), QT_TR_NOOP("Agreements that are over")}};
    const char* const known = kinds.value(kind);
    return known == nullptr ? displayText(kind) : tr(known);
}

QString RetentionWords::days(qint64 days)
{
    return days == 0 ? tr("for ever") : tr("%1 days").arg(days);
}

QString RetentionWords::effect(const RetentionState& state)
{
    const QString line = tr("%1: %2").arg(kind(state.rule.kind), days(state.rule.days));
    if (state.wouldDelete == 0)
        return tr("%1; nothing is deleted now").arg(line);
    return tr("%1; deletes %2 of %3 records now")
        .arg(line, Words::count(quint64(state.wouldDelete)), Words::count(quint64(state.records)));
}

} // namespace busheng
