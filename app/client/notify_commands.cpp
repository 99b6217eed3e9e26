// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/notify_commands.h"

#include "app/cli/await.h"
#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/crypto/hmac_sm3.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/sm2_key.h"
#include "engine/crypto/wipe.h"

#include <QFile>
#include <QHostAddress>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSaveFile>
#include <QTimer>
#include <QUrl>

#include <algorithm>

namespace busheng::cli {
namespace {

constexpr int kFilesPerPost = 100;
constexpr int kPostWithinMs = 30'000;
constexpr int kFirstPauseMs = 1'000;
constexpr int kLongestPauseMs = 60'000;
constexpr int kFirstTaken = 200;
constexpr int kLastTaken = 299;

/// Paths and digests go out in clear otherwise.
Result<QUrl> urlOf(const ClientCall& call)
{
    const QUrl url(call.option(QStringLiteral("url")), QUrl::StrictMode);
    const bool isHere = url.host() == u"localhost" || QHostAddress(url.host()).isLoopback();
    const bool isAllowed = url.scheme() == u"https" || (url.scheme() == u"http" && isHere);
    if (!url.isValid() || url.host().isEmpty() || !isAllowed)
        return usageError(QStringLiteral("--url is an address of https, or of http on this machine"));
    return url;
}

/// What says that a post is ours: a secret that both sides share, or an SM2 key whose public half the business system
/// has. The header's value for a body.
using Sign = std::function<Result<QByteArray>(BytesView body)>;

Result<Sign> signByKey(const QString& path)
{
    ENGINE_TRY_AS(Bytes pem, readSecretFile(systemFileSystem(), path));
    auto key = Sm2Key::fromPrivatePem(pem);
    wipe(pem);
    if (!key)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_SECRET,
                              {path, QStringLiteral("it is no private SM2 key in PEM (PKCS#8)")}, key.error().detail));
    return Sign([own = *key](BytesView body) -> Result<QByteArray> {
        ENGINE_TRY_AS(const Bytes signature, own.sign(body));
        return "sm2-sm3=" + toHex(signature).toLatin1();
    });
}

Result<Bytes> secretOf(const ClientCall& call)
{
    ENGINE_TRY_AS(const Bytes text, readSecretFile(systemFileSystem(), call.option(QStringLiteral("secret-file"))));
    const QByteArray secret = toQByteArray(text).trimmed();
    if (secret.isEmpty())
        return usageError(QStringLiteral("--secret-file names a file with a secret in it"));
    return Bytes(view(secret));
}

Result<Sign> signOf(const ClientCall& call)
{
    const QString key = call.option(QStringLiteral("sign-key"));
    if (key.isEmpty() == call.option(QStringLiteral("secret-file")).isEmpty())
        return usageError(QStringLiteral("one of --secret-file and --sign-key is needed"));
    if (!key.isEmpty())
        return signByKey(key);
    ENGINE_TRY_AS(const Bytes secret, secretOf(call));
    return Sign([secret](BytesView body) -> Result<QByteArray> {
        ENGINE_TRY_AS(const Digest digest, hmacSm3(secret, body));
        return "hmac-sm3=" + toHex(view(digest)).toLatin1();
    });
}

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

/// One try. Empty: it was taken; else why not.
QString post(QNetworkAccessManager& network, const QUrl& url, const QByteArray& body, const QByteArray& signature)
{
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    request.setRawHeader("X-Busheng-Signature", signature);
    request.setTransferTimeout(kPostWithinMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(network.post(request, body));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= kFirstTaken && status <= kLastTaken)
        return {};
    return status > 0 ? QStringLiteral("HTTP %1").arg(status) : reply->errorString();
}

/// What comes from the node while this waits.
struct News {
    bool isNew = true; ///< to begin with, what is there already
    bool isLost = false;
    qint64 newest = -1;
    QEventLoop loop;
};

void listen(EngineApi& engine, News& news)
{
    QObject::connect(&engine, &EngineApi::changed, &news.loop, [&news](const NodeSnapshot& node) {
        news.isNew = news.isNew || node.newestArrival != news.newest;
        news.newest = node.newestArrival;
        if (news.isNew)
            news.loop.quit();
    });
    QObject::connect(&engine, &EngineApi::lost, &news.loop, [&news] {
        news.isLost = true;
        news.loop.quit();
    });
}

} // namespace

Result<ExitCode> notifyArrivals(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const QUrl url, urlOf(call));
    ENGINE_TRY_AS(const Sign sign, signOf(call));
    const QString positionFile = call.option(QStringLiteral("position"));
    News news;
    listen(engine, news);
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    ENGINE_TRY_AS(std::optional<qint64> position, readPosition(positionFile));
    if (!position) { // from now on, also when this ends before anything comes
        position = node.newestArrival;
        ENGINE_TRY(writePosition(positionFile, *position));
    }
    qint64 left = call.has(QStringLiteral("count")) ? call.option(QStringLiteral("count")).toLongLong() : -1;
    QNetworkAccessManager network;
    int pauseMs = kFirstPauseMs;
    while (left != 0 && !news.isLost) {
        if (!news.isNew) {
            news.loop.exec();
            continue;
        }
        const int most = left > 0 ? static_cast<int>(std::min<qint64>(left, kFilesPerPost)) : kFilesPerPost;
        news.isNew = false;
        ENGINE_TRY_AS(const auto rows, await<std::vector<FileRow>>(
                                           [&](auto reply) { engine.files().arrivals(*position, most, reply); }));
        if (rows.empty())
            continue;
        const QByteArray body = bodyOf(node.code, rows);
        ENGINE_TRY_AS(const QByteArray signature, sign(view(body)));
        const QString why = post(network, url, body, signature);
        news.isNew = true; // more, or the same again
        if (why.isEmpty()) {
            position = rows.back().id;
            ENGINE_TRY(writePosition(positionFile, *position));
            left -= left > 0 ? static_cast<qint64>(rows.size()) : 0;
            pauseMs = kFirstPauseMs;
            continue;
        }
        print(
            ClientText::tr("%1 did not take it: %2; the next try is in %3 s").arg(url.host(), why).arg(pauseMs / 1000));
        QEventLoop pause;
        QTimer::singleShot(pauseMs, &pause, &QEventLoop::quit);
        QObject::connect(&engine, &EngineApi::lost, &pause, &QEventLoop::quit);
        if (!news.isLost)
            pause.exec();
        pauseMs = std::min(2 * pauseMs, kLongestPauseMs);
    }
    return news.isLost ? ExitError : ExitOk;
}

} // namespace busheng::cli
