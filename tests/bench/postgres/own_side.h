// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/postgres/side.h"
#include "tests/support/pg_two_nodes.h"

namespace busheng::bench {

/// Two nodes: TLS, sealed packets, log cache, row map, checkpoint; nothing is turned off. Held back by stopping the
/// province's node, so that its start is part of what is measured after release().
class OwnSide final : public Side {
public:
    QString name() const override { return QStringLiteral("ours"); }
    Result<double> initialCopy() override;
    Result<> hold() override;
    Result<> release() override;
    Result<Cpu> cpuSeconds() override; ///< a node that is stopped has used nothing yet

    struct Verified {
        quint64 rows = 0;
        double seconds = 0;
    };
    /// Compares both ends field by field. Fails: Conflict when it finds a difference.
    Result<Verified> verify();
    /// The larger of the two nodes' peaks.
    qint64 peakResidentBytes();

protected:
    Result<> disconnect() override;
    Result<> setDurableCommits(bool durable) override; ///< ours always are
    Result<> failureNow() override;

private:
    Result<> waitUntilLive();

    std::unique_ptr<test::PgTwoNodes> m_nodes;
};

} // namespace busheng::bench
