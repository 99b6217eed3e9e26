// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/db/mariadb/my_value.h"
#include "engine/model/fault_policy.h"
#include "engine/pipeline/apply/my_exception_store.h"
#include "engine/pipeline/apply/row_judgement.h"

namespace busheng {

/// An operation that a MariaDB target did not take.
struct MyFaultyOperation {
    const TableSchema& table;
    RowChange change;
    PacketPlace place;
};

/// Decides what becomes of an operation that failed by its row's own fault, as the subscription's policy says
/// (docs/apply-errors.md), and writes what is to be kept of it into busheng_exceptions. As PgRowSettler.
///
/// Called inside the transaction, behind all that came before the operation. A statement that the server refuses leaves
/// nothing behind, so that the transaction is whole. Thread: that of the connection. Fails: with the operation's own
/// error when the policy says stop; as MyConnection.
class MyRowSettler {
public:
    /// What is left to do.
    enum class Outcome {
        Over,        ///< nothing: the row was set aside, waits for a person, or the target's stays
        WriteSource, ///< sourceRow() instead of whatever is there; then sourceWritten(), or setAside()
    };

    MyRowSettler(MyConnection& connection, const FaultPolicy& policy, MyExceptionStore& store)
        : m_connection(connection), m_policy(policy), m_store(store)
    {
    }

    /// Operations are to be kept until they are written: one of them may have to be settled.
    bool settles() const { return (m_policy.settles() || m_store.hasOpen()) && !m_stream.isEmpty(); }
    void setPlace(const QString& stream, const PacketPlace& place)
    {
        m_stream = stream;
        m_place = place;
    }
    const PacketPlace& place() const { return m_place; } ///< of what comes now
    Result<Outcome> settle(const MyFaultyOperation& failed, const Error& why);
    /// The row that has won, whole; empty: it is to go.
    BytesView sourceRow() const { return m_sourceRow; }
    Result<> sourceWritten(const MyFaultyOperation& failed, const Error& why);
    /// The source's row was refused as well.
    Result<> setAside(const MyFaultyOperation& failed, const Error& why);
    /// A value that no column here can have: the row never came to be an operation, or was never tried as one.
    Result<> refuse(const RefusedOperation& refused);
    Result<> refuse(const MyFaultyOperation& untried, const Error& why);
    /// The operation was applied: what was open of its row is over, where it was sent again.
    Result<> applied(const MyFaultyOperation& done);
    /// A conflict of its row waits for a person, so that this change of it waits behind.
    bool isHeld(const TableSchema& table, const RowChange& change) const;
    Result<> keep(const MyFaultyOperation& held);

private:
    Result<RowFinding> look(const MyFaultyOperation& failed, const Error& why);
    Result<Bytes> currentRow(const TableSchema& table, BytesView key);
    Result<Outcome> settleConflict(const MyFaultyOperation& failed, const Error& why, RowFinding finding);
    Result<int> compare(const TableSchema& table, std::size_t column, const Cell& one, const Cell& other);
    RowException describe(const MyFaultyOperation& failed, const Error& why, bool isConflict) const;
    RowException settledBy(const MyFaultyOperation& failed, const Error& why, const QString& winner) const;
    Result<> add(const RowException& exception);

    MyConnection& m_connection;
    const FaultPolicy& m_policy;
    MyExceptionStore& m_store;
    MyCharsets m_charsets;
    QString m_stream;
    PacketPlace m_place;
    Bytes m_current; ///< row of the target that is in the way; empty: none
    Bytes m_moving;  ///< see RowConflict
    Bytes m_sourceRow;
};

} // namespace busheng
