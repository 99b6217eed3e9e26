// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/survey_commands.h"

#include "app/cli/await.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "app/client/mapping_options.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng::cli {
namespace {

Result<qint64> rowsOf(const ClientCall& call)
{
    const QString text = call.option(QStringLiteral("rows"));
    if (text.isEmpty())
        return kTextRows;
    if (text == u"all")
        return qint64{0};
    bool isNumber = false;
    const qint64 rows = text.toLongLong(&isNumber);
    if (!isNumber || rows < 1)
        return usageError(QStringLiteral("--rows is a number of rows from 1 on, or all"));
    return rows;
}

Result<TextSurvey> survey(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const qint64 rows, rowsOf(call));
    ENGINE_TRY_AS(SubscriptionConfig subscription, subscriptionOf(call));
    if (call.words.front() == u"dataset") {
        subscription = {};
        subscription.dataset = argument(call, 2);
    }
    return await<TextSurvey>([&](auto reply) { engine.texts().survey(subscription, rows, reply); });
}

QString limitText(const TextColumn& column)
{
    if (column.limit == 0)
        return QStringLiteral("-");
    return column.unit == u"bytes" ? ClientText::tr("%1 bytes").arg(Words::count(quint64(column.limit)))
                                   : ClientText::tr("%1 characters").arg(Words::count(quint64(column.limit)));
}

void printSamples(const QString& what, const TextColumn& column, const std::vector<TextSample>& samples)
{
    for (const TextSample& sample : samples)
        print(QStringLiteral("    ") +
              ClientText::tr("%1, row %2: %3")
                  .arg(displayText(QString(column.table + u'.' + column.column)), displayText(sample.key),
                       displayText(sample.text)) +
              QStringLiteral(" (") + what + u')');
}

void printSurvey(const TextSurvey& found)
{
    std::vector<QStringList> rows;
    for (const TextColumn& column : found.columns) {
        QStringList problems;
        for (const QString& problem : column.problems)
            problems.append(Words::term(problem));
        rows.push_back(
            {displayText(QString(column.table + u'.' + column.column)), displayText(column.sourceType),
             Words::count(quint64(column.rows)), Words::count(quint64(column.longestCharacters)),
             Words::count(quint64(column.longestBytes)),
             column.targetType.isEmpty() ? QStringLiteral("-") : displayText(column.targetType), limitText(column),
             problems.isEmpty() ? Words::term(QStringLiteral("fits")) : problems.join(QStringLiteral("; "))});
    }
    printTable({ClientText::tr("column"), ClientText::tr("at the source"), ClientText::tr("texts"),
                ClientText::tr("longest (characters)"), ClientText::tr("longest (UTF-8 bytes)"),
                ClientText::tr("at the target"), ClientText::tr("room"), ClientText::tr("finding")},
               rows);
    for (const TextColumn& column : found.columns) {
        printSamples(Words::term(QStringLiteral("unreadable")), column, column.unreadableSamples);
        printSamples(Words::term(QStringLiteral("lacksCharacters")), column, column.lackingSamples);
        if (!column.looksLike.isEmpty())
            print(QStringLiteral("    ") +
                  ClientText::tr("%1 looks like %2: dataset add ... --read-as '%1=%2'")
                      .arg(displayText(QString(column.table + u'.' + column.column)), column.looksLike));
    }
    const QStringList sql = found.sql();
    if (!sql.isEmpty())
        print(ClientText::tr("Statements that widen the target's columns:"));
    for (const QString& statement : sql)
        print(QString(statement + u';'));
}

Result<ExitCode> showSurvey(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const TextSurvey found, survey(engine, call));
    if (call.json)
        printJson(toJson(found));
    else
        printSurvey(found);
    const bool isGood =
        std::ranges::all_of(found.columns, [](const TextColumn& column) { return column.problems.isEmpty(); });
    return isGood ? ExitOk : ExitWarning;
}

Result<ExitCode> widen(EngineApi& engine, const ClientCall& call)
{
    if (!call.has(QStringLiteral("yes")))
        return usageError(QStringLiteral("the statements that 'subscription texts' lists are run at the target; add "
                                         "--yes to run them"));
    ENGINE_TRY_AS(const TextSurvey found, survey(engine, call));
    const QStringList sql = found.sql();
    if (sql.isEmpty()) {
        print(ClientText::tr("Every column is wide enough."));
        return ExitOk;
    }
    ENGINE_TRY_AS(const QStringList run,
                  await<QStringList>([&](auto reply) { engine.texts().widen(found.target, sql, reply); }));
    for (const QString& statement : run)
        print(QString(statement + u';'));
    return ExitOk;
}

struct Command : CommandForm {
    Result<ExitCode> (*run)(EngineApi& engine, const ClientCall& call);
};

const char* const kOptions = "peer dataset target target-schema table columns where rows";
const char* const kWidenOptions = "peer dataset target target-schema table columns where rows yes";

const Command kCommands[] = {
    {{"dataset texts", 1, "", "rows", "dataset texts NAME [--rows 100000|all]"}, showSurvey},
    {{"subscription texts", 1, "", kOptions,
      "subscription texts NAME [--peer CODE --dataset DATASET --target TARGET [mapping as for 'subscription add']] "
      "[--rows 100000|all]"},
     showSurvey},
    {{"subscription widen", 1, "", kWidenOptions, "subscription widen NAME [as for 'subscription texts'] --yes"},
     widen},
};

} // namespace

std::optional<Result<ExitCode>> runSurveyCommand(EngineApi& engine, const ClientCall& call)
{
    for (const Command& command : kCommands) {
        if (!isOfForm(command, call))
            continue;
        if (auto right = checkForm(command, call); !right)
            return Result<ExitCode>(fail(right.error()));
        return command.run(engine, call);
    }
    return std::nullopt;
}

QString surveyUsage()
{
    QString text;
    for (const Command& command : kCommands)
        text += QStringLiteral("  ") + QString::fromLatin1(command.usage) + u'\n';
    return text;
}

} // namespace busheng::cli
