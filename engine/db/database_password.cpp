// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/database_password.h"

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

} // namespace

void setPasswordSource(PasswordSource of)
{
    const std::lock_guard lock(source().mutex);
    source().of = std::move(of);
}

std::optional<Bytes> databasePassword(const QString& database)
{
    const std::lock_guard lock(source().mutex);
    return source().of ? source().of(database) : std::nullopt;
}

} // namespace busheng
