// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "engine/host/node_runtime.h"

#include <QTimer>

namespace busheng {

/// The engine of this process behind its door: EngineApi over a NodeRuntime. Requests are answered before they return.
/// Thread: the one it was made in; nothing here blocks for longer than a short journal transaction.
class HostEngine final : public EngineApi, private SettingsApi, private FlowApi {
    Q_OBJECT
public:
    /// Fails: as NodeRuntime::start.
    static Result<std::unique_ptr<HostEngine>> start(const QString& dataDirectory, NodeRuntime::Seams seams);
    ~HostEngine() override;

    SettingsApi& settings() override { return *this; }
    FlowApi& flow() override { return *this; }
    void snapshot(Reply<NodeSnapshot> reply) override;
    void shutdown(Reply<> reply) override;

    const NodeConfig& config() const { return m_runtime->config(); }

Q_SIGNALS:
    /// Everything has stopped because somebody asked for it through the api.
    void stopped();

private:
    explicit HostEngine(std::unique_ptr<NodeRuntime> runtime);
    void push();
    /// For calls after the shutdown.
    Result<NodeRuntime*> runtime() const;
    Result<> changeAndReload(const std::function<Result<>(Journal&)>& change);

    // SettingsApi
    void addSource(const DatabaseConfig& source, Reply<> reply) override;
    void addTarget(const DatabaseConfig& target, Reply<> reply) override;
    void addDataset(const DatasetConfig& dataset, Reply<> reply) override;
    void addLink(const LinkConfig& link, Reply<> reply) override;
    void addSubscription(const SubscriptionConfig& subscription, Reply<> reply) override;
    void remove(const QString& kind, const QString& name, Reply<> reply) override;
    void listSources(Reply<std::vector<DatabaseConfig>> reply) override;
    void listTargets(Reply<std::vector<DatabaseConfig>> reply) override;
    void preflight(const DatasetConfig& dataset, Reply<std::vector<PreflightFinding>> reply) override;
    void exportConfiguration(Reply<QJsonObject> reply) override;
    void importConfiguration(const QJsonObject& configuration, Reply<> reply) override;

    // FlowApi
    void pause(const QString& subscription, Reply<> reply) override;
    void resume(const QString& subscription, Reply<> reply) override;
    void acceptFindings(const QString& subscription, Reply<> reply) override;
    void reload(const QString& subscription, Reply<> reply) override;
    void reloadAs(const SubscriptionConfig& subscription, Reply<> reply) override;
    void structure(const SubscriptionConfig& subscription, Reply<StructureSnapshot> reply) override;
    void approveStructure(const QString& subscription, Reply<> reply) override;
    void verify(const QString& subscription, const QString& level, Reply<qint64> reply) override;
    void verification(qint64 id, Reply<VerificationSnapshot> reply) override;
    void repair(qint64 verificationId, Reply<> reply) override;
    void ledgerPage(const QString& stream, qint64 beforeId, int limit, Reply<std::vector<LedgerRow>> reply) override;
    void alarmHistory(int limit, Reply<std::vector<AlarmSnapshot>> reply) override;

    std::unique_ptr<NodeRuntime> m_runtime;
    QTimer m_pushTimer;
    bool m_isChanged = true;
    int m_quiet = 0; ///< timer ticks since the last push
};

} // namespace busheng
