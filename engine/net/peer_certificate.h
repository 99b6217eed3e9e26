// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>

struct x509_st;
struct X509_name_st;
struct asn1_string_st;

namespace busheng {

/// True for what may be a node code: 1 to 32 of A-Z, 0-9 and '-'.
bool isNodeCode(const QString& text);

/// The node code a certificate speaks for: its one and only common name. Fails: Tls (no event: the caller knows whether
/// this is a peer's certificate or a file).
Result<QString> nodeCodeOf(const x509_st* certificate);

/// "CN=340000,O=..." for people; control characters are escaped.
QString nameText(const X509_name_st* name);
QString subjectOf(const x509_st* certificate);

/// SHA-256 of the DER, hex.
QString sha256Of(const x509_st* certificate);

/// "2026-11-23 19:52:48 UTC".
QString timeText(const asn1_string_st* time);
/// UTC; -1 when it cannot be read.
qint64 timeUtcMs(const asn1_string_st* time);

} // namespace busheng
