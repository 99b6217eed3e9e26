// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/vault.h"
#include "engine/files/sealed_file.h"

#include <mutex>

namespace busheng {

/// The node's keys for files that lie sealed (docs/formats/sealed-file.md), in its vault as "files/at-rest/NUMBER"; the
/// first is made when it is first asked for. A new one is sealed with from then on; older ones open what they sealed.
///
/// Thread: any. Durable: a key that was given out. Fails: Config CFG_MISSING_KEY without a vault; Crypto FIL_SEALED for
/// a number that the vault has not; Storage.
class NodeAtRestKeys {
public:
    /// `vault` may be null: the node has none.
    NodeAtRestKeys(std::shared_ptr<Vault> vault, RandomSource& random, const CipherSuite& suite)
        : m_vault(std::move(vault)), m_random(random), m_suite(suite)
    {
    }

    /// 0: the one to seal with.
    Result<AtRestKey> key(std::uint32_t number);

private:
    const std::shared_ptr<Vault> m_vault;
    RandomSource& m_random;
    const CipherSuite& m_suite;
    std::mutex m_mutex; ///< two threads that ask for the first one get the same
};

} // namespace busheng
