// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"
#include "engine/base/result.h"

#include <QJsonObject>

#include <functional>

namespace busheng {

/// What comparisons found, page by page, however much it is; and the reconciliations of file tasks that are kept
/// (§8.1.4, §8.2.6). Fails: Config CFG_NOT_FOUND for one that is not there; CFG_BAD_VALUE for a limit that is not 1 to
/// 1,000.
class ComparisonsApi {
public:
    template <typename T = void>
    using Reply = std::function<void(Result<T>)>;

    virtual ~ComparisonsApi() = default;
    /// Rows that a verification found to differ. The first 1,000,000 of one are listed, and those of a subscription's
    /// five newest verifications; of earlier ones the first 1,000.
    virtual void rowDifferences(const DifferenceQuery& query, Reply<RowDifferences> reply) = 0;
    /// What a verification that is over found, signed with the node's key: docs/formats/certificate.md. `by` wished it,
    /// which the ledger keeps. Fails: also VRF_FAILED for one that runs, failed or was stopped; Crypto.
    virtual void certify(qint64 verification, const QString& by, Reply<QJsonObject> reply) = 0;

    /// Begins to compare both nodes' records of a task, as FilesApi::reconcileFiles(), and keeps what it finds; its id.
    /// Fails: also FIL_BUSY while another one with that peer runs; LNK_DOWN.
    virtual void beginFiles(const QString& task, qint64 fromUtcMs, qint64 toUtcMs, qint64 lateAfterMs,
                            const QString& by, Reply<qint64> reply) = 0;
    /// Ends one that runs; what it found stays. Fails: CFG_NOT_FOUND when it does not run.
    virtual void stopFiles(qint64 id, Reply<> reply) = 0;
    /// Newest first, below `beforeId` (0: from the newest), without their differences; `task` empty: of all.
    virtual void fileReconciliations(const QString& task, qint64 beforeId, int limit,
                                     Reply<std::vector<FileReconciliation>> reply) = 0;
    virtual void fileDifferences(const DifferenceQuery& query, Reply<FileDifferences> reply) = 0;
};

/// How long what the node records stays. The ledger and its signatures are kept for ever: a chain with a hole proves
/// nothing. Fails: Config CFG_BAD_VALUE for an unknown kind, or fewer days than RetentionState::leastDays.
class RetentionApi {
public:
    template <typename T = void>
    using Reply = std::function<void(Result<T>)>;

    virtual ~RetentionApi() = default;
    /// Every kind, with its rule. `asked`: what these rules would delete instead of those that hold; changes nothing.
    virtual void retention(const std::vector<RetentionRule>& asked, Reply<std::vector<RetentionState>> reply) = 0;
    /// From now on these hold; kinds that are not named keep theirs. What is too old goes within the hour.
    virtual void setRetention(const std::vector<RetentionRule>& rules, const QString& by, Reply<> reply) = 0;
};

} // namespace busheng
