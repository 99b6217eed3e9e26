// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/vault_keys.h"

#include "engine/base/failpoint.h"
#include "engine/crypto/secret_file.h"

#include <QFileInfo>

namespace busheng {
namespace {

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

} // namespace busheng
