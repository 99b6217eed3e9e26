// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/vault_keys.h"

#include "engine/base/failpoint.h"
#include "engine/crypto/secret_file.h"
#include "engine/model/events.h"

#include <QFileInfo>

#include <map>
#include <mutex>

namespace busheng {
namespace {

const QString kNamedSecret = QStringLiteral("database/");

QString nameOf(const QString& path)
{
    return QStringLiteral("identity/") + QFileInfo(path).fileName();
}

} // namespace

VaultKeys::VaultKeys(FileSystem& fileSystem, std::shared_ptr<Vault> vault)
    : m_fileSystem(fileSystem), m_vault(std::move(vault))
{
}

Result<SecretBytes> VaultKeys::read(const QString& path)
{
    ENGINE_TRY_AS(const bool isFile, m_fileSystem.exists(path));
    if (!isFile) {
        if (auto kept = m_vault->get(nameOf(path)))
            return SecretBytes(std::move(*kept));
    }
    ENGINE_TRY_AS(Bytes pem, readSecretFile(m_fileSystem, path));
    return SecretBytes(std::move(pem));
}

Result<> VaultKeys::keep(const QStringList& paths)
{
    for (const QString& path : paths) {
        ENGINE_TRY_AS(const bool isFile, m_fileSystem.exists(path));
        if (!isFile)
            continue;
        ENGINE_TRY_AS(const SecretBytes pem, read(path));
        ENGINE_TRY(m_vault->set(nameOf(path), pem.bytes));
        ENGINE_FAILPOINT("host.vault_keys.kept");
        ENGINE_TRY(overwriteAndRemove(m_fileSystem, path));
    }
    return {};
}

QString namedSecret(const QString& name)
{
    return kNamedSecret + name;
}

QStringList namedSecrets(const Vault& vault)
{
    QStringList names;
    for (const QString& name : vault.names()) {
        if (name.startsWith(kNamedSecret))
            names.append(name.mid(kNamedSecret.size()));
    }
    return names;
}

namespace {

struct Offered {
    std::mutex mutex;
    std::map<QString, SecretBytes> passphrases; ///< by entry
};

Offered& offered()
{
    static Offered all;
    return all;
}

Result<SecretBytes> passphraseOf(const CryptoConfig& config)
{
    if (config.passphraseFile.isEmpty()) {
        const std::lock_guard lock(offered().mutex);
        const auto found = offered().passphrases.find(config.passphraseKeychain);
        if (found != offered().passphrases.end())
            return SecretBytes(Bytes(found->second.bytes));
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_SECRET,
                              {config.passphraseKeychain, QStringLiteral("it was not read from the keychain")},
                              QStringLiteral("no passphrase for '%1' was offered").arg(config.passphraseKeychain)));
    }
    return readVaultPassphrase(config.passphraseFile);
}

} // namespace

Result<SecretBytes> readVaultPassphrase(const QString& file)
{
    ENGINE_TRY_AS(Bytes text, readPassphraseFile(systemFileSystem(), file));
    const SecretBytes whole(std::move(text));
    return SecretBytes(Bytes(BytesView(whole.bytes).substr(0, whole.bytes.find_last_not_of("\r\n") + 1)));
}

QString nodeVaultPath(const QString& privateKey)
{
    return QFileInfo(privateKey).path() + QStringLiteral("/vault");
}

void offerVaultPassphrase(const QString& keychainEntry, SecretBytes passphrase)
{
    const std::lock_guard lock(offered().mutex);
    offered().passphrases.erase(keychainEntry);
    offered().passphrases.emplace(keychainEntry, std::move(passphrase));
}

Result<std::shared_ptr<Vault>> openNodeVault(FileSystem& fileSystem, RandomSource& random, const NodeConfig& config)
{
    if (!config.crypto.hasVault())
        return std::shared_ptr<Vault>();
    ENGINE_TRY_AS(const SecretBytes passphrase, passphraseOf(config.crypto));
    ENGINE_TRY_AS(std::unique_ptr<Vault> vault,
                  Vault::open(fileSystem, random, nodeVaultPath(config.privateKey), passphrase.bytes));
    return std::shared_ptr<Vault>(std::move(vault));
}

} // namespace busheng
