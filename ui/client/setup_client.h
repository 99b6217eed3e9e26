// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/node_setup.h"

#include <QPointer>
#include <QThread>

#include <functional>
#include <memory>

namespace busheng {

/// NodeSetupApi as the GUI thread sees it: each step runs in a thread of its own, in the order in which they were asked
/// for, and its answer comes back here. Destroying it ends the setup in that thread (engine and all) and waits.
///
/// Thread: lives in, and is called from, one (the GUI's). `setup` must outlive it and is used by nobody else meanwhile.
class SetupClient : public QObject {
    Q_OBJECT
public:
    explicit SetupClient(NodeSetupApi& setup, QObject* parent = nullptr);
    ~SetupClient() override;

    /// Runs `step(setup)` there and then `callback(result)` here, unless `guard` is gone by then.
    template <typename T>
    void request(QObject* guard, std::function<Result<T>(NodeSetupApi&)> step, std::function<void(Result<T>)> callback)
    {
        // Only moved on: what the callback holds is never touched in the other thread.
        auto done = std::make_shared<std::function<void(Result<T>)>>(std::move(callback));
        QMetaObject::invokeMethod(&m_worker, [this, guard = QPointer<QObject>(guard), step = std::move(step), done] {
            auto result = std::make_shared<Result<T>>(step(m_setup));
            QMetaObject::invokeMethod(this, [guard, done, result] {
                if (guard)
                    (*done)(std::move(*result));
            });
        });
    }

private:
    NodeSetupApi& m_setup;
    QThread m_thread;
    QObject m_worker; ///< lives in m_thread
};

} // namespace busheng
