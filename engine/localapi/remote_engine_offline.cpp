// SPDX-License-Identifier: GPL-3.0-or-later
// OfflineApi over the local socket.
#include "engine/api/json.h"
#include "engine/localapi/remote_engine.h"
#include "engine/localapi/remote_replies.h"

namespace busheng {
namespace {

const QLatin1String kStream("stream");
const QLatin1String kSubscription("subscription");
const QLatin1String kDirectory("directory");
const QLatin1String kBy("by");

} // namespace

void RemoteEngine::exportPackage(const QString& stream, const QString& directory, qint64 partBytes, const QString& by,
                                 Reply<> reply)
{
    m_channel.request(QStringLiteral("exportPackage"),
                      {{kStream, stream}, {kDirectory, directory}, {QLatin1String("partBytes"), partBytes}, {kBy, by}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::cancelExport(const QString& stream, Reply<> reply)
{
    m_channel.request(QStringLiteral("cancelExport"), {{kStream, stream}}, takeNothing(std::move(reply)));
}

void RemoteEngine::importPackage(const QString& subscription, const QString& directory, const QString& by,
                                 Reply<> reply)
{
    m_channel.request(QStringLiteral("importPackage"),
                      {{kSubscription, subscription}, {kDirectory, directory}, {kBy, by}},
                      takeNothing(std::move(reply)));
}

void RemoteEngine::cancelImport(const QString& subscription, Reply<> reply)
{
    m_channel.request(QStringLiteral("cancelImport"), {{kSubscription, subscription}}, takeNothing(std::move(reply)));
}

void RemoteEngine::gateReport(const QString& subscription, Reply<GateReport> reply)
{
    m_channel.request(QStringLiteral("gateReport"), {{kSubscription, subscription}},
                      takeObject<GateReport>(std::move(reply), gateReportFromJson));
}

void RemoteEngine::decideGate(const QString& subscription, bool isSigned, const QString& by, const QString& reason,
                              Reply<GateReport> reply)
{
    m_channel.request(QStringLiteral("decideGate"),
                      {{kSubscription, subscription},
                       {QLatin1String("isSigned"), isSigned},
                       {kBy, by},
                       {QLatin1String("reason"), reason}},
                      takeObject<GateReport>(std::move(reply), gateReportFromJson));
}

void RemoteEngine::askGateAgain(const QString& subscription, Reply<GateReport> reply)
{
    m_channel.request(QStringLiteral("askGateAgain"), {{kSubscription, subscription}},
                      takeObject<GateReport>(std::move(reply), gateReportFromJson));
}

} // namespace busheng
