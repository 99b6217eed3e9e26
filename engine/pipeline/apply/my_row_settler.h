// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_value.h"
#include "engine/model/fault_policy.h"
#include "engine/pipeline/apply/my_exception_store.h"

namespace busheng {

/// An operation that a MariaDB target did not take.
struct MyFaultyOperation {
    const TableSchema& table;
    RowChange change;
    PacketPlace place;
};

/// Decides what becomes of an operation that failed by its row's own fault, as the subscription's policy says
/// (docs/apply-errors.md), and writes what is to be kept of it into busheng_exceptions. Of the rules for conflicts it
/// knows stop, sourceWins and targetWins.
///
/// Called inside the transaction, behind all that came before the operation. A statement that the server refuses leaves
/// nothing behind, so that the transaction is whole. Thread: that of the connection. Fails: with the operation's own
/// error when the policy says stop; as MyConnection.
class MyRowSettler {
public:
    /// What is left to do.
    enum class Outcome {
        Over,        ///< nothing: the row was set aside, or the target's stays
        WriteSource, ///< the source's row, whatever is there
    };

    MyRowSettler(MyConnection& connection, const FaultPolicy& policy, MyExceptionStore& store)
        : m_connection(connection), m_policy(policy), m_store(store)
    {
    }

    bool settles() const { return m_policy.settles() && !m_stream.isEmpty(); }
    void setPlace(const QString& stream, const PacketPlace& place)
    {
        m_stream = stream;
        m_place = place;
    }
    const PacketPlace& place() const { return m_place; } ///< of what comes now
    Result<Outcome> settle(const MyFaultyOperation& failed, const Error& why);
    /// The source's row was refused as well.
    Result<> setAside(const MyFaultyOperation& failed, const Error& why);
    /// A value that no column here can have: the row never came to be an operation.
    Result<> refuse(const RefusedOperation& refused);
    /// The operation was applied: what was open of its row is over, where it was sent again.
    Result<> applied(const MyFaultyOperation& done);

private:
    Result<bool> isThere(const TableSchema& table, BytesView key);
    RowException describe(const MyFaultyOperation& failed, const Error& why, bool isConflict) const;
    Result<> add(const RowException& exception);

    MyConnection& m_connection;
    const FaultPolicy& m_policy;
    MyExceptionStore& m_store;
    QString m_stream;
    PacketPlace m_place;
};

} // namespace busheng
