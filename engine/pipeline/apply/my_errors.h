// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

namespace busheng {

// What an error of a MariaDB target means: the server's number stands at the head of Error::native.

/// The user may not do it, or is not let in.
bool isMyRightsError(const Error& error);

/// The server says that a key is there already.
bool isMyDuplicate(const Error& error);

/// True when the fault may be a row's, so that running the rows one by one can tell more: not when the server, the
/// disk, the rights or a stop request are the reason.
bool isMyRowError(const Error& error);

/// An error met while writing rows of `table`, in the words of TargetWriter: Conflict TGT_CONFLICT with `key`, Schema
/// TGT_STRUCTURE; what may pass stays as it is, with context.
Failure explainMyError(Error error, const QString& target, const QString& table, const QString& key);

/// "expected" is what the source says and the target has not.
Failure myConflict(const QString& target, const QString& table, const QString& key, const QString& expected,
                   const QString& native = {});

/// An error of no table in particular: TGT_UNAVAILABLE, Config when rights are missing. What is explained stays as it
/// is.
Failure myTargetFailure(Error error, const QString& target);

} // namespace busheng
