// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/target_writer.h"
#include "engine/pipeline/pack/frames.h"

#include <QDir>

#include <functional>

namespace busheng {

/// Seventh stage: turns packet bodies into target transactions. Many source transactions share one target commit, whole
/// transactions only (or each has its own, `commitEachTransaction`), and the checkpoint goes into the same commit
/// (§7.1.2.3 e, f). What a packet says twice is a no-op.
///
/// Usage, by the apply worker: applyPacket() for each packet in sequence; commit() when nothing more is at hand or
/// `wantsCommit()`. After an error call reset(), which rolls back and reads the checkpoint again, then go on from
/// checkpoint().sequence + 1. A transaction that spans packets keeps the target's transaction open, alone; commit()
/// waits for its end; so it does for the end of a row of a load that comes in parts. A packet is checked as a whole
/// before the target is touched. Memory: beside the target's, a large operation that is put together from its parts.
///
/// Thread: the apply worker; both callbacks come in it. Durable: what checkpoint() says. Fails: as TargetWriter;
/// Protocol PKT_MALFORMED when frames come out of order, PKT_ORDER, PKT_FORK; Conflict TGT_QUALITY while the state is
/// Stopped.
class Applier {
public:
    struct Options {
        QString stream; ///< key in busheng_checkpoint: StreamId::name()
        bool mayReplaceTarget = false;
        std::uint64_t commitRows = 10'000; ///< commit at the first packet boundary beyond it
        /// As commitRows, of their bytes: until then the inbound queue keeps them.
        std::uint64_t commitBytes = std::uint64_t{64} << 20;
        /// Each source transaction has a commit of its own. Only with a target whose checkpoint can stand inside a
        /// packet (PostgreSQL).
        bool commitEachTransaction = false;
        /// Where a large value lies while its parts arrive (ValueSpool).
        QString spoolDirectory = QDir::tempPath();
    };
    /// Called right after the commit at a Mark, with a snapshot of exactly that position. Not called again when the
    /// process dies in between: who waits for a mark asks for another one.
    using OnMark =
        std::function<void(std::uint64_t markId, Position position, std::unique_ptr<TableSnapshot> snapshot)>;
    /// Called after a commit that changed the state or finished a quality check; findings empty: passed.
    using OnState = std::function<void(SubscriptionState state, const QStringList& findings)>;

    /// `target` must outlive it; what is not committed when it ends is rolled back.
    static Result<std::unique_ptr<Applier>> open(TargetWriter& target, Options options, OnMark onMark, OnState onState);
    ~Applier();

    Result<> applyPacket(const PacketHeader& header, const Digest& digest, BytesView body);
    bool wantsCommit() const;
    /// Also runs the quality check that a crash cut short.
    Result<> commit();
    Result<> reset();
    /// CatchingUp <-> Live; decided by the host from the lag, stored with the next commit. Ignored in other states.
    Result<> setLive(bool live);

    /// Writes what waits of parked tables, a step at a time; false: nothing can be written now. What is open is
    /// committed first. Fails: as TargetWriter::drainParked(); Schema and Conflict leave the applier as it was.
    Result<bool> drainParked();

    /// A person looked at the findings and takes the rows as they are: Stopped -> CatchingUp.
    Result<> acceptFindings();

    /// Committed state.
    const Checkpoint& checkpoint() const;

private:
    struct Impl;
    explicit Applier(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace busheng
