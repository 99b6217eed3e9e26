// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/sql_error.h"

#include "engine/model/events.h"

namespace busheng {
namespace {

/// SQLite's primary result codes, fixed for ever by its C interface.
enum SqliteCode {
    kPerm = 3,
    kBusy = 5,
    kLocked = 6,
    kNoMemory = 7,
    kReadOnly = 8,
    kIoError = 10,
    kCorrupt = 11,
    kFull = 13,
    kCannotOpen = 14,
    kAuth = 23,
    kNotADatabase = 26,
};

} // namespace

Error sqlError(const QSqlError& error, const QString& path, const QString& doing)
{
    const QString native = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    const QString detail = QStringLiteral("journal %1: %2").arg(path, doing);
    const int code = error.nativeErrorCode().toInt() & 0xff; // the low byte of an extended code is the primary one
    Error result;
    switch (code) {
    case kFull:
        result = makeTransient(ErrorCode::Storage, events::DSK_FULL, detail);
        result.args = {path, native};
        break;
    case kBusy:
    case kLocked:
    case kNoMemory:
        result = makeTransient(ErrorCode::Storage, QString(), detail);
        break;
    case kPerm:
    case kReadOnly:
    case kIoError:
    case kCannotOpen:
    case kAuth:
        result = makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, native}, detail);
        break;
    case kCorrupt:
    case kNotADatabase:
        result = makeEvent(ErrorCode::Corrupt, events::SPL_CORRUPT, {path}, detail);
        break;
    default:
        result = makeError(ErrorCode::Internal, detail);
        break;
    }
    result.native = native;
    return result;
}

} // namespace busheng
