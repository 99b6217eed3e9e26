// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/engine_client.h"

#include "engine/model/operator_events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kPublishIntervalMs = 200;

} // namespace

void EngineClient::Mailbox::post(std::function<void(EngineClient&)> work)
{
    const std::lock_guard lock(m_mutex);
    if (!m_client)
        return;
    // Events for a client that dies before they arrive die with it: the receiver is the client itself.
    QMetaObject::invokeMethod(
        m_client, [client = m_client, work = std::move(work)] { work(*client); }, Qt::QueuedConnection);
}

void EngineClient::Mailbox::putSnapshot(const NodeSnapshot& snapshot)
{
    const std::lock_guard lock(m_mutex);
    const bool isFirst = !m_snapshot;
    m_snapshot = snapshot;
    if (isFirst && m_client)
        QMetaObject::invokeMethod(m_client, &EngineClient::takeSnapshot, Qt::QueuedConnection);
}

std::optional<NodeSnapshot> EngineClient::Mailbox::takeSnapshot()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_snapshot, std::nullopt);
}

void EngineClient::Mailbox::close()
{
    const std::lock_guard lock(m_mutex);
    m_client = nullptr;
}

EngineClient::EngineClient(EngineApi& engine, QObject* parent)
    : QObject(parent), m_engine(engine), m_mailbox(std::make_shared<Mailbox>(this))
{
    m_publishTimer.setSingleShot(true);
    connect(&m_publishTimer, &QTimer::timeout, this, &EngineClient::publish);
    // Direct, in the engine's thread: the mailbox keeps only the newest snapshot, a queued connection would keep all.
    connect(
        &m_engine, &EngineApi::changed, this,
        [mailbox = m_mailbox](const NodeSnapshot& snapshot) { mailbox->putSnapshot(snapshot); }, Qt::DirectConnection);
    connect(
        &m_engine, &EngineApi::lost, this,
        [mailbox = m_mailbox](const Error& reason) {
            mailbox->post([reason](EngineClient& client) { client.onLost(reason); });
        },
        Qt::DirectConnection);
    refresh();
}

EngineClient::~EngineClient()
{
    m_mailbox->close();
}

void EngineClient::post(std::function<void(EngineApi&)> work)
{
    EngineApi* engine = &m_engine;
    QMetaObject::invokeMethod(
        engine, [engine, work = std::move(work)] { work(*engine); }, Qt::QueuedConnection);
}

void EngineClient::noteRefusal(const Error& error)
{
    if (error.event == events::REV_WAITING)
        Q_EMIT waitsForReview(error.args.value(0).toLongLong());
}

void EngineClient::refresh()
{
    post([mailbox = m_mailbox](EngineApi& engine) {
        engine.snapshot([mailbox](Result<NodeSnapshot> snapshot) {
            if (snapshot)
                mailbox->putSnapshot(*snapshot);
            else
                mailbox->post([reason = snapshot.error()](EngineClient& client) { client.onLost(reason); });
        });
    });
}

void EngineClient::setSession(const SessionSnapshot& session)
{
    if (session == m_session)
        return;
    m_session = session;
    Q_EMIT sessionChanged();
}

const RefusedMethod* EngineClient::refusalOf(const QString& method) const
{
    const auto found = std::ranges::find(m_session.refused, method, &RefusedMethod::method);
    return found == m_session.refused.end() ? nullptr : &*found;
}

void EngineClient::takeSnapshot()
{
    if (m_publishTimer.isActive())
        return;
    const qint64 since = m_sincePublish.isValid() ? m_sincePublish.elapsed() : kPublishIntervalMs;
    if (since >= kPublishIntervalMs)
        publish();
    else
        m_publishTimer.start(int(kPublishIntervalMs - since));
}

void EngineClient::publish()
{
    std::optional<NodeSnapshot> snapshot = m_mailbox->takeSnapshot();
    if (!snapshot)
        return;
    m_sincePublish.start();
    m_latest = std::move(*snapshot);
    m_hasSnapshot = true;
    if (std::exchange(m_isLost, false))
        Q_EMIT found();
    Q_EMIT snapshotChanged(m_latest);
}

void EngineClient::onLost(const Error& reason)
{
    m_isLost = true;
    m_mailbox->takeSnapshot();
    Q_EMIT lost(reason);
}

} // namespace busheng
