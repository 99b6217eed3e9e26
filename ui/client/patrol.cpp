// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/patrol.h"

#include "ui/client/ledger_check_text.h"
#include "ui/text/event_text.h"

#include <QDateTime>
#include <QStorageInfo>

namespace busheng {
namespace {

constexpr int kVerifications = 500;
using Findings = std::vector<PreflightFinding>;

} // namespace

Patrol::Patrol(EngineClient& client, QObject* parent) : QObject(parent), m_client(client), m_ledger(client, {}, this)
{
    connect(&m_ledger, &LedgerExport::finished, this, [this](const Result<LedgerCheck>& check) {
        if (check)
            m_facts.ledgerIsWhole = LedgerCheckText::isGood(*check);
        m_facts.ledgerText =
            check ? LedgerCheckText::lines(*check).join(QStringLiteral("; ")) : errorLine(check.error());
        end();
    });
}

Patrol::~Patrol() = default;

void Patrol::start()
{
    m_facts.atUtcMs = QDateTime::currentMSecsSinceEpoch();
    m_client.request<NodeSnapshot>(
        this, [](EngineApi& engine, Reply<NodeSnapshot> reply) { engine.snapshot(std::move(reply)); },
        [this](const Result<NodeSnapshot>& node) {
            if (!node) {
                Q_EMIT finished(fail(node.error()));
                return;
            }
            m_facts.node = *node;
            askNode();
        });
}

void Patrol::askNode()
{
    begin(); // until all have been asked
    askMachine();
    for (const QString& kind : {QStringLiteral("source"), QStringLiteral("target")})
        askDatabases(kind);
    askVerifications();
    askLedger();
    end();
}

void Patrol::askMachine()
{
    begin();
    struct Machine {
        qint64 freeBytes = -1;
        qint64 totalBytes = -1;
        std::optional<ClockSync> clock;
    };
    const auto bringBack = [this](const Machine& machine, const std::stop_token& stop) {
        if (stop.stop_requested())
            return;
        QMetaObject::invokeMethod(this, [this, machine] {
            m_facts.freeBytes = machine.freeBytes;
            m_facts.totalBytes = machine.totalBytes;
            m_facts.clock = machine.clock;
            end();
        });
    };
    m_machine = std::make_unique<WorkerThread>(
        QStringLiteral("patrol"),
        [bringBack, directory = m_facts.node.dataDirectory](const std::stop_token& stop) {
            const QStorageInfo disk(directory);
            bringBack(disk.isValid() ? Machine{disk.bytesAvailable(), disk.bytesTotal(), clockSync()}
                                     : Machine{-1, -1, clockSync()},
                      stop);
        },
        [bringBack](const Error&) { bringBack({}, {}); });
}

void Patrol::askDatabases(const QString& kind)
{
    begin();
    using Databases = std::vector<DatabaseConfig>;
    m_client.request<Databases>(
        this,
        [kind](EngineApi& engine, Reply<Databases> reply) {
            if (kind == QStringLiteral("source"))
                return engine.settings().listSources(std::move(reply));
            engine.settings().listTargets(std::move(reply));
        },
        [this, kind](const Result<Databases>& databases) {
            if (!databases)
                noteDatabase(kind, {}, fail(databases.error()));
            else
                for (const DatabaseConfig& database : *databases)
                    askDatabase(kind, database);
            end();
        });
}

/// A source is looked at as its datasets use it; a target as a whole, or as its subscriptions do.
void Patrol::askDatabase(const QString& kind, const DatabaseConfig& database)
{
    if (kind == QStringLiteral("target")) {
        begin();
        m_client.request<Findings>(
            this,
            [name = database.name](EngineApi& engine, Reply<Findings> reply) {
                engine.settings().checkTarget(name, {}, false, std::move(reply));
            },
            [this, kind, name = database.name](const Result<Findings>& findings) {
                noteDatabase(kind, name, findings);
                end();
            });
        return;
    }
    for (const PublicationSnapshot& publication : m_facts.node.publications) {
        if (publication.config.source != database.name)
            continue;
        begin();
        m_client.request<Findings>(
            this,
            [dataset = publication.config](EngineApi& engine, Reply<Findings> reply) {
                engine.settings().preflight(dataset, std::move(reply));
            },
            [this, kind, name = database.name](const Result<Findings>& findings) {
                noteDatabase(kind, name, findings);
                end();
            });
    }
}

void Patrol::noteDatabase(const QString& kind, const QString& name, const Result<Findings>& findings)
{
    PatrolFacts::Database database{kind, name, {}, {}};
    if (findings)
        database.findings = *findings;
    else
        database.failure = findings.error();
    m_facts.databases.push_back(std::move(database));
}

void Patrol::askVerifications()
{
    begin();
    using Verifications = std::vector<VerificationSnapshot>;
    m_client.request<Verifications>(
        this,
        [](EngineApi& engine, Reply<Verifications> reply) {
            engine.flow().verifications({}, kVerifications, std::move(reply));
        },
        [this](const Result<Verifications>& verifications) {
            if (verifications)
                m_facts.verifications = *verifications;
            end();
        });
}

void Patrol::askLedger()
{
    begin();
    m_ledger.start();
}

void Patrol::end()
{
    if (--m_open == 0)
        Q_EMIT finished(m_facts);
}

} // namespace busheng
