// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/capture_sink.h"

#include <map>
#include <vector>

namespace busheng::test {

/// A sink in memory that keeps the rules of the log cache: what was not flushed is gone when flush() or any other call
/// fails; a transaction begun again drops what it had; commits rise. A broken rule is kept in `violations`.
class RecordingSink final : public CaptureSink {
public:
    struct Transaction {
        TransactionId id = 0;
        Position commit;
        Bytes operations;
        std::uint32_t count = 0;
        bool operator==(const Transaction&) const = default;
    };
    struct Beat {
        Position at;
        qint64 utcMs = 0;
    };

    Result<> begin(TransactionId transaction) override;
    Result<> operations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                        std::uint32_t count) override;
    Result<> commit(TransactionId transaction, Position commit, qint64 utcMs) override;
    Result<> abort(TransactionId transaction, TransactionId subTransaction) override;
    Result<> structure(const DatasetSchema& schema, Position at) override;
    Result<> mark(std::uint64_t markId, Position at) override;
    Result<> repair(Position at, BytesView block, std::uint32_t count) override;
    Result<> heartbeat(Position at, qint64 utcMs) override;
    Result<> flush() override;

    /// Newest durable commit or heartbeat.
    Position position() const { return m_durablePosition; }
    std::uint64_t changes() const;

    std::vector<Transaction> transactions; ///< durable
    std::vector<Beat> beats;               ///< durable
    std::vector<DatasetSchema> structures;
    Position structureAt; ///< of the last one
    QStringList violations;
    int calls = 0;
    int failAtCall = 0; ///< this call fails with a transient Storage error
    std::size_t largestBlock = 0;
    std::size_t blocks = 0;
    bool keepsOperations = true; ///< false: only counts them
    std::size_t open() const { return m_open.size(); }

private:
    Result<> called();
    void mustRise(Position at);

    std::map<TransactionId, Transaction> m_open;
    std::vector<Transaction> m_committed; ///< not flushed
    std::vector<Beat> m_beaten;
    Position m_position;
    Position m_durablePosition;
};

} // namespace busheng::test
