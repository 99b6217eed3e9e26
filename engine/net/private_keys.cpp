// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/net/private_keys.h"

#include "engine/crypto/secret_file.h"

namespace busheng {
namespace {

class Files final : public PrivateKeys {
public:
    Result<SecretBytes> read(const QString& path) override
    {
        ENGINE_TRY_AS(Bytes pem, readSecretFile(systemFileSystem(), path));
        return SecretBytes(std::move(pem));
    }
    Result<> keep(const QStringList&) override { return {}; }
};

} // namespace

PrivateKeys& privateKeyFiles()
{
    static Files files;
    return files;
}

} // namespace busheng
