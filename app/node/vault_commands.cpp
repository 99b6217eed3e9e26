// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report.h"
#include "app/keychain/keychain.h"
#include "app/node/node_command.h"
#include "engine/api/node_config.h"
#include "engine/base/file_system.h"
#include "engine/base/random_source.h"
#include "engine/crypto/vault.h"
#include "engine/host/vault_keys.h"
#include "engine/model/events.h"

#include <QCoreApplication>
#include <QDir>

namespace busheng {
namespace {

constexpr std::size_t kPassphraseBytes = 32;

/// The one in use; or a fresh one, for a node that has no vault yet.
Result<SecretBytes> passphraseFor(const NodeConfig& config)
{
    if (!config.crypto.passphraseFile.isEmpty())
        return readVaultPassphrase(config.crypto.passphraseFile);
    SecretBytes raw(kPassphraseBytes);
    ENGINE_TRY(systemRandom().fill(raw.bytes));
    return SecretBytes(Bytes(view(toHex(raw.bytes).toLatin1())));
}

/// The passphrase goes into the desktop's keychain; node.json says so afterwards, so that nothing is ever named that
/// is not there.
Result<> toKeychain(const NodeOptions& option)
{
    const QString data = option(QStringLiteral("data"));
    if (data.isEmpty())
        return wrongNodeUsage(QStringLiteral("--data DIR is missing"));
    ENGINE_TRY_AS(NodeConfig config, readNodeConfig(data));
    if (!config.crypto.passphraseKeychain.isEmpty())
        return wrongNodeUsage(QStringLiteral("the passphrase is in the keychain already"));
    const QString path = nodeVaultPath(QDir(data).absoluteFilePath(config.privateKey));
    ENGINE_TRY_AS(const bool hasVault, systemFileSystem().exists(path));
    if (hasVault && config.crypto.passphraseFile.isEmpty())
        return wrongNodeUsage(QStringLiteral("there is a vault, and node.json names no passphrase file that opens it"));
    ENGINE_TRY_AS(const SecretBytes passphrase, passphraseFor(config));
    if (hasVault) // that it is the right one; a new vault the node makes, once its passphrase is safe
        ENGINE_TRY(Vault::open(systemFileSystem(), systemRandom(), path, passphrase.bytes));
    const QString entry = QStringLiteral("%1 %2").arg(config.code, QDir(data).canonicalPath());
    ENGINE_TRY(writeKeychain(entry, passphrase));
    ENGINE_TRY_AS(const SecretBytes kept, readKeychain(entry));
    if (kept.bytes != passphrase.bytes)
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_SECRET,
                              {entry, QStringLiteral("the keychain gives back something else")},
                              QStringLiteral("the keychain did not keep the passphrase")));
    const QString formerFile = config.crypto.passphraseFile;
    config.crypto.passphraseFile.clear();
    config.crypto.passphraseKeychain = entry;
    ENGINE_TRY(replaceFile(systemFileSystem(), nodeConfigPath(data), view(toJson(config))));
    const auto say = [](const char* text) { return QCoreApplication::translate("Node", text); };
    cli::print(say(QT_TRANSLATE_NOOP("Node", "the passphrase of the vault is in the keychain now, as busheng: %1"))
                   .arg(entry));
    if (!formerFile.isEmpty())
        cli::print(say(QT_TRANSLATE_NOOP("Node", "%1 is not needed any more; keep a copy elsewhere, then remove it"))
                       .arg(formerFile));
    return {};
}

constexpr NodeCommand kCommands[] = {
    {"vault keychain", "busheng-node vault keychain --data DIR", toKeychain},
};

} // namespace

std::span<const NodeCommand> vaultCommands()
{
    return kCommands;
}

} // namespace busheng
