// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/schedule_commands.h"

#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/base/clock.h"
#include "engine/scheduler/start_mode.h"

#include <QDateTime>

namespace busheng::cli {
namespace {

constexpr int kMomentsShown = 5;

QStringList nextMoments(const StartMode& mode)
{
    QStringList moments;
    qint64 after = systemClock().utcMs();
    while (moments.size() < kMomentsShown && mode.timetable()) {
        const auto next = mode.timetable()->next(after);
        if (!next)
            break;
        moments.append(QDateTime::fromMSecsSinceEpoch(*next).toString(QStringLiteral("yyyy-MM-dd HH:mm")));
        after = *next;
    }
    return moments;
}

QString kindText(const StartMode& mode)
{
    switch (mode.kind()) {
    case StartMode::Kind::Demand:
        return ClientText::tr("starts when somebody asks for it");
    case StartMode::Kind::Service:
        return ClientText::tr("starts with the service, and again when it has failed");
    case StartMode::Kind::Timed:
        break;
    }
    return ClientText::tr("starts by this timetable");
}

} // namespace

Result<ExitCode> showSchedule(const ClientCall& call)
{
    const QString line = argument(call, 2);
    const auto mode = StartMode::parse(line);
    if (!mode) {
        const auto table = Timetable::parse(line);
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                      {QStringLiteral("schedule"), QStringLiteral("LINE"), line,
                       QStringLiteral("demand, service or a timetable: ") + (table ? QString() : table.error().detail)},
                      mode.error().detail));
    }
    const QStringList moments = nextMoments(*mode);
    if (call.json) {
        printJson(QJsonObject{{QStringLiteral("line"), mode->toString()},
                              {QStringLiteral("next"), QJsonArray::fromStringList(moments)}});
        return ExitOk;
    }
    print(QStringLiteral("%1: %2").arg(mode->toString(), kindText(*mode)));
    for (const QString& moment : moments)
        print(QStringLiteral("  ") + moment);
    if (mode->kind() == StartMode::Kind::Timed && moments.isEmpty())
        print(ClientText::tr("all its moments are past"));
    return mode->kind() == StartMode::Kind::Timed && moments.isEmpty() ? ExitWarning : ExitOk;
}

} // namespace busheng::cli
