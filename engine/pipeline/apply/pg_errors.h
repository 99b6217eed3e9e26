// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/schema.h"

namespace busheng {

/// What an error of a PostgreSQL target means: its SQLSTATE stands at the head of Error::native.
bool isPgRightsError(const Error& error);

/// True when the fault may be a row's or the order of rows in a set, so that applying operation by operation can tell
/// more: not when the server, the disk, the rights or a stop request are the reason.
bool isPgRowError(const Error& error);

/// An error met while writing a row or a set of rows of `table`, in the words of TargetWriter: Conflict TGT_CONFLICT
/// with `key`, Schema TGT_STRUCTURE, Config TGT_UNAVAILABLE; what may pass stays as it is, with context.
Failure explainPgError(Error error, const QString& target, const QString& table, const QString& key);

/// "expected" is what the source says and the target has not.
Failure pgConflict(const QString& target, const QString& table, const QString& key, const QString& expected,
                   const QString& native = {});

/// An error of no table in particular: TGT_UNAVAILABLE, Config when rights are missing. What is explained stays as it
/// is.
Failure pgTargetFailure(Error error, const QString& target);

} // namespace busheng
