// SPDX-License-Identifier: GPL-3.0-or-later
// What a verification found, signed: docs/formats/certificate.md.
#include "engine/host/verifications.h"

#include "engine/api/json.h"
#include "engine/evidence/certificate.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

/// What is said: the whole verification; of the rows that differ how many, and a digest of those that it names.
QJsonObject saidOf(const VerificationSnapshot& found, const std::vector<SubscriptionConfig>& subscriptions)
{
    QJsonArray differences;
    for (const Difference& one : found.differences)
        differences.append(toJson(one));
    QJsonObject said = toJson(found);
    for (const QLatin1String key : {QLatin1String("differences"), QLatin1String("listed"), QLatin1String("waiting"),
                                    QLatin1String("error"), QLatin1String("errorArgs"), QLatin1String("rowsExpected")})
        said.remove(key);
    said.insert(QLatin1String("namedDifferences"), differences.size());
    said.insert(QLatin1String("namedDigest"), certificateDigest({{QLatin1String("differences"), differences}}));
    const auto config = std::ranges::find(subscriptions, found.subscription, &SubscriptionConfig::name);
    if (config != subscriptions.end()) { // else it was removed since
        said.insert(QLatin1String("peer"), config->peerCode);
        said.insert(QLatin1String("dataset"), config->dataset);
        said.insert(QLatin1String("target"), config->target);
    }
    return said;
}

} // namespace

Result<QJsonObject> Verifications::certify(qint64 id, const QString& by)
{
    ENGINE_TRY_AS(const VerificationSnapshot found, snapshot(id));
    if (found.state != QStringLiteral("equal") && found.state != QStringLiteral("different"))
        return fail(
            makeEvent(ErrorCode::Config, events::VRF_FAILED,
                      {found.subscription, QStringLiteral("only a verification that came to its end can be certified")},
                      QStringLiteral("verification %1 is %2").arg(id).arg(found.state)));
    Certificate certificate;
    certificate.verification = saidOf(found, m_context.subscriptions());
    LedgerEntry line;
    line.kind = QStringLiteral("certificate");
    line.name = found.subscription;
    line.sequence = static_cast<quint64>(id);
    line.outcome = found.state;
    line.changes = found.differenceCount;
    line.upToPosition = found.position;
    line.digest = certificateDigest(certificate.verification);
    line.by = by;
    ENGINE_TRY_AS(const auto signedLine, m_context.sign(line));
    certificate.line = signedLine.first;
    certificate.key = signedLine.second;
    return toJson(certificate);
}

} // namespace busheng
