// SPDX-License-Identifier: GPL-3.0-or-later
// The fake engine's operators and what they confirm for each other.
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "tests/support/fake_engine.h"

#include <algorithm>

namespace busheng::test {
namespace {

Error signInFirst()
{
    return makeEvent(ErrorCode::Auth, events::OPR_SIGN_IN, {QStringLiteral("nobody has signed in")},
                     QStringLiteral("nobody has signed in"));
}

Error noSuch(const QString& kind, const QString& name)
{
    return makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name}, QStringLiteral("no such %1").arg(kind));
}

} // namespace

void FakeEngine::setSession(const SessionSnapshot& session)
{
    m_session = session;
    m_node.hasOperators = session.hasOperators;
    m_node.fourEyes = session.fourEyes;
    if (isShut())
        Q_EMIT lost(signInFirst());
}

bool FakeEngine::isShut() const
{
    return m_session.hasOperators && (m_session.name.isEmpty() || m_session.mustChangePassword);
}

void FakeEngine::session(Reply<SessionSnapshot> reply)
{
    answer<SessionSnapshot>(QStringLiteral("session"), {}, std::move(reply), [this] { return m_session; });
}

void FakeEngine::signIn(const QString& name, const QString&, Reply<SessionSnapshot> reply)
{
    answer<SessionSnapshot>(
        QStringLiteral("signIn"), {{QStringLiteral("name"), name}}, std::move(reply),
        [=, this]() -> Result<SessionSnapshot> {
            const auto found = std::ranges::find(m_operators, name, &OperatorSnapshot::name);
            if (found == m_operators.end())
                return fail(makeEvent(ErrorCode::Auth, events::OPR_REFUSED, {name}, QStringLiteral("wrong")));
            m_session.name = name;
            m_session.person = found->person;
            m_session.role = found->role;
            m_session.refused = m_refused.value(found->role);
            m_session.mustChangePassword = found->mustChangePassword;
            if (!isShut())
                Q_EMIT changed(m_node);
            return m_session;
        });
}

void FakeEngine::useSession(const QString&, Reply<SessionSnapshot> reply)
{
    answer<SessionSnapshot>(QStringLiteral("useSession"), {}, std::move(reply), [this] { return m_session; });
}

void FakeEngine::signOut(Reply<> reply)
{
    answer<void>(QStringLiteral("signOut"), {}, std::move(reply), [this]() -> Result<> {
        m_session.name.clear();
        m_session.refused.clear();
        Q_EMIT lost(signInFirst());
        return {};
    });
}

void FakeEngine::changePassword(const QString&, const QString&, Reply<> reply)
{
    answer<void>(QStringLiteral("changePassword"), {}, std::move(reply), [this]() -> Result<> {
        m_session.mustChangePassword = false;
        Q_EMIT changed(m_node);
        return {};
    });
}

void FakeEngine::listOperators(Reply<std::vector<OperatorSnapshot>> reply)
{
    answer<std::vector<OperatorSnapshot>>(QStringLiteral("listOperators"), {}, std::move(reply),
                                          [this] { return m_operators; });
}

void FakeEngine::addOperator(const QString& name, const QString& person, const QString& role, const QString&,
                             Reply<> reply)
{
    answer<void>(QStringLiteral("addOperator"),
                 {{QStringLiteral("name"), name}, {QStringLiteral("person"), person}, {QStringLiteral("role"), role}},
                 std::move(reply), [=, this]() -> Result<> {
                     OperatorSnapshot added;
                     added.name = name;
                     added.person = person;
                     added.role = role;
                     added.state = QStringLiteral("active");
                     m_operators.push_back(added);
                     m_session.hasOperators = true;
                     m_node.hasOperators = true;
                     return {};
                 });
}

Result<> FakeEngine::changeOperator(const QString& name, const std::function<void(OperatorSnapshot&)>& change)
{
    const auto found = std::ranges::find(m_operators, name, &OperatorSnapshot::name);
    if (found == m_operators.end())
        return fail(noSuch(QStringLiteral("operator"), name));
    change(*found);
    return {};
}

void FakeEngine::setOperator(const QString& name, const QString& role, bool enabled, Reply<> reply)
{
    answer<void>(QStringLiteral("setOperator"),
                 {{QStringLiteral("name"), name}, {QStringLiteral("role"), role}, {QStringLiteral("enabled"), enabled}},
                 std::move(reply), [=, this] {
                     return changeOperator(name, [&](OperatorSnapshot& one) {
                         one.role = role;
                         one.state = enabled ? QStringLiteral("active") : QStringLiteral("disabled");
                     });
                 });
}

void FakeEngine::resetPassword(const QString& name, const QString&, Reply<> reply)
{
    answer<void>(QStringLiteral("resetPassword"), {{QStringLiteral("name"), name}}, std::move(reply), [=, this] {
        return changeOperator(name, [](OperatorSnapshot& one) { one.mustChangePassword = true; });
    });
}

void FakeEngine::unlockOperator(const QString& name, Reply<> reply)
{
    answer<void>(QStringLiteral("unlockOperator"), {{QStringLiteral("name"), name}}, std::move(reply), [=, this] {
        return changeOperator(name, [](OperatorSnapshot& one) { one.state = QStringLiteral("active"); });
    });
}

void FakeEngine::setFourEyes(bool on, Reply<> reply)
{
    answer<void>(QStringLiteral("setFourEyes"), {{QStringLiteral("on"), on}}, std::move(reply),
                 [=, this]() -> Result<> {
                     m_session.fourEyes = on;
                     m_node.fourEyes = on;
                     Q_EMIT changed(m_node);
                     return {};
                 });
}

void FakeEngine::changes(const QString& state, qint64 beforeId, int limit, Reply<std::vector<ReviewedChange>> reply)
{
    answer<std::vector<ReviewedChange>>(QStringLiteral("changes"), {{QStringLiteral("state"), state}}, std::move(reply),
                                        [=, this] {
                                            std::vector<ReviewedChange> page;
                                            for (const ReviewedChange& one : m_reviewed) {
                                                if ((state.isEmpty() || one.state == state) &&
                                                    (beforeId == 0 || one.id < beforeId) && int(page.size()) < limit)
                                                    page.push_back(one);
                                            }
                                            return page;
                                        });
}

void FakeEngine::change(qint64 id, Reply<ReviewedChange> reply)
{
    answer<ReviewedChange>(QStringLiteral("change"), {{QStringLiteral("id"), id}}, std::move(reply),
                           [=, this]() -> Result<ReviewedChange> {
                               const auto found = std::ranges::find(m_reviewed, id, &ReviewedChange::id);
                               if (found == m_reviewed.end())
                                   return fail(noSuch(QStringLiteral("change"), QString::number(id)));
                               return *found;
                           });
}

void FakeEngine::decideChange(const QString& method, qint64 id, const QString& text, const QString& state,
                              Reply<> reply)
{
    answer<void>(method, {{QStringLiteral("id"), id}, {QStringLiteral("text"), text}}, std::move(reply),
                 [=, this]() -> Result<> {
                     const auto found = std::ranges::find(m_reviewed, id, &ReviewedChange::id);
                     if (found == m_reviewed.end())
                         return fail(noSuch(QStringLiteral("change"), QString::number(id)));
                     found->state = state;
                     (state == QStringLiteral("waiting") ? found->reason : found->comment) = text;
                     m_node.waitingChanges =
                         std::ranges::count(m_reviewed, QStringLiteral("waiting"), &ReviewedChange::state);
                     Q_EMIT changed(m_node);
                     return {};
                 });
}

void FakeEngine::explainChange(qint64 id, const QString& reason, Reply<> reply)
{
    decideChange(QStringLiteral("explainChange"), id, reason, QStringLiteral("waiting"), std::move(reply));
}

void FakeEngine::approveChange(qint64 id, const QString& comment, Reply<> reply)
{
    decideChange(QStringLiteral("approveChange"), id, comment, QStringLiteral("done"), std::move(reply));
}

void FakeEngine::rejectChange(qint64 id, const QString& comment, Reply<> reply)
{
    decideChange(QStringLiteral("rejectChange"), id, comment, QStringLiteral("rejected"), std::move(reply));
}

void FakeEngine::withdrawChange(qint64 id, Reply<> reply)
{
    decideChange(QStringLiteral("withdrawChange"), id, {}, QStringLiteral("withdrawn"), std::move(reply));
}

} // namespace busheng::test
