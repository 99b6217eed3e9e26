// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/server_book.h"

#include "engine/base/clock.h"
#include "engine/base/log.h"
#include "engine/model/standby_events.h"

#include <algorithm>
#include <numeric>

namespace busheng {
namespace {

constexpr std::int64_t kMainAgainNs = 60'000'000'000; ///< before the main address is tried first again

} // namespace

ServerBook& ServerBook::ofProcess()
{
    static ServerBook one([] { return systemClock().monotonicNs(); });
    return one;
}

ServerBook::ServerBook(std::function<std::int64_t()> monotonicNs) : m_monotonicNs(std::move(monotonicNs)) {}

void ServerBook::remember(const ServerUse& use)
{
    const std::lock_guard lock(m_mutex);
    m_entries[{use.database, use.addresses}] = {use, 0, {}};
}

void ServerBook::forget(const QString& database)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_entries, [&database](const auto& item) { return item.first.first == database; });
}

void ServerBook::setOnChange(std::function<void(const ServerUse&)> onChange)
{
    const std::lock_guard lock(m_mutex);
    m_onChange = std::move(onChange);
}

std::vector<ServerUse> ServerBook::uses() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<ServerUse> all;
    for (const auto& [key, entry] : m_entries) {
        if (entry.use.used >= 0)
            all.push_back(entry.use);
    }
    return all;
}

std::vector<int> ServerBook::order(const Key& key)
{
    const std::lock_guard lock(m_mutex);
    Entry& entry = m_entries.try_emplace(key, Entry{{key.first, key.second, {}, -1}, 0, {}}).first->second;
    std::vector<int> places(static_cast<std::size_t>(key.second.size()));
    std::iota(places.begin(), places.end(), 0);
    const bool mainFailedLately =
        entry.use.used > 0 && entry.mainFailedNs != 0 && m_monotonicNs() - entry.mainFailedNs < kMainAgainNs;
    if (mainFailedLately)
        std::rotate(places.begin(), std::ranges::find(places, entry.use.used), places.end());
    return places;
}

QString ServerBook::knownIdentity(const Key& key) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    return found == m_entries.end() ? QString() : found->second.use.identity;
}

ServerLease ServerBook::took(const Key& key, int place, const QString& identity, const WhyNot& whyNot)
{
    const std::lock_guard lock(m_mutex);
    Entry& entry = m_entries.try_emplace(key, Entry{{key.first, key.second, {}, -1}, 0, {}}).first->second;
    const ServerUse before = entry.use;
    ++entry.open[place];
    entry.use.used = entry.open.rbegin()->first;
    // Never an older one over a newer.
    if (!identity.isEmpty() && (entry.use.identity.isEmpty() || whyNot(entry.use.identity, identity).isEmpty()))
        entry.use.identity = identity;
    if (place == 0)
        entry.mainFailedNs = 0;
    if (entry.use != before && m_onChange)
        m_onChange(entry.use);
    return {nullptr, [this, key, place](void*) { gaveBack(key, place); }};
}

void ServerBook::gaveBack(const Key& key, int place)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return; // registered anew meanwhile
    Entry& entry = found->second;
    if (--entry.open[place] <= 0)
        entry.open.erase(place);
    if (entry.open.empty() || entry.open.rbegin()->first == entry.use.used)
        return; // the last one that was open says where it was used
    entry.use.used = entry.open.rbegin()->first;
    if (m_onChange)
        m_onChange(entry.use);
}

Result<ServerLease> ServerBook::choose(const QString& database, const QStringList& addresses, const Open& open,
                                       const WhyNot& whyNot)
{
    const Key key{database, addresses};
    QStringList said;
    for (const int place : order(key)) {
        const QString known = knownIdentity(key); // before it is opened: others note newer ones meanwhile
        const auto identity = open(place);
        QString why;
        if (identity) {
            why = known.isEmpty() ? QString() : whyNot(known, *identity);
            if (why.isEmpty())
                return took(key, place, *identity, whyNot);
        } else if (identity.error().code == ErrorCode::Cancelled) {
            return fail(identity.error());
        } else {
            why = identity.error().native.isEmpty() ? identity.error().detail : identity.error().native;
        }
        qCInfo(logDb).noquote() << database << "at" << addresses.at(place) << "is not used:" << why;
        said.append(QStringLiteral("%1: %2").arg(addresses.at(place), QString(why).replace(u';', u',')));
        if (place == 0) {
            const std::lock_guard lock(m_mutex);
            if (const auto found = m_entries.find(key); found != m_entries.end()) // else registered anew meanwhile
                found->second.mainFailedNs = m_monotonicNs();
        }
    }
    Error error = makeEvent(ErrorCode::Sql, events::DB_NO_PRIMARY, {database, said.join(QStringLiteral("; "))},
                            QStringLiteral("connecting to %1").arg(database));
    error.native = said.join(QStringLiteral("; "));
    error.transient = true;
    return fail(std::move(error));
}

} // namespace busheng
