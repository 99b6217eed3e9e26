// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/figure_commands.h"

#include "app/cli/await.h"
#include "app/cli/report.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "ui/models/flow_figure_points.h"
#include "ui/text/words.h"

#include <QDateTime>

namespace busheng::cli {
namespace {

Result<ChartSpan> spanOf(const ClientCall& call)
{
    const QString wanted =
        call.has(QStringLiteral("span")) ? call.option(QStringLiteral("span")) : QStringLiteral("hour");
    if (wanted == u"hour")
        return ChartSpan::Hour;
    if (wanted == u"day")
        return ChartSpan::Day;
    if (wanted == u"week")
        return ChartSpan::Week;
    return usageError(QStringLiteral("--span is hour, day or week"));
}

Result<QString> flowOf(const ClientCall& call)
{
    const QString subscription = call.option(QStringLiteral("subscription"));
    const QString dataset = call.option(QStringLiteral("dataset"));
    const QString peer = call.option(QStringLiteral("peer"));
    if (!subscription.isEmpty() && dataset.isEmpty() && peer.isEmpty())
        return incomingFlow(subscription);
    if (subscription.isEmpty() && !dataset.isEmpty() && !peer.isEmpty())
        return outgoingFlow(dataset, peer);
    return usageError(QStringLiteral("name a --subscription, or a --dataset and its --peer"));
}

} // namespace

Result<ExitCode> showFigures(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const QString flow, flowOf(call));
    ENGINE_TRY_AS(const ChartSpan span, spanOf(call));
    const qint64 from = QDateTime::currentMSecsSinceEpoch() - windowMs(span);
    ENGINE_TRY_AS(const auto figures, await<std::vector<FlowFigure>>([&](auto reply) {
                      engine.figures().flowFigures(flow, stepSeconds(span), from, reply);
                  }));
    if (call.json)
        printArray(figures);
    else if (figures.empty())
        print(ClientText::tr("Nothing is noted of it in this span. A figure is noted once a minute while it is set up; "
                             "'status' has the names."));
    for (const FlowFigure& figure : call.json ? std::vector<FlowFigure>() : figures)
        print(ClientText::tr("%1: %2, lag %3")
                  .arg(Words::time(figure.atUtcMs),
                       figure.rowsPerSecond < 0 ? Words::unknown() : Words::rowsPerSecond(figure.rowsPerSecond),
                       figure.lagMs < 0 ? Words::unknown() : Words::duration(figure.lagMs)));
    return ExitOk;
}

} // namespace busheng::cli
