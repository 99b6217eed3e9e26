// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/vault.h"
#include "engine/net/private_keys.h"

namespace busheng {

/// The keys of the channel in the node's vault, as "identity/<file name>". A file at a key's path is taken into the
/// vault when it is in use, and overwritten and removed.
class VaultKeys final : public PrivateKeys {
public:
    VaultKeys(FileSystem& fileSystem, std::shared_ptr<Vault> vault);

    Result<SecretBytes> read(const QString& path) override;
    Result<> keep(const QStringList& paths) override;

private:
    FileSystem& m_fileSystem;
    std::shared_ptr<Vault> m_vault;
};

} // namespace busheng
