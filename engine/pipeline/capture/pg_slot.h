// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/postgres/pg_connection.h"
#include "engine/model/position.h"

namespace busheng {

/// A logical replication slot as the server sees it. LSNs are 0 where it has none.
struct PgSlotState {
    bool exists = false;
    bool isOurs = false; ///< logical, pgoutput, of this database
    int activePid = 0;   ///< of who reads it now
    QString activeApplication;
    QString walStatus;                        ///< "reserved", "extended", "unreserved", "lost"
    std::optional<std::int64_t> safeWalBytes; ///< that may still be written before it is lost; nothing: no limit
    std::uint64_t restartLsn = 0;
    std::uint64_t confirmedLsn = 0;
    std::uint64_t currentLsn = 0; ///< of the server's log
    std::int64_t retainedBytes() const { return static_cast<std::int64_t>(currentLsn - restartLsn); }
};

/// All fail with Sql. Creating waits until every transaction that writes at this moment has ended.
Result<PgSlotState> readPgSlot(PgConnection& connection, const QString& slot);
Result<> createPgSlot(PgConnection& connection, const QString& slot);
Result<> dropPgSlot(PgConnection& connection, const QString& slot);
/// The server forgets what was committed before `to`, as after a confirmation in the stream. The slot must be free.
Result<> advancePgSlot(PgConnection& connection, const QString& slot, Position to);
/// Ends a reader of the slot that calls itself `application`: one of ours whose connection we lost. Fails: Sql
/// transient when somebody else reads it, or it does not end in time.
Result<> freePgSlot(PgConnection& connection, const QString& slot, const QString& application);

QString pgLsnText(std::uint64_t lsn); ///< "16/B374D848"

} // namespace busheng
