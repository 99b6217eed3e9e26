// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace busheng {

/// The EngineApi as the GUI thread sees it: requests go to the engine's thread and answers come back here; snapshots
/// arrive at most five times a second, however fast the engine pushes and however slowly this thread takes them.
///
/// Thread: lives in, and is called from, one thread (the GUI's). The engine may live in any other; it must outlive this
/// object. Nothing here waits.
class EngineClient : public QObject {
    Q_OBJECT
public:
    explicit EngineClient(EngineApi& engine, QObject* parent = nullptr);
    ~EngineClient() override;

    /// Runs `call(engine, reply)` in the engine's thread and then `callback(result)` in this one, unless `guard` is
    /// gone by then. `callback` lives and dies in this thread.
    template <typename T>
    void request(QObject* guard, std::function<void(EngineApi&, Reply<T>)> call,
                 std::function<void(Result<T>)> callback)
    {
        const quint64 id = ++m_lastRequest;
        auto waiting = std::make_unique<Waiting<T>>();
        waiting->guard = guard;
        waiting->callback = std::move(callback);
        m_waiting.emplace(id, std::move(waiting));
        post([call = std::move(call), mailbox = m_mailbox, id](EngineApi& engine) {
            call(engine, [mailbox, id](Result<T> result) {
                auto shared = std::make_shared<Result<T>>(std::move(result));
                mailbox->post([id, shared](EngineClient& client) { client.answer<T>(id, std::move(*shared)); });
            });
        });
    }

    /// The newest snapshot; its code is empty until the first one came.
    const NodeSnapshot& latest() const { return m_latest; }
    bool hasSnapshot() const { return m_hasSnapshot; }
    /// Between lost() and the next snapshot.
    bool isLost() const { return m_isLost; }
    /// Asks for one full snapshot; done once at construction.
    void refresh();

    /// Who works here, as the node said when it was asked last.
    const SessionSnapshot& session() const { return m_session; }
    void setSession(const SessionSnapshot& session);
    /// Null: who works here may use this method of the local API. The node judges for itself, whatever is shown here.
    const RefusedMethod* refusalOf(const QString& method) const;

Q_SIGNALS:
    void snapshotChanged(const busheng::NodeSnapshot& snapshot);
    void lost(const busheng::Error& reason);
    void found(); ///< the first snapshot after lost()
    /// Something that was asked for is now a change that waits for a second person; its callback has the failure.
    void waitsForReview(qint64 change);
    void sessionChanged();

private:
    struct WaitingBase {
        virtual ~WaitingBase() = default;
        QPointer<QObject> guard;
    };
    template <typename T>
    struct Waiting : WaitingBase {
        std::function<void(Result<T>)> callback;
    };

    /// The way back from the engine's thread. Outlives the client as long as an answer is under way.
    class Mailbox {
    public:
        explicit Mailbox(EngineClient* client) : m_client(client) {}
        void post(std::function<void(EngineClient&)> work);
        void putSnapshot(const NodeSnapshot& snapshot); ///< only the newest waits
        std::optional<NodeSnapshot> takeSnapshot();
        void close();

    private:
        std::mutex m_mutex; ///< guards all below
        EngineClient* m_client;
        std::optional<NodeSnapshot> m_snapshot;
    };

    template <typename T>
    void answer(quint64 id, Result<T> result)
    {
        const auto found = m_waiting.find(id);
        if (found == m_waiting.end())
            return;
        const std::unique_ptr<WaitingBase> waiting = std::move(found->second);
        m_waiting.erase(found);
        if (!result)
            noteRefusal(result.error());
        if (waiting->guard)
            static_cast<Waiting<T>&>(*waiting).callback(std::move(result));
    }

    void post(std::function<void(EngineApi&)> work);
    void noteRefusal(const Error& error);
    void takeSnapshot();
    void publish();
    void onLost(const Error& reason);

    EngineApi& m_engine;
    std::shared_ptr<Mailbox> m_mailbox;
    std::unordered_map<quint64, std::unique_ptr<WaitingBase>> m_waiting;
    quint64 m_lastRequest = 0;
    NodeSnapshot m_latest;
    SessionSnapshot m_session;
    bool m_hasSnapshot = false;
    bool m_isLost = false;
    QTimer m_publishTimer;
    QElapsedTimer m_sincePublish;
};

} // namespace busheng
