// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// How the names of an installation are written, in one place for forms, files and the command line. Thread: any.
namespace busheng {

/// Of a source, target, dataset or subscription: letters of any script, digits, '_' and '-', 1 to 48 bytes of UTF-8.
bool isValidName(const QString& name);
/// Six digits, optionally '-' and 1 to 12 capitals or digits: "340000", "340000-LWJC".
bool isValidNodeCode(const QString& code);
/// To dial: "host:port" one or more times, separated by ','; a host with ':' stands in brackets.
bool isValidAddressList(const QString& addresses);
/// To listen: one "host:port", whose host may be '*' and whose port may be 0 (the system chooses).
bool isValidListenAddress(const QString& address);

/// What an error says is expected.
QString expectedName();
QString expectedNodeCode();

} // namespace busheng
