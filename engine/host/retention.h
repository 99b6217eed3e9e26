// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparisons_api.h"
#include "engine/base/clock.h"
#include "engine/host/errands.h"
#include "engine/journal/retention_records.h"

#include <QObject>
#include <QTimer>

#include <atomic>

namespace busheng {

/// RetentionApi, and what it promises: records that are older than their rule says are deleted a minute after the
/// start, an hour after the last look, and at once when the rules change. What was deleted is a line of the ledger.
///
/// Thread: the engine's; deleting has one of its own. Its end waits for the piece that is being deleted.
class Retention final : public QObject, public RetentionApi {
    Q_OBJECT
public:
    struct Context {
        std::function<Result<Journal*>()> journal; ///< fails once the engine has stopped
        Clock& clock;
        std::function<void(std::function<void()>)> post; ///< from any thread into the engine's
        std::function<void(const Error&)> raise;
        std::function<void()> clear; ///< what was raised here is over
    };

    explicit Retention(Context context);
    ~Retention() override;

    void retention(const std::vector<RetentionRule>& asked, Reply<std::vector<RetentionState>> reply) override;
    void setRetention(const std::vector<RetentionRule>& rules, const QString& by, Reply<> reply) override;

private:
    void sweep();

    Context m_context;
    QTimer m_timer;
    bool m_isSweeping = false;
    bool m_isAskedAgain = false; ///< the rules have changed meanwhile
    std::shared_ptr<std::atomic<bool>> m_isStopping = std::make_shared<std::atomic<bool>>(false);
    Errands m_errands; ///< last: ends before what it comes back to
};

} // namespace busheng
