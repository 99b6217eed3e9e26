// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/at_rest_keys.h"

#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kSecretBytes = 32;
const QString kPrefix = QStringLiteral("files/at-rest/");

} // namespace

Result<AtRestKey> NodeAtRestKeys::key(std::uint32_t number)
{
    if (!m_vault)
        return fail(makeEvent(ErrorCode::Config, events::CFG_MISSING_KEY,
                              {QStringLiteral("node.json"), QStringLiteral("crypto.passphraseFile")},
                              QStringLiteral("this node has no vault")));
    const std::lock_guard lock(m_mutex);
    std::uint32_t newest = 0;
    const QStringList names = m_vault->names();
    for (const QString& name : names) {
        if (name.startsWith(kPrefix))
            newest = std::max(newest, name.mid(kPrefix.size()).toUInt());
    }
    if (number == 0 && newest == 0) {
        SecretBytes made(kSecretBytes);
        ENGINE_TRY(m_random.fill(made.bytes));
        newest = 1;
        ENGINE_TRY(m_vault->set(kPrefix + QString::number(newest), made.bytes));
    }
    const std::uint32_t wanted = number == 0 ? newest : number;
    auto kept = m_vault->get(kPrefix + QString::number(wanted));
    if (!kept || kept->size() != kSecretBytes)
        return fail(makeEvent(
            ErrorCode::Crypto, events::FIL_SEALED,
            {QString::number(wanted), QStringLiteral("the vault of this node has no key of this number for it")},
            QStringLiteral("no key %1 for files at rest").arg(wanted)));
    return AtRestKey{wanted, &m_suite, std::make_shared<const SecretBytes>(std::move(*kept))};
}

} // namespace busheng
