// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/client_commands.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QUrl>

/// Signed posts to a business system, and waiting for what they are about: docs/webhook.md.
namespace busheng::cli {

/// Waits for news of a node. Thread: the one that made it.
class NodeNews {
public:
    /// `isNews`: whether a snapshot says something that the ones before it did not.
    NodeNews(EngineApi& engine, std::function<bool(const NodeSnapshot&)> isNews);

    /// Until there is news. There is to begin with: what is there already. False: the node is lost.
    bool wait();
    /// There is more to look at already.
    void add() { m_isNew = true; }
    /// False: the node was lost meanwhile.
    bool pause(int ms);

private:
    bool m_isNew = true;
    bool m_isLost = false;
    QEventLoop m_loop; ///< the receiver of the engine's signals too: they end with this
};

/// One business system.
class Webhook {
public:
    /// By --url and one of --secret-file and --sign-key.
    static Result<std::unique_ptr<Webhook>> of(const ClientCall& call);

    /// Posts until it is taken, with longer and longer pauses. False: the node was lost meanwhile.
    Result<bool> deliver(const QByteArray& body, NodeNews& news);

private:
    /// What says that a post is ours: a secret that both sides share, or an SM2 key whose public half the business
    /// system has. The header's value for a body.
    using Sign = std::function<Result<QByteArray>(BytesView body)>;

    Webhook(QUrl url, Sign sign) : m_url(std::move(url)), m_sign(std::move(sign)) {}
    static Result<Sign> signOf(const ClientCall& call);
    static Result<Sign> signByKey(const QString& path);
    QString post(const QByteArray& body, const QByteArray& signature);

    QUrl m_url;
    Sign m_sign;
    QNetworkAccessManager m_network;
};

} // namespace busheng::cli
