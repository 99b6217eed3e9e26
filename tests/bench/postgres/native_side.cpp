// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/node_process.h"
#include "engine/base/clock.h"
#include "tests/bench/postgres/side.h"
#include "tests/bench/postgres/workload.h"

namespace busheng::bench {
namespace {

constexpr qint64 kCopyWithinNs = 600'000'000'000;
constexpr qint64 kStopWithinNs = 60'000'000'000;
constexpr int kPollMs = 5;

class NativeSide final : public Side {
public:
    QString name() const override { return QStringLiteral("peer"); }

    Result<double> initialCopy() override
    {
        ENGINE_TRY(atSource(QStringLiteral("CREATE PUBLICATION bench FOR ALL TABLES")));
        ENGINE_TRY(settle());
        const qint64 start = systemClock().monotonicNs();
        ENGINE_TRY(m_target.run(QStringLiteral("CREATE SUBSCRIPTION bench CONNECTION '%1' PUBLICATION bench"
                                               " WITH (binary = true, streaming = on, synchronous_commit = off,"
                                               " disable_on_error = true)")
                                    .arg(m_source.tcpConninfo(m_database)),
                                m_database));
        ENGINE_TRY_AS(const auto target, connectToTarget());
        ENGINE_TRY(waitUntil(target,
                             QStringLiteral("SELECT count(*) = 1 FROM pg_subscription_rel WHERE srrelid ="
                                            " 'person'::regclass AND srsubstate = 'r'"),
                             kCopyWithinNs));
        const double seconds = static_cast<double>(systemClock().monotonicNs() - start) / 1e9;
        ENGINE_TRY(waitUntil(target,
                             QStringLiteral("SELECT count(*) = 0 FROM pg_subscription_rel WHERE srsubstate <> 'r'"),
                             kCopyWithinNs));
        return seconds;
    }

    Result<> hold() override
    {
        ENGINE_TRY(m_target.run(QStringLiteral("ALTER SUBSCRIPTION bench DISABLE"), m_database));
        ENGINE_TRY_AS(const auto source, connectToSource());
        return waitUntil(source, QStringLiteral("SELECT count(*) = 0 FROM pg_replication_slots WHERE active"),
                         kStopWithinNs);
    }

    Result<> release() override
    {
        ENGINE_TRY(m_target.run(QStringLiteral("ALTER SUBSCRIPTION bench ENABLE"), m_database));
        return {};
    }

protected:
    Result<> disconnect() override
    {
        ENGINE_TRY(m_target.run(QStringLiteral("DROP SUBSCRIPTION IF EXISTS bench"), m_database));
        return {};
    }

    Result<> setDurableCommits(bool durable) override
    {
        ENGINE_TRY(m_target.run(QStringLiteral("ALTER SUBSCRIPTION bench SET (synchronous_commit = %1)")
                                    .arg(durable ? QStringLiteral("on") : QStringLiteral("off")),
                                m_database));
        return {};
    }

    Result<> failureNow() override
    {
        ENGINE_TRY_AS(const QString enabled,
                      m_target.run(QStringLiteral("SELECT subenabled FROM pg_subscription"), m_database));
        if (enabled != QStringLiteral("t"))
            return fail(ErrorCode::Internal,
                        QStringLiteral("the subscription was disabled by an error: ") + m_target.log().last(2000));
        return {};
    }

private:
    static Result<> waitUntil(const std::unique_ptr<PgConnection>& server, const QString& condition, qint64 withinNs)
    {
        const qint64 deadline = systemClock().monotonicNs() + withinNs;
        while (true) {
            ENGINE_TRY_AS(const QString answer, server->queryText(condition));
            if (answer == QStringLiteral("t"))
                return {};
            if (systemClock().monotonicNs() > deadline)
                return fail(ErrorCode::Timeout, condition);
            cli::runEventsFor(kPollMs);
        }
    }
};

} // namespace

std::unique_ptr<Side> nativeSide()
{
    return std::make_unique<NativeSide>();
}

} // namespace busheng::bench
