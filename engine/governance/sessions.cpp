// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/sessions.h"

#include "engine/base/bytes.h"
#include "engine/crypto/wipe.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kTokenBytes = 32;

} // namespace

bool Sessions::isOver(const Session& session) const
{
    const std::chrono::nanoseconds idle(m_clock.monotonicNs() - session.usedNs);
    return session.role == OperatorRole::Service ? idle > kServiceIdle : idle > kIdle;
}

Result<QString> Sessions::begin(const OperatorRecord& who)
{
    std::erase_if(m_sessions, [this](const auto& one) { return isOver(one.second); });
    if (m_sessions.size() >= kMost)
        m_sessions.erase(std::ranges::min_element(m_sessions, {}, [](const auto& one) { return one.second.usedNs; }));
    SecretBytes raw(kTokenBytes);
    ENGINE_TRY(m_random.fill(raw.bytes));
    const QString token = toHex(raw.bytes);
    m_sessions[token] = {who.name, who.role, who.passwordUtcMs, m_clock.monotonicNs()};
    return token;
}

Sessions::Session* Sessions::find(const QString& token)
{
    const auto found = m_sessions.find(token);
    if (found == m_sessions.end())
        return nullptr;
    if (!isOver(found->second))
        return &found->second;
    m_sessions.erase(found);
    return nullptr;
}

void Sessions::touch(const QString& token)
{
    if (Session* const session = find(token))
        session->usedNs = m_clock.monotonicNs();
}

void Sessions::endAll(const QString& name)
{
    std::erase_if(m_sessions, [&name](const auto& one) { return one.second.name == name; });
}

void Sessions::keepOnly(const QString& name, const QString& token, qint64 passwordUtcMs)
{
    std::erase_if(m_sessions, [&](const auto& one) { return one.second.name == name && one.first != token; });
    if (Session* const kept = find(token))
        kept->passwordUtcMs = passwordUtcMs;
}

bool Sessions::isSignedIn(const QString& name)
{
    return std::ranges::any_of(m_sessions,
                               [&](const auto& one) { return one.second.name == name && !isOver(one.second); });
}

} // namespace busheng
