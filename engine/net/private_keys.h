// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/crypto/wipe.h"

#include <QStringList>

namespace busheng {

/// Where the private keys of the channel lie. An identity names each by a path; a file there is newer than what was
/// kept elsewhere (a key that was renewed comes as a file). Thread: any.
class PrivateKeys {
public:
    virtual ~PrivateKeys() = default;
    /// PEM of the key that is called `path`. Fails: as readSecretFile().
    virtual Result<SecretBytes> read(const QString& path) = 0;
    /// They fit their certificates and are in use from now on. Fails: Storage; all can still be read then.
    virtual Result<> keep(const QStringList& paths) = 0;
};

/// They lie as files of their owner's and stay there.
PrivateKeys& privateKeyFiles();

} // namespace busheng
