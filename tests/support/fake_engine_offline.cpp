// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"

namespace busheng::test {
namespace {

const QString kSubscription = QStringLiteral("subscription");

} // namespace

void FakeEngine::exportPackage(const QString& stream, const QString& directory, qint64 partBytes, const QString& by,
                               Reply<> reply)
{
    answer<void>(QStringLiteral("exportPackage"),
                 {{QStringLiteral("stream"), stream},
                  {QStringLiteral("directory"), directory},
                  {QStringLiteral("partBytes"), partBytes},
                  {QStringLiteral("by"), by}},
                 std::move(reply), [] { return Result<>(); });
}

void FakeEngine::cancelExport(const QString& stream, Reply<> reply)
{
    answer<void>(QStringLiteral("cancelExport"), {{QStringLiteral("stream"), stream}}, std::move(reply),
                 [] { return Result<>(); });
}

void FakeEngine::importPackage(const QString& subscription, const QString& directory, const QString& by, Reply<> reply)
{
    answer<void>(QStringLiteral("importPackage"),
                 {{kSubscription, subscription}, {QStringLiteral("directory"), directory}, {QStringLiteral("by"), by}},
                 std::move(reply), [] { return Result<>(); });
}

void FakeEngine::cancelImport(const QString& subscription, Reply<> reply)
{
    answer<void>(QStringLiteral("cancelImport"), {{kSubscription, subscription}}, std::move(reply),
                 [] { return Result<>(); });
}

void FakeEngine::gateReport(const QString& subscription, Reply<GateReport> reply)
{
    answer<GateReport>(QStringLiteral("gateReport"), {{kSubscription, subscription}}, std::move(reply),
                       [this] { return Result<GateReport>(m_gateReport); });
}

void FakeEngine::decideGate(const QString& subscription, bool isSigned, const QString& by, const QString& reason,
                            Reply<GateReport> reply)
{
    answer<GateReport>(QStringLiteral("decideGate"),
                       {{kSubscription, subscription},
                        {QStringLiteral("isSigned"), isSigned},
                        {QStringLiteral("by"), by},
                        {QStringLiteral("reason"), reason}},
                       std::move(reply), [=, this] {
                           m_gateReport.state = isSigned ? QStringLiteral("signed") : QStringLiteral("rejected");
                           m_gateReport.by = by;
                           m_gateReport.reason = reason;
                           return Result<GateReport>(m_gateReport);
                       });
}

void FakeEngine::askGateAgain(const QString& subscription, Reply<GateReport> reply)
{
    answer<GateReport>(QStringLiteral("askGateAgain"), {{kSubscription, subscription}}, std::move(reply),
                       [this] { return Result<GateReport>(m_gateReport); });
}

} // namespace busheng::test
