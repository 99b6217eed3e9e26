// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/alarm_posts.h"

#include "app/cli/await.h"
#include "app/client/webhook.h"
#include "engine/api/json.h"
#include "ui/text/event_text.h"

#include <QFile>
#include <QJsonDocument>
#include <QMap>
#include <QSaveFile>

namespace busheng::cli {
namespace {

constexpr int kLookedAt = 1000; ///< newest alarms
constexpr qsizetype kAlarmsPerPost = 100;

const QString kTold = QStringLiteral("told");
const QString kAlarm = QStringLiteral("alarm");
const QString kIsOver = QStringLiteral("isOver");

/// What a business system knows: alarms by their identity, and whether it knows that they are over.
using Told = QMap<QString, bool>;

QString identityOf(const AlarmSnapshot& alarm)
{
    return QStringLiteral("%1 %2 %3").arg(alarm.event, QString::number(alarm.raisedUtcMs), alarm.subject);
}

bool isOver(const AlarmSnapshot& alarm)
{
    return alarm.clearedUtcMs > 0;
}

/// Nothing: there is no file yet.
Result<std::optional<Told>> readTold(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return std::optional<Told>();
    const auto refused = [&](const QString& why) {
        return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, why}, path + u' ' + why));
    };
    if (!file.open(QIODevice::ReadOnly))
        return refused(file.errorString());
    const QJsonValue list = QJsonDocument::fromJson(file.readAll()).object().value(kTold);
    if (!list.isArray())
        return refused(QStringLiteral("it is no list of alarms"));
    Told told;
    const QJsonArray alarms = list.toArray();
    for (const QJsonValue& alarm : alarms)
        told.insert(alarm.toObject().value(kAlarm).toString(), alarm.toObject().value(kIsOver).toBool());
    return std::optional(told);
}

Result<> writeTold(const QString& path, const Told& told)
{
    QJsonArray alarms;
    for (const auto& [alarm, over] : told.asKeyValueRange())
        alarms.append(QJsonObject{{kAlarm, alarm}, {kIsOver, over}});
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(QJsonObject{{kTold, alarms}}).toJson()) < 0 ||
        !file.commit())
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    return {};
}

/// In the client's language, beside what programs read.
QJsonObject describe(const AlarmSnapshot& alarm)
{
    QJsonObject json = toJson(alarm);
    const EventText text = eventText(alarm.event, alarm.args);
    json.insert(QStringLiteral("title"), text.title);
    json.insert(QStringLiteral("cause"), text.cause);
    json.insert(QStringLiteral("remedy"), text.remedy);
    return json;
}

QByteArray bodyOf(const QString& node, const std::vector<AlarmSnapshot>& alarms)
{
    QJsonArray list;
    for (const AlarmSnapshot& alarm : alarms)
        list.append(describe(alarm));
    return QJsonDocument(QJsonObject{{QStringLiteral("node"), node}, {QStringLiteral("alarms"), list}})
        .toJson(QJsonDocument::Compact);
}

/// Oldest first, at most so many as a post takes.
std::vector<AlarmSnapshot> untold(const std::vector<AlarmSnapshot>& newestFirst, const Told& told, qsizetype most)
{
    std::vector<AlarmSnapshot> news;
    for (auto alarm = newestFirst.rbegin(); alarm != newestFirst.rend() && std::ssize(news) < most; ++alarm) {
        const auto known = told.find(identityOf(*alarm));
        if (known == told.end() || (isOver(*alarm) && !*known))
            news.push_back(*alarm);
    }
    return news;
}

/// What is no longer among those looked at will not be asked for again.
void forgetOld(Told& told, const std::vector<AlarmSnapshot>& newest)
{
    Told kept;
    for (const AlarmSnapshot& alarm : newest) {
        const auto known = told.find(identityOf(alarm));
        if (known != told.end())
            kept.insert(known.key(), *known);
    }
    told = kept;
}

} // namespace

Result<ExitCode> notifyAlarms(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const std::unique_ptr<Webhook> webhook, Webhook::of(call));
    const QString file = call.option(QStringLiteral("position"));
    NodeNews news(engine, [open = QStringList()](const NodeSnapshot& node) mutable {
        QStringList now;
        for (const AlarmSnapshot& alarm : node.alarms)
            now.append(identityOf(alarm));
        return std::exchange(open, now) != now;
    });
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    ENGINE_TRY_AS(std::optional<Told> told, readTold(file));
    qint64 left = call.has(QStringLiteral("count")) ? call.option(QStringLiteral("count")).toLongLong() : -1;
    while (left != 0) {
        if (!news.wait())
            return ExitError;
        ENGINE_TRY_AS(const auto newest, await<std::vector<AlarmSnapshot>>(
                                             [&](auto reply) { engine.flow().alarmHistory(kLookedAt, reply); }));
        if (!told) { // to begin with, what is over is history
            told.emplace();
            for (const AlarmSnapshot& alarm : newest) {
                if (isOver(alarm))
                    told->insert(identityOf(alarm), true);
            }
            ENGINE_TRY(writeTold(file, *told));
        }
        const auto alarms = untold(newest, *told, left > 0 ? std::min<qint64>(left, kAlarmsPerPost) : kAlarmsPerPost);
        if (alarms.empty())
            continue;
        ENGINE_TRY_AS(const bool isTaken, webhook->deliver(bodyOf(node.code, alarms), news));
        if (!isTaken)
            return ExitError;
        for (const AlarmSnapshot& alarm : alarms)
            told->insert(identityOf(alarm), isOver(alarm));
        forgetOld(*told, newest);
        ENGINE_TRY(writeTold(file, *told));
        left -= left > 0 ? std::ssize(alarms) : 0;
        news.add(); // there may be more
    }
    return ExitOk;
}

} // namespace busheng::cli
