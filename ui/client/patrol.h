// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "ui/client/ledger_export.h"
#include "ui/models/patrol_report.h"

#include <memory>

namespace busheng {

/// One round of a node (§10.3 d): asks the engine and the machine for everything that PatrolReport judges. Looks only;
/// the ledger is sealed before it is checked. What cannot be found out is in the report with the reason.
///
/// Thread: the GUI's; what blocks is done in others. Its end stops it.
class Patrol : public QObject {
    Q_OBJECT
public:
    explicit Patrol(EngineClient& client, QObject* parent = nullptr);
    ~Patrol() override;

    void start(); ///< once

Q_SIGNALS:
    /// Exactly once: the whole node could not be asked, or this.
    void finished(const busheng::Result<busheng::PatrolFacts>& facts);

private:
    void askNode();
    void askMachine();
    void askDatabases(const QString& kind);
    void askDatabase(const QString& kind, const DatabaseConfig& database);
    void askVerifications();
    void askLedger();
    void noteDatabase(const QString& kind, const QString& name, const Result<std::vector<PreflightFinding>>& findings);
    /// An answer is being waited for, or has come; the last one ends the round.
    void begin() { ++m_open; }
    void end();

    EngineClient& m_client;
    PatrolFacts m_facts;
    LedgerExport m_ledger;
    int m_open = 0;
    std::unique_ptr<WorkerThread> m_machine; ///< last: joined before the rest is gone
};

} // namespace busheng
