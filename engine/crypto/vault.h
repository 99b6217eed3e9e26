// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/base/random_source.h"
#include "engine/crypto/wipe.h"

#include <QStringList>

#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace busheng {

/// A file of secrets behind one passphrase: the private halves of the node's identity, passwords of databases.
/// docs/formats/vault.md. The whole content is sealed with SM4-GCM under a key that PBKDF2-HMAC-SM3 makes of the
/// passphrase; names are sealed with it. In memory each secret lies on locked pages and is wiped when it goes.
///
/// Thread: any (one mutex). Durable: a change, when the call returned. Fails: Crypto CFG_BAD_SECRET for a wrong
/// passphrase or a file that was changed (the two cannot be told apart), Storage.
class Vault {
public:
    static constexpr std::uint32_t kIterations = 600'000;

    /// Makes the file when there is none. `iterations` is of a new file only.
    static Result<std::unique_ptr<Vault>> open(FileSystem& fileSystem, RandomSource& random, const QString& path,
                                               BytesView passphrase, std::uint32_t iterations = kIterations);
    ~Vault();

    /// Empty when there is none of that name.
    std::optional<Bytes> get(const QString& name) const;
    Result<> set(const QString& name, BytesView secret);
    Result<> remove(const QString& name); ///< fails: Config CFG_NOT_FOUND
    QStringList names() const;

private:
    struct Locked;
    Vault(FileSystem& fileSystem, RandomSource& random, QString path);
    Result<> read(BytesView file, BytesView passphrase);
    Result<> write();
    Result<> deriveKey(BytesView passphrase);
    Bytes header() const;

    FileSystem& m_fileSystem;
    RandomSource& m_random;
    const QString m_path;
    std::uint32_t m_iterations = kIterations;
    Bytes m_salt;
    SecretBytes m_key;
    mutable std::mutex m_mutex;
    std::map<QString, std::unique_ptr<Locked>> m_secrets;
};

} // namespace busheng
