// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/webhook.h"

#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/crypto/hmac_sm3.h"
#include "engine/crypto/secret_file.h"
#include "engine/crypto/sm2_key.h"
#include "engine/crypto/wipe.h"

#include <QHostAddress>
#include <QNetworkReply>
#include <QTimer>

#include <algorithm>

namespace busheng::cli {
namespace {

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

Failure unreadable(const QString& path, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, why}, path + u' ' + why));
}

Result<Bytes> secretOf(const ClientCall& call)
{
    ENGINE_TRY_AS(const Bytes text, readPassphraseFile(systemFileSystem(), call.option(QStringLiteral("secret-file"))));
    const QByteArray secret = toQByteArray(text).trimmed();
    if (secret.isEmpty())
        return usageError(QStringLiteral("--secret-file names a file with a secret in it"));
    return Bytes(view(secret));
}

} // namespace

NodeNews::NodeNews(EngineApi& engine, std::function<bool(const NodeSnapshot&)> isNews)
{
    QObject::connect(&engine, &EngineApi::changed, &m_loop,
                     [this, isNews = std::move(isNews)](const NodeSnapshot& node) {
                         m_isNew = isNews(node) || m_isNew;
                         if (m_isNew)
                             m_loop.quit();
                     });
    QObject::connect(&engine, &EngineApi::lost, &m_loop, [this] {
        m_isLost = true;
        m_loop.quit();
    });
}

bool NodeNews::wait()
{
    while (!m_isNew && !m_isLost)
        m_loop.exec();
    m_isNew = false;
    return !m_isLost;
}

bool NodeNews::pause(int ms)
{
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &m_loop, &QEventLoop::quit);
    timer.start(ms);
    while (timer.isActive() && !m_isLost)
        m_loop.exec(); // news ends it too, and waits
    return !m_isLost;
}

Result<Webhook::Sign> Webhook::signByKey(const QString& path)
{
    ENGINE_TRY_AS(Bytes pem, readPassphraseFile(systemFileSystem(), path));
    auto key = Sm2Key::fromPrivatePem(pem);
    wipe(pem);
    if (!key)
        return unreadable(path, QStringLiteral("it is no private SM2 key in PEM (PKCS#8)"));
    return Sign([own = *key](BytesView body) -> Result<QByteArray> {
        ENGINE_TRY_AS(const Bytes signature, own.sign(body));
        return "sm2-sm3=" + toHex(signature).toLatin1();
    });
}

Result<Webhook::Sign> Webhook::signOf(const ClientCall& call)
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

Result<std::unique_ptr<Webhook>> Webhook::of(const ClientCall& call)
{
    ENGINE_TRY_AS(QUrl url, urlOf(call));
    ENGINE_TRY_AS(Sign sign, signOf(call));
    return std::unique_ptr<Webhook>(new Webhook(std::move(url), std::move(sign)));
}

/// One try. Empty: it was taken; else why not.
QString Webhook::post(const QByteArray& body, const QByteArray& signature)
{
    QNetworkRequest request(m_url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    request.setRawHeader("X-Busheng-Signature", signature);
    request.setTransferTimeout(kPostWithinMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(m_network.post(request, body));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= kFirstTaken && status <= kLastTaken)
        return {};
    return status > 0 ? QStringLiteral("HTTP %1").arg(status) : reply->errorString();
}

Result<bool> Webhook::deliver(const QByteArray& body, NodeNews& news)
{
    ENGINE_TRY_AS(const QByteArray signature, m_sign(view(body)));
    for (int pauseMs = kFirstPauseMs;; pauseMs = std::min(2 * pauseMs, kLongestPauseMs)) {
        const QString why = post(body, signature);
        if (why.isEmpty())
            return true;
        print(ClientText::tr("%1 did not take it: %2; the next try is in %3 s")
                  .arg(m_url.host(), why)
                  .arg(pauseMs / 1000));
        if (!news.pause(pauseMs))
            return false;
    }
}

} // namespace busheng::cli
