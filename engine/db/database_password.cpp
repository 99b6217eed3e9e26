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

struct Tried {
    QString database;
    Bytes password;
};
thread_local std::optional<Tried> tried;

} // namespace

PasswordForThisThread::PasswordForThisThread(const QString& database, BytesView password)
{
    if (!password.empty())
        tried = Tried{database, Bytes(password)};
}

PasswordForThisThread::~PasswordForThisThread()
{
    if (tried)
        std::ranges::fill(tried->password, '\0');
    tried.reset();
}

void setPasswordSource(PasswordSource of)
{
    const std::lock_guard lock(source().mutex);
    source().of = std::move(of);
}

std::optional<Bytes> databasePassword(const QString& database)
{
    if (tried && tried->database == database)
        return tried->password;
    const std::lock_guard lock(source().mutex);
    return source().of ? source().of(database) : std::nullopt;
}

} // namespace busheng
