// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/database_password.h"

#include <algorithm>
#include <mutex>

namespace busheng {
namespace {

struct Source {
    std::mutex mutex;
    PasswordSource of;
};

Source& source()
{
    static Source one;
    return one;
}

thread_local const PasswordForThisThread* tried = nullptr;

} // namespace

PasswordForThisThread::PasswordForThisThread(const QString& database, BytesView password)
    : m_database(database), m_password(password)
{
    tried = password.empty() ? nullptr : this;
}

PasswordForThisThread::~PasswordForThisThread()
{
    tried = nullptr;
    std::ranges::fill(m_password, '\0');
}

void setPasswordSource(PasswordSource of)
{
    const std::lock_guard lock(source().mutex);
    source().of = std::move(of);
}

std::optional<Bytes> databasePassword(const QString& database)
{
    if (tried != nullptr && tried->m_database == database)
        return tried->m_password;
    const std::lock_guard lock(source().mutex);
    return source().of ? source().of(database) : std::nullopt;
}

} // namespace busheng
