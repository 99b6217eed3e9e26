// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#ifdef Q_OS_WIN
#include <qt_windows.h>
#endif
#define SQL_NOUNICODEMAP // a call without W is the narrow one, also on Windows
#include <sql.h>
#include <sqlext.h>

/// What this folder shares of the ODBC C interface. Private to it: its headers' names and macros go no further.
namespace busheng {

static_assert(sizeof(SQLWCHAR) == sizeof(char16_t), "texts are given to the driver manager as they are in QString");

/// What the driver says about the last call on `handle`, as an Error: `native` is "a phrase of ours: its own words
/// (SQLSTATE)". Transient where the class of the SQLSTATE says that trying again may help. `name`: of the database.
Error odbcError(SQLSMALLINT type, SQLHANDLE handle, bool isWide, const QString& name, const QString& doing);

/// A text for a call that takes one: UTF-16, or UTF-8 through the narrow calls.
SQLRETURN odbcExecute(SQLHSTMT statement, const QString& sql, bool isWide);

/// A piece of what the driver says about itself or the server.
QString odbcInfo(SQLHDBC connection, SQLUSMALLINT which, bool isWide);

} // namespace busheng
