// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/base/result.h"

namespace busheng {

/// Writes a private key so that only its owner can read it, at no moment anybody else. Durable when it returns ok.
/// Fails: Storage; Config CFG_BAD_CERT when the file system cannot keep others out (the file is removed again).
/// Failpoints: crypto.secret_file.before_write crypto.secret_file.after_write.
Result<> writeSecretFile(FileSystem& fileSystem, const QString& path, BytesView secret);

/// Reads it. Fails: Config CFG_MISSING_CERT (not there), CFG_BAD_CERT (not a plain file, or open to group or others:
/// then somebody may have read it already), Storage.
Result<Bytes> readSecretFile(FileSystem& fileSystem, const QString& path);

/// The same for a file with a secret that a person wrote: a passphrase, what posts are signed with. Fails: Config
/// CFG_UNREADABLE, because it is no certificate that is missing; Storage.
Result<Bytes> readPassphraseFile(FileSystem& fileSystem, const QString& path);

/// Overwrites a file with zeros and removes it. That is what a program can do: a disk that remaps blocks, or a backup,
/// may still have it. Fails: Storage.
Result<> overwriteAndRemove(FileSystem& fileSystem, const QString& path);

} // namespace busheng
