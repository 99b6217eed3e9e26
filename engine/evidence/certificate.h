// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/ledger_entry.h"

#include <QJsonObject>

namespace busheng {

/// What a verification found, signed by the node that compared: docs/formats/certificate.md. The signature is that of a
/// line of the node's ledger, which holds the digest of what is said; so it is proved twice, by the paper and by the
/// ledger.
struct Certificate {
    QJsonObject verification; ///< what is said
    LedgerEntry line;         ///< of kind "certificate"
    EvidenceKey key;          ///< by which the line was signed
};

/// SM3 over what is said, hex; the same for the same JSON object.
QString certificateDigest(const QJsonObject& verification);

QJsonObject toJson(const Certificate& certificate);

/// Reads a certificate and proves it: that nothing in it was changed since it was signed with the key that it names.
/// Whose key that is, the reader compares with the fingerprint that the node shows. Needs no node. Fails: Corrupt
/// VRF_CERTIFICATE when it is none, or was changed.
Result<Certificate> checkCertificate(const QString& name, const QByteArray& text);
/// The same of a file. Fails: also Config CFG_UNREADABLE.
Result<Certificate> checkCertificateFile(const QString& path);

} // namespace busheng
