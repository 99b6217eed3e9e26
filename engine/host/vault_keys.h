// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/node_config.h"
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

/// Under which the vault keeps the password of a source or target, and other secrets that people name.
QString namedSecret(const QString& name);
/// The names of those that are kept.
QStringList namedSecrets(const Vault& vault);

/// A passphrase that the program has got from the desktop's keychain, for the vaults of nodes that name this entry.
void offerVaultPassphrase(const QString& keychainEntry, SecretBytes passphrase);

/// The passphrase in a file that only this user can read, without the line's end that an editor leaves behind it, which
/// belongs to nobody's passphrase. Fails: as readSecretFile().
Result<SecretBytes> readVaultPassphrase(const QString& file);
/// Where the vault of a node lies, beside its private key.
QString nodeVaultPath(const QString& privateKey);

/// The vault that a node's configuration names, opened with the passphrase in its file, or the one that was offered;
/// null: it names none. Fails: as readSecretFile() and Vault::open(); Config CFG_BAD_SECRET.
Result<std::shared_ptr<Vault>> openNodeVault(FileSystem& fileSystem, RandomSource& random, const NodeConfig& config);

} // namespace busheng
