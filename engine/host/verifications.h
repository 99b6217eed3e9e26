// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"
#include "engine/base/random_source.h"
#include "engine/host/alarm_board.h"
#include "engine/host/errands.h"
#include "engine/host/target_verification.h"
#include "engine/journal/journal.h"

#include <QObject>
#include <QTimer>

#include <map>

namespace busheng {

/// The verifications of this node's subscriptions (§8.1.4): begun by a person or by a subscription's timetable, kept in
/// the journal slice by slice, gone on with after a lost link or a restart, and what they found, for the repair.
///
/// A timetable's run that was missed (the node was off, the link down, the load not done) is made up for once, as soon
/// as it can be; one that is late by more than an hour is an alarm (VRF_OVERDUE).
///
/// Thread: the engine's.
class Verifications : public QObject {
    Q_OBJECT
public:
    /// What it must know of a subscription's stream.
    struct Stream {
        QString peer;
        std::uint32_t number = 0;
        bool isLinkUp = false;
        SubscriptionState state = SubscriptionState::Waiting;
        qint64 lagMs = -1;
        QString loadingTable;               ///< one that is being loaded anew; empty: none
        std::vector<TableMapping> compared; ///< tables that the target has in part
        QString name;                       ///< StreamId::name(): what alarms are about, for they outlive its troubles
        bool byBytes = false;               ///< control::VerifyRequest
    };
    struct Context {
        Clock& clock;
        RandomSource& random;
        Journal& journal;
        AlarmBoard& alarms;
        std::function<void(std::function<void()>)> post; ///< from any thread into the engine's
        std::function<void(const QString& peer, std::uint32_t stream, const control::Body&)> send;
        std::function<std::optional<Stream>(const QString& subscription)> stream;
        std::function<const std::vector<SubscriptionConfig>&()> subscriptions;
        std::function<void()> onChange;
        QString journalPath;
        /// Puts a line into the ledger, signed; it, and by which key.
        std::function<Result<std::pair<LedgerEntry, EvidenceKey>>(const LedgerEntry&)> sign = {};
    };

    /// What the target has at a Mark.
    struct AtMark {
        DatasetSchema schema;
        std::vector<ParkedTable> parked;
        std::vector<TableMapping> compared; ///< as in Stream
    };

    explicit Verifications(Context context);
    ~Verifications() override;

    /// Takes up what a stop of the node cut short.
    Result<> restore();
    Result<qint64> start(const QString& subscription, bool fieldLevel, bool gentle, bool scheduled = false);
    Result<> stop(qint64 id);
    /// Of any that the journal still has.
    Result<VerificationSnapshot> snapshot(qint64 id);
    /// Newest first, without their differences. `subscription` empty: of all.
    Result<std::vector<VerificationSnapshot>> list(const QString& subscription, int limit);
    Result<> repair(qint64 id);
    /// ComparisonsApi::certify(); verification_certificate.cpp
    Result<QJsonObject> certify(qint64 id, const QString& by);
    /// ComparisonsApi::rowDifferences()
    void differences(const DifferenceQuery& query, std::function<void(Result<RowDifferences>)> onDone);
    /// When the timetable of a subscription begins the next one; nothing: it has none, or none is left.
    std::optional<qint64> nextUtcMs(const SubscriptionConfig& subscription) const;

    void onLink(const QString& peer, bool isUp);
    void onMark(std::uint64_t markId, Position position, const std::shared_ptr<TableSnapshot>& snapshot,
                const QString& subscription, const AtMark& at);
    /// True when the message was one of a verification.
    bool onControl(const QString& peer, std::uint32_t stream, const control::Body& body);

private:
    /// With the verification's worker.
    struct Shared {
        std::atomic<bool> isBusy{false};
        std::mutex mutex;
        std::vector<TableMapping> compared; ///< as in Stream, now
        std::vector<TableMapping> asked;    ///< by the newest request
        bool byBytes = false;               ///< as in Stream
    };
    struct Running {
        Stream stream;
        QString subscription;
        std::shared_ptr<Shared> shared;
        std::unique_ptr<TargetVerification> verification;
    };

    void run(VerificationProgress progress, const Stream& stream);
    Running* find(const QString& peer, std::uint32_t stream, std::uint64_t sliceId);
    Result<VerificationProgress> progressOf(qint64 id);
    void keep(qint64 id);
    void forgetOlderRows(const QString& subscription);
    void onFinished(qint64 id);
    bool repairsByItself(const QString& subscription) const;
    void repairFound(qint64 id, const QString& subject);
    void tick();
    void beginDue();
    Result<std::optional<qint64>> dueSince(const SubscriptionConfig& subscription);

    Context m_context;
    std::map<qint64, Running> m_running;
    struct Timed {
        QString times;    ///< SubscriptionConfig::verifyTimes
        qint64 since = 0; ///< when the last one began, or when it was given these times
    };
    std::map<QString, Timed> m_timed; ///< by subscription
    QTimer m_timer;
    std::int64_t m_lookedNs = 0;
    Errands m_errands; ///< last: ends before what it comes back to
};

} // namespace busheng
