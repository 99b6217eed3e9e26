// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/peer_links.h"

#include "engine/host/peer_links_worker.h"

#include <QThread>

namespace busheng {
namespace {

/// A session gives its Bye one second; nothing else is waited for.
constexpr unsigned long kByeMs = 1'200;

} // namespace

PeerLinks::PeerLinks(Options options, std::unique_ptr<TlsContext> tls, QObject* parent)
    : QObject(parent), m_thread(std::make_unique<QThread>()),
      m_worker(new PeerLinksWorker(std::move(options), std::move(tls)))
{
    m_worker->moveToThread(m_thread.get());
    connect(m_thread.get(), &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &PeerLinksWorker::stopped, m_thread.get(), &QThread::quit, Qt::DirectConnection);
    connect(m_worker, &PeerLinksWorker::opened, this, &PeerLinks::opened);
    connect(m_worker, &PeerLinksWorker::closed, this, &PeerLinks::closed);
    connect(m_worker, &PeerLinksWorker::refused, this, &PeerLinks::refused);
    connect(m_worker, &PeerLinksWorker::delivered, this, &PeerLinks::delivered);
    connect(m_worker, &PeerLinksWorker::credentialsChanged, this, &PeerLinks::credentialsChanged);
    connect(m_worker, &PeerLinksWorker::credentialsRefused, this, &PeerLinks::credentialsRefused);
    m_thread->setObjectName(QStringLiteral("net"));
    m_thread->start();
}

PeerLinks::~PeerLinks()
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker] { worker->stop(); }, Qt::QueuedConnection);
    if (!m_thread->wait(kByeMs)) {
        m_thread->quit();
        m_thread->wait();
    }
}

Result<> PeerLinks::start()
{
    Result<QString> started;
    QMetaObject::invokeMethod(
        m_worker, [this, &started] { started = m_worker->start(); }, Qt::BlockingQueuedConnection);
    ENGINE_TRY_AS(m_listenAddress, started);
    return {};
}

void PeerLinks::setLinks(const std::vector<LinkConfig>& links)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, links] { worker->setLinks(links); });
}

void PeerLinks::forgetFence(const QString& peer)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, peer] { worker->forgetFence(peer); });
}

void PeerLinks::send(const QString& peer, Message message)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, peer, message = std::move(message)] { worker->send(peer, message); },
        Qt::QueuedConnection);
}

} // namespace busheng
