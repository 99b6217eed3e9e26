// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report.h"
#include "app/client/client_output.h"
#include "ui/text/display_text.h"
#include "ui/text/reason_text.h"
#include "ui/text/words.h"

namespace busheng::cli {
namespace {

/// "character varying(20) NOT NULL DEFAULT 'x'".
QString declared(const QString& type, bool notNull, const QString& defaultValue)
{
    if (type.isEmpty())
        return QStringLiteral("-");
    QString text = displayText(type);
    if (notNull)
        text += QStringLiteral(" NOT NULL");
    if (!defaultValue.isEmpty())
        text += QStringLiteral(" DEFAULT ") + displayText(defaultValue);
    return text;
}

QString nameOrNone(const QString& name)
{
    return name.isEmpty() ? QStringLiteral("-") : displayText(name);
}

} // namespace

void printStructure(const StructureSnapshot& structure)
{
    for (const StructureTable& table : structure.tables) {
        print(ClientText::tr("%1 -> %2: %3")
                  .arg(displayText(table.table), displayText(table.targetTable), Words::term(table.state)));
        std::vector<QStringList> rows;
        for (const StructureColumn& column : table.columns)
            rows.push_back(
                {nameOrNone(column.column), declared(column.sourceType, column.sourceNotNull, column.sourceDefault),
                 nameOrNone(column.targetColumn),
                 declared(column.targetType, column.targetNotNull, column.targetDefault), Words::term(column.state)});
        printTable({ClientText::tr("column"), ClientText::tr("at the source"), ClientText::tr("name at the target"),
                    ClientText::tr("at the target"), ClientText::tr("state")},
                   rows);
        for (const QString& difference : table.differences)
            print(QStringLiteral("    ") + reasonText(difference));
    }
    print(structure.sql.isEmpty() ? ClientText::tr("Nothing has to be created or altered at the target.")
                                  : ClientText::tr("Statements for the target, in this order:"));
    for (const QString& statement : structure.sql)
        print(statement + (statement.startsWith(QStringLiteral("--")) ? QString() : QStringLiteral(";")));
    if (structure.waitsForApproval)
        print(ClientText::tr("The subscription waits until they are approved: subscription approve-structure %1 --yes")
                  .arg(structure.subscription));
}

} // namespace busheng::cli
