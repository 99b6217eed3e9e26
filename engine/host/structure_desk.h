// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration.h"
#include "engine/api/structure_values.h"
#include "engine/api/values.h"
#include "engine/host/control_message.h"
#include "engine/host/errands.h"
#include "engine/model/schema.h"

#include <QObject>
#include <QSet>

#include <chrono>

namespace busheng {

/// What tables are like at a source and at a target, for the people of this node, and for peers that subscribe. Where
/// the source is a peer's, its node is asked on stream 0:
///
///   target's node   StructureRequest ->   source's node
///                   <- StructureAnswer    readSourceSchema()
///
/// A peer is told of the datasets that the catalogue shows it, and answered one request at a time. Thread: the
/// engine's; databases are looked at by errands.
class StructureDesk {
public:
    using Post = std::function<void(std::function<void()>)>;
    template <typename T>
    using Done = std::function<void(Result<T>)>;
    struct Context {
        Post post;
        std::function<NodeConfiguration()> configuration;
        QString nodeCode;
        /// False: there is no session with the peer.
        std::function<bool(const QString& peer, const control::Body& body)> send;
        /// Fails when the peer may not know of the dataset.
        std::function<Result<>(const QString& peer, const DatasetConfig& dataset)> requireMayKnow;
        /// FlowApi::structure().
        std::function<void(const SubscriptionConfig& subscription, Done<StructureSnapshot> onDone)> structure;
        /// How long a peer may take for its answer; a node of an older version never gives one.
        std::chrono::milliseconds patience = std::chrono::minutes(5);
    };

    explicit StructureDesk(Context context) : m_context(std::move(context)), m_errands(m_context.post) {}

    // StructuresApi
    void test(const DatabaseConfig& database, const QString& secret, Done<void> onDone);
    void describe(const QString& kind, const QString& database, const QString& table, Done<DescribedTable> onDone);
    void ofDataset(const SubscriptionConfig& subscription, Done<DatasetStructure> onDone);
    void tryMapping(const SubscriptionConfig& subscription, const QString& table, Done<StructureSnapshot> onDone);
    void alter(const QString& subscription, const QStringList& statements, Done<QStringList> onDone);

    /// False: it is none of this desk's.
    bool onControl(const QString& peer, const control::Body& body);
    void onClosed(const QString& peer);

private:
    /// The structure that was brought last, so that a mapping that is being edited does not ask for it at each step.
    struct Known {
        QString provider;
        QString dataset;
        DatasetSchema schema;
    };
    struct Asked {
        QString peer;
        Done<DatasetSchema> onSchema;
    };
    Result<> requireRegistered(const DatabaseConfig& database) const;
    QString providerOf(const SubscriptionConfig& subscription) const;
    void bring(const SubscriptionConfig& subscription, Done<DatasetSchema> onSchema);
    void read(const QString& dataset, Done<DatasetSchema> onSchema);
    void answer(const QString& peer, const control::StructureRequest& request);
    void run(const QString& subscription, const QStringList& statements, const Done<QStringList>& onDone);

    Context m_context;
    Errands m_errands;
    std::optional<Known> m_known;
    std::uint64_t m_last = 0;
    std::map<std::uint64_t, Asked> m_asked;
    QSet<QString> m_answering; ///< peers for which a structure is being read
    QObject m_timers;          ///< ends them with the desk
};

} // namespace busheng
