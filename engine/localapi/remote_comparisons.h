// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparisons_api.h"
#include "engine/api/figures_api.h"
#include "engine/localapi/remote_channel.h"

namespace busheng {

/// ComparisonsApi of a node over its local socket. Thread: the channel's, which must outlive it.
class RemoteComparisons final : public ComparisonsApi {
public:
    explicit RemoteComparisons(RemoteChannel& channel) : m_channel(channel) {}

    void rowDifferences(const DifferenceQuery& query, Reply<RowDifferences> reply) override;
    void certify(qint64 verification, const QString& by, Reply<QJsonObject> reply) override;
    void beginFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs, const QString& by,
                    Reply<qint64> reply) override;
    void stopFiles(qint64 id, Reply<> reply) override;
    void fileReconciliations(const QString& task, qint64 beforeId, int limit,
                             Reply<std::vector<FileReconciliation>> reply) override;
    void fileDifferences(const DifferenceQuery& query, Reply<FileDifferences> reply) override;

private:
    RemoteChannel& m_channel;
};

/// The same of RetentionApi.
class RemoteRetention final : public RetentionApi {
public:
    explicit RemoteRetention(RemoteChannel& channel) : m_channel(channel) {}

    void retention(const std::vector<RetentionRule>& asked, Reply<std::vector<RetentionState>> reply) override;
    void setRetention(const std::vector<RetentionRule>& rules, const QString& by, Reply<> reply) override;

private:
    RemoteChannel& m_channel;
};

/// The same of FiguresApi.
class RemoteFigures final : public FiguresApi {
public:
    explicit RemoteFigures(RemoteChannel& channel) : m_channel(channel) {}

    void flowFigures(const QString& flow, qint64 stepSeconds, qint64 fromUtcMs,
                     Reply<std::vector<FlowFigure>> reply) override;

private:
    RemoteChannel& m_channel;
};

} // namespace busheng
