// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/gate_words.h"

#include "ui/text/words.h"

#include <QHash>

namespace busheng {

QString GateWords::kind(const QString& kind)
{
    static const QHash<QString, const char*> kinds = {
        {QStringLiteral("rows"), QT_TR_NOOP("number of rows")},
        {QStringLiteral("unique"), QT_TR_NOOP("unique")},
        {QStringLiteral("notNull"), QT_TR_NOOP("not NULL")},
        {QStringLiteral("range"), QT_TR_NOOP("value in a range")},
        {QStringLiteral("matches"), QT_TR_NOOP("fits an expression")},
        {QStringLiteral("codes"), QT_TR_NOOP("one of a table of codes")},
        {QStringLiteral("idCard"), QT_TR_NOOP("identity number")},
        {QStringLiteral("references"), QT_TR_NOOP("is in another table")},
        {QStringLiteral("sql"), QT_TR_NOOP("SELECT gives no row")},
    };
    const auto found = kinds.constFind(kind);
    return found == kinds.constEnd() ? kind : tr(*found);
}

QString GateWords::argumentHint(const QString& kind)
{
    static const QHash<QString, const char*> hints = {
        {QStringLiteral("rows"), QT_TR_NOOP("From..to, for example 1000000.. for at least a million rows")},
        {QStringLiteral("range"),
         QT_TR_NOOP("From..to, one of which may be missing, for example 1900-01-01..2026-12-31. "
                    "NULL passes.")},
        {QStringLiteral("matches"), QT_TR_NOOP("A regular expression for the whole text, for example 1[0-9]{10}. NULL "
                                               "passes.")},
        {QStringLiteral("codes"),
         QT_TR_NOOP("GB/T 2260, or table:TABLE.COLUMN of the target, or file:PATH with a code at "
                    "the beginning of each line. NULL passes.")},
        {QStringLiteral("references"),
         QT_TR_NOOP("The other table with its columns, for example public.person(id). Rows "
                    "with a NULL pass.")},
        {QStringLiteral("sql"),
         QT_TR_NOOP("One SELECT; each row that it gives is a bad one, for example SELECT id FROM "
                    "person WHERE birth > hired. It is run read-only.")},
        {QStringLiteral("idCard"),
         QT_TR_NOOP("Digits, date of birth and check digit of GB 11643 are right. NULL passes.")},
    };
    const auto found = hints.constFind(kind);
    return found == hints.constEnd() ? QString() : tr(*found);
}

QString GateWords::rule(const GateRule& rule)
{
    QString text = kind(rule.kind);
    if (!rule.columns.isEmpty())
        text += QStringLiteral(" (") + rule.columns.join(QStringLiteral(", ")) + u')';
    if (!rule.argument.isEmpty())
        text += u' ' + rule.argument;
    return rule.table.isEmpty() ? text : QString(rule.table + QStringLiteral(": ") + text);
}

QString GateWords::found(const GateRuleResult& result)
{
    if (!result.error.isEmpty())
        return tr("could not be asked");
    return result.isPassed() ? tr("passed") : tr("bad rows: %1").arg(Words::count(result.badRows));
}

QString GateWords::summary(const GateReport& report)
{
    return tr("%1 rows were loaded; %2 of %3 rules found something. State: %4.")
        .arg(Words::count(report.rowsLoaded), Words::count(report.failedRules()), Words::count(report.results.size()),
             Words::gateState(report.state));
}

} // namespace busheng
