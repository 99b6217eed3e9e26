// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/model/dataset.h"
#include "engine/model/schema.h"
#include "engine/pipeline/apply/target_writer.h"

#include <stop_token>

namespace busheng {

/// What a person says to a gate.
struct GateDecision {
    bool isSigned = false; ///< else rejected: the load has to be repeated
    QString by;
    QString reason;
};

/// The quality gate of one stream (§6.1): asks its rules of the target once the load is through, keeps what it found,
/// and what a person says to it. docs/offline-start.md.
///
/// Rules run in the target, as SQL where databases agree on the words, else value by value as rows stream by; with a
/// connection of their own that may only read. Thread: the stream's apply worker. Durable: a report, when report() or
/// decide() returned it. Fails: Storage; Sql (transient) when the target is away; a rule that cannot be asked is no
/// failure, but in the report.
class QualityGate {
public:
    struct Options {
        QString journalPath;
        Clock& clock;
        QString stream;
        SubscriptionConfig subscription;
        DatabaseConfig target;
    };
    explicit QualityGate(Options options) : m_options(std::move(options)) {}

    /// Of the checkpoint's load: as it was kept, or asked now. `schema`: under the names of the source.
    Result<GateReport> report(const Checkpoint& checkpoint, const DatasetSchema& schema, const std::stop_token& stop);
    /// Asks anew, whatever was found or said before.
    Result<GateReport> askAgain(const Checkpoint& checkpoint, const DatasetSchema& schema, const std::stop_token& stop);
    /// Fails: Config OFL_STATE unless a report waits; CFG_BAD_VALUE without a name or a reason.
    Result<GateReport> decide(const Checkpoint& checkpoint, const GateDecision& decision);
    const QString& subscription() const { return m_options.subscription.name; }

private:
    Result<GateRuleResult> ask(const GateRule& rule, const DatasetSchema& atTarget, const std::stop_token& stop) const;
    Result<> save(const GateReport& report) const;

    Options m_options;
};

} // namespace busheng
