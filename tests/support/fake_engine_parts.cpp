// SPDX-License-Identifier: GPL-3.0-or-later
// The fakes of single parts of EngineApi that FakeEngine is made of.
#include "tests/support/fake_engine.h"

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
