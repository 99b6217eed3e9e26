// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/postgres/own_side.h"

#include "app/cli/await.h"
#include "engine/base/clock.h"
#include "tests/bench/postgres/server_cpu.h"
#include "tests/bench/postgres/workload.h"

namespace busheng::bench {
namespace {

constexpr qint64 kQueueMiB = 16'384;
constexpr qint64 kLiveWithinNs = 900'000'000'000;
constexpr int kLinkWithinMs = 30'000;
constexpr int kVerifyWithinMs = 900'000;
constexpr int kPollMs = 10;

double secondsSince(qint64 startNs)
{
    return static_cast<double>(systemClock().monotonicNs() - startNs) / 1e9;
}

} // namespace

Result<double> OwnSide::initialCopy()
{
    m_nodes = std::make_unique<test::PgTwoNodes>(m_source, m_target,
                                                 test::PgTwoNodes::Layout{m_database, workload::tables(), kQueueMiB});
    if (!m_nodes->isValid())
        return fail(ErrorCode::Internal, m_nodes->failure());
    ENGINE_TRY(m_nodes->startBoth());
    ENGINE_TRY(m_nodes->registerAll());
    ENGINE_TRY(m_nodes->ministry().waitFor(QStringLiteral("link"), kLinkWithinMs, [](const NodeSnapshot& node) {
        return !node.links.empty() && node.links.front().connected;
    }));
    ENGINE_TRY(settle());
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY(m_nodes->subscribe());
    ENGINE_TRY(waitUntilLive());
    return secondsSince(start);
}

/// Asks, because what the node tells by itself comes only a few times a second.
Result<> OwnSide::waitUntilLive()
{
    const qint64 start = systemClock().monotonicNs();
    while (true) {
        ENGINE_TRY_AS(const NodeSnapshot node,
                      cli::await<NodeSnapshot>([this](auto reply) { m_nodes->ministry().engine().snapshot(reply); }));
        if (!node.subscriptions.empty() && node.subscriptions.front().state == SubscriptionState::Live)
            return {};
        ENGINE_TRY(failureNow());
        if (systemClock().monotonicNs() - start > kLiveWithinNs)
            return fail(ErrorCode::Timeout, QStringLiteral("not live: ") + m_nodes->describe());
        cli::runEventsFor(kPollMs);
    }
}

Result<> OwnSide::hold()
{
    ENGINE_TRY(m_nodes->province().stop());
    return {};
}

Result<> OwnSide::release()
{
    return m_nodes->province().start();
}

Result<Side::Cpu> OwnSide::cpuSeconds()
{
    ENGINE_TRY_AS(Cpu cpu, Side::cpuSeconds());
    if (m_nodes->province().isRunning()) {
        ENGINE_TRY_AS(cpu.sender, serverCpuSeconds(m_nodes->province().processId()));
    }
    if (m_nodes->ministry().isRunning()) {
        ENGINE_TRY_AS(cpu.receiver, serverCpuSeconds(m_nodes->ministry().processId()));
    }
    return cpu;
}

Result<> OwnSide::disconnect()
{
    m_nodes.reset();
    return test::PgTwoNodes::dropSlots(m_source);
}

Result<> OwnSide::setDurableCommits(bool)
{
    return {};
}

Result<> OwnSide::failureNow()
{
    for (cli::NodeProcess* node : {&m_nodes->province(), &m_nodes->ministry()}) {
        if (!node->isRunning())
            return fail(ErrorCode::Internal, QStringLiteral("the node in %1 has ended").arg(node->dataDirectory()));
    }
    const SubscriptionSnapshot* now = m_nodes->subscription();
    if (now != nullptr && now->state == SubscriptionState::Stopped)
        return fail(ErrorCode::Internal, m_nodes->describe());
    return {};
}

Result<OwnSide::Verified> OwnSide::verify()
{
    const qint64 start = systemClock().monotonicNs();
    ENGINE_TRY_AS(const VerificationSnapshot found, m_nodes->verify(QStringLiteral("field"), kVerifyWithinMs));
    const double seconds = secondsSince(start);
    if (found.state != QStringLiteral("equal"))
        return fail(ErrorCode::Conflict, QStringLiteral("verification: %1, %2 differences, %3 %4")
                                             .arg(found.state)
                                             .arg(found.differenceCount)
                                             .arg(found.error, found.errorArgs.join(u' ')));
    return Verified{found.rowsCompared, seconds};
}

qint64 OwnSide::peakResidentBytes()
{
    return std::max(m_nodes->province().peakResidentBytes(), m_nodes->ministry().peakResidentBytes());
}

} // namespace busheng::bench
