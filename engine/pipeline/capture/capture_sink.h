// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/model/position.h"
#include "engine/model/schema.h"

namespace busheng {

/// Names a source transaction while it is open. Unique within a log cache as long as the transaction is in it.
using TransactionId = std::uint64_t;

/// Where a capturer puts what it sees; the log cache implements it. Calls come from the capture worker, in the source's
/// order; blocks of different transactions may alternate. Fails: Storage, transient when the disk or quota is full: the
/// capturer must then stop reading, keep its position, and offer the same again later.
class CaptureSink {
public:
    virtual ~CaptureSink() = default;
    virtual Result<> begin(TransactionId transaction) = 0;
    /// `block` is operations as written by writeChange(); `subTransaction` equals `transaction` for top-level work.
    virtual Result<> operations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                                std::uint32_t count) = 0;
    /// `commit` rises strictly. `utcMs` is the source's commit time when it has one, else ours, for display only.
    virtual Result<> commit(TransactionId transaction, Position commit, qint64 utcMs) = 0;
    /// Drops a subtransaction's operations, or the whole transaction when both ids are equal.
    virtual Result<> abort(TransactionId transaction, TransactionId subTransaction) = 0;
    /// The structure of the rows from here on: of the first transaction that commits behind, and all later ones.
    /// Written when capture begins, and before the commit of the first transaction whose rows are of a new structure;
    /// `at` is that of the commit before. Versions rise.
    virtual Result<> structure(const DatasetSchema& schema, Position at) = 0;
    /// A place in the stream, after everything committed at or before `at`, where both ends can be compared.
    virtual Result<> mark(std::uint64_t markId, Position at) = 0;
    /// Rows as they are at `at` (Upsert, Remove, Truncate), to be written over what a target has.
    virtual Result<> repair(Position at, BytesView block, std::uint32_t count) = 0;
    /// Nothing has changed up to `at`: proves that the stream is alive.
    virtual Result<> heartbeat(Position at, qint64 utcMs) = 0;
    /// Everything given so far is durable when it returns ok; only then may the source forget it.
    virtual Result<> flush() = 0;
};

} // namespace busheng
