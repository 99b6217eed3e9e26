// SPDX-License-Identifier: GPL-3.0-or-later
// The fakes of single parts of EngineApi that FakeEngine is made of.
#include "tests/support/fake_engine.h"

#include "engine/api/json.h"
#include "engine/localapi/local_api_methods.h"
#include "engine/model/operator_events.h"

#include <QJsonDocument>

namespace busheng::test {

FakeEngine::FakeEngine(QObject* parent)
    : EngineApi(parent),
      m_comparisons([this](const QString& method, const QJsonObject& params) { return noteCall(method, params); },
                    [this](std::function<void()> call) { postUnheld(std::move(call)); },
                    [this](qint64 verification) { return m_verifications.value(verification).differences; }),
      m_exchange([this](const QString& method, const QJsonObject& params) { return noteCall(method, params); },
                 [this](std::function<void()> call) { post(std::move(call)); },
                 [this] {
                     NodeSnapshot node = m_node;
                     ++node.exchangeChanges;
                     setNode(node);
                 }),
      m_texts([this](const QString& method, const QJsonObject& params) { return noteCall(method, params); },
              [this](std::function<void()> call) { postUnheld(std::move(call)); }),
      m_structures([this](const QString& method, const QJsonObject& params) { return noteCall(method, params); },
                   [this](std::function<void()> call) { post(std::move(call)); }),
      m_backup([this](const QString& method, const QJsonObject& params) { return noteCall(method, params); },
               [this](std::function<void()> call) { post(std::move(call)); },
               [this] {
                   NodeSnapshot node = m_node;
                   ++node.backup.changes;
                   setNode(node);
               })
{
    m_node.code = QStringLiteral("000000");
    m_node.name = QStringLiteral("测试节点");
    m_node.version = QStringLiteral("0.0.0");
}

void FakeEngine::setLedgerSource(qint64 rows, std::function<LedgerRow(qint64 id)> source)
{
    m_ledgerRows = rows;
    m_ledgerSource = std::move(source);
}

/// Of configured things and operators; of others only what a test scripts is overtaken.
void FakeEngine::changeSeen(const SeenChange& change, Reply<> reply)
{
    static const QHash<QString, std::pair<QString, QString>> kinds{
        {QStringLiteral("source"), {QStringLiteral("sources"), QStringLiteral("name")}},
        {QStringLiteral("target"), {QStringLiteral("targets"), QStringLiteral("name")}},
        {QStringLiteral("dataset"), {QStringLiteral("datasets"), QStringLiteral("name")}},
        {QStringLiteral("link"), {QStringLiteral("links"), QStringLiteral("peerCode")}},
        {QStringLiteral("subscription"), {QStringLiteral("subscriptions"), QStringLiteral("name")}},
        {QStringLiteral("task"), {QStringLiteral("fileTasks"), QStringLiteral("name")}}};
    QJsonObject present;
    for (auto kind = kinds.begin(); kind != kinds.end(); ++kind) {
        const QString name = change.params.value(kind.key()).toObject().value(kind->second).toString();
        for (const QJsonValue thing : toJson(m_configuration).value(kind->first).toArray()) {
            if (!name.isEmpty() && thing.toObject().value(kind->second).toString() == name)
                present = thing.toObject();
        }
    }
    // A state of the node that a test has set need not be in its configuration.
    if (!present.isEmpty() && present != change.seen)
        return post([reply = std::move(reply), present] {
            const QString text = QString::fromUtf8(QJsonDocument(present).toJson(QJsonDocument::Compact));
            reply(fail(makeEvent(ErrorCode::Config, events::REV_OVERTAKEN, {QStringLiteral("it"), text},
                                 QStringLiteral("overtaken"))));
        });
    callLocalApi(*this, change.method, change.params, [reply = std::move(reply)](const Result<QJsonValue>& done) {
        reply(done ? Result<>() : Result<>(fail(done.error())));
    });
}

std::optional<Error> FakeEngine::noteCall(const QString& method, const QJsonObject& params)
{
    m_calls.append({method, params});
    return scriptedError(method);
}

void FakeEngine::postUnheld(std::function<void()> call)
{
    QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
}

} // namespace busheng::test
