// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/notify_commands.h"

#include "app/cli/await.h"
#include "app/client/command_support.h"
#include "app/client/webhook.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>

namespace busheng::cli {
namespace {

constexpr int kFilesPerPost = 100;

/// Up to which arrival the business system was told; nothing: never.
Result<std::optional<qint64>> readPosition(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return std::optional<qint64>();
    bool isNumber = false;
    const qint64 position = file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong(&isNumber) : 0;
    if (!isNumber || position < 0)
        return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, QStringLiteral("it holds no number")},
                              path + QStringLiteral(" holds no number")));
    return std::optional<qint64>(position);
}

Result<> writePosition(const QString& path, qint64 position)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::number(position) + '\n') < 0 || !file.commit())
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    return {};
}

QByteArray bodyOf(const QString& node, const std::vector<FileRow>& rows)
{
    QJsonArray files;
    for (const FileRow& row : rows)
        files.append(toJson(row));
    return QJsonDocument(QJsonObject{{QStringLiteral("node"), node},
                                     {QStringLiteral("newest"), rows.back().id},
                                     {QStringLiteral("files"), files}})
        .toJson(QJsonDocument::Compact);
}

} // namespace

Result<ExitCode> notifyArrivals(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const std::unique_ptr<Webhook> webhook, Webhook::of(call));
    const QString positionFile = call.option(QStringLiteral("position"));
    NodeNews news(engine, [newest = qint64{-1}](const NodeSnapshot& node) mutable {
        return std::exchange(newest, node.newestArrival) != node.newestArrival;
    });
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    ENGINE_TRY_AS(std::optional<qint64> position, readPosition(positionFile));
    if (!position) { // from now on, also when this ends before anything comes
        position = node.newestArrival;
        ENGINE_TRY(writePosition(positionFile, *position));
    }
    qint64 left = call.has(QStringLiteral("count")) ? call.option(QStringLiteral("count")).toLongLong() : -1;
    while (left != 0) {
        if (!news.wait())
            return ExitError;
        const int most = left > 0 ? static_cast<int>(std::min<qint64>(left, kFilesPerPost)) : kFilesPerPost;
        ENGINE_TRY_AS(const auto rows, await<std::vector<FileRow>>(
                                           [&](auto reply) { engine.files().arrivals(*position, most, reply); }));
        if (rows.empty())
            continue;
        ENGINE_TRY_AS(const bool isTaken, webhook->deliver(bodyOf(node.code, rows), news));
        if (!isTaken)
            return ExitError;
        position = rows.back().id;
        ENGINE_TRY(writePosition(positionFile, *position));
        left -= left > 0 ? static_cast<qint64>(rows.size()) : 0;
        news.add(); // there may be more
    }
    return ExitOk;
}

} // namespace busheng::cli
