// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <memory>
#include <vector>

namespace busheng::test {

/// An HTTP server that does not take the first post.
class BusinessSystem {
public:
    struct Post {
        QByteArray signature;
        QByteArray body;
        bool isTaken = false;
    };

    BusinessSystem()
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            QTcpSocket* const socket = m_server.nextPendingConnection();
            auto request = std::make_shared<QByteArray>();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, request] {
                *request += socket->readAll();
                take(*socket, *request);
            });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1/arrived").arg(m_server.serverPort()); }
    /// That member of each element of `list`, of what was taken.
    QStringList taken(const QString& list, const QString& member) const
    {
        QStringList all;
        for (const Post& post : posts) {
            const QJsonArray elements = QJsonDocument::fromJson(post.body).object().value(list).toArray();
            for (const QJsonValue& element : elements) {
                if (post.isTaken)
                    all.append(element.toObject().value(member).toString());
            }
        }
        return all;
    }
    QStringList paths() const { return taken(QStringLiteral("files"), QStringLiteral("path")); }

    std::vector<Post> posts;

private:
    void take(QTcpSocket& socket, QByteArray& request)
    {
        const qsizetype end = request.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        Post post;
        qsizetype length = 0;
        const QList<QByteArray> lines = request.left(end).split('\n');
        for (const QByteArray& line : lines) {
            const qsizetype colon = line.indexOf(':');
            const QByteArray name = line.left(colon).toLower();
            if (name == "content-length")
                length = line.mid(colon + 1).trimmed().toLongLong();
            if (name == "x-busheng-signature")
                post.signature = line.mid(colon + 1).trimmed();
        }
        if (request.size() < end + 4 + length)
            return;
        post.body = request.mid(end + 4, length);
        request.clear();
        post.isTaken = !posts.empty();
        socket.write(post.isTaken ? "HTTP/1.1 204 No Content\r\n\r\n"
                                  : "HTTP/1.1 500 Not Now\r\nContent-Length: 0\r\n\r\n");
        posts.push_back(std::move(post));
    }

    QTcpServer m_server;
};

} // namespace busheng::test
