// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/crypto/wipe.h"

#include <QString>

namespace busheng {

/// The keychain of the desktop (Secret Service, KWallet, Windows' credential store) through QtKeychain: where a
/// workstation keeps the passphrase of its vault, unlocked when its user signs in. A call waits for it, with its own
/// event loop: main thread, before or outside anything that must not wait. Fails: Config CFG_BAD_SECRET with the entry
/// and why; also where this program was built without QtKeychain.
Result<SecretBytes> readKeychain(const QString& entry);
Result<> writeKeychain(const QString& entry, const SecretBytes& secret);

/// Reads the passphrase that node.json of `dataDirectory` has in the keychain, if it has one there, and gives it to the
/// engine that is started next in this process.
Result<> offerKeychain(const QString& dataDirectory);

} // namespace busheng
