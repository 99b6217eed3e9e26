// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evidence/certificate.h"

#include "engine/api/json.h"
#include "engine/crypto/sm3.h"
#include "engine/evidence/ledger_chain.h"
#include "engine/model/comparison_events.h"
#include "engine/model/events.h"

#include <QFile>
#include <QJsonDocument>

namespace busheng {
namespace {

constexpr int kVersion = 1;
constexpr qint64 kLargest = 16 << 20;
const QLatin1String kBusheng("busheng");
const QLatin1String kVersionKey("version");
const QLatin1String kVerification("verification");
const QLatin1String kLine("line");
const QLatin1String kKey("key");
const QString kCertificate = QStringLiteral("certificate");

Failure refused(const QString& name, const QString& why)
{
    return fail(makeEvent(ErrorCode::Corrupt, events::VRF_CERTIFICATE, {name, why},
                          QStringLiteral("certificate %1: %2").arg(name, why)));
}

} // namespace

QString certificateDigest(const QJsonObject& verification)
{
    // Members come in the order of their names.
    return toHex(view(sm3(view(QJsonDocument(verification).toJson(QJsonDocument::Compact)))));
}

QJsonObject toJson(const Certificate& certificate)
{
    return {{kBusheng, kCertificate},
            {kVersionKey, kVersion},
            {kVerification, certificate.verification},
            {kLine, toJson(certificate.line)},
            {kKey, toJson(certificate.key)}};
}

Result<Certificate> checkCertificate(const QString& name, const QByteArray& text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    if (json.value(kBusheng).toString() != kCertificate || json.value(kVersionKey).toInt() != kVersion)
        return refused(name, QStringLiteral("it is no certificate of a version that this program knows"));
    Certificate certificate{json.value(kVerification).toObject(), ledgerRowFromJson(json.value(kLine).toObject()),
                            evidenceKeyFromJson(json.value(kKey).toObject())};
    if (certificate.line.kind != kCertificate)
        return refused(name, QStringLiteral("what is signed in it is no verification"));
    if (certificate.line.digest != certificateDigest(certificate.verification))
        return refused(name, QStringLiteral("what it says is not what was signed"));
    if (const auto checked = checkLedgerEntry(certificate.line, certificate.key); !checked)
        return refused(name, QStringLiteral("its signature is not that of its key"));
    return certificate;
}

Result<Certificate> checkCertificateFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, file.errorString()},
                              QStringLiteral("%1: %2").arg(path, file.errorString())));
    if (file.size() > kLargest)
        return refused(path, QStringLiteral("it is no certificate of a version that this program knows"));
    return checkCertificate(path, file.readAll());
}

} // namespace busheng
