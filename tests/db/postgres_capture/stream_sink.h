// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/capture_sink.h"

#include <map>
#include <vector>

namespace busheng::test {

/// A sink in memory that keeps the rules of the log cache, for a capturer that streams: transactions stay open over
/// flushes, subtransactions are dropped, and a call that fails takes everything back to the last flush. A broken rule
/// is kept in `violations`.
class StreamSink final : public CaptureSink {
public:
    struct Transaction {
        TransactionId id = 0;
        Position commit;
        Bytes operations; ///< that survived
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

    /// As the log cache does when its capturer is lost: back to the last flush, and nothing is open.
    void abandonOpen();

    const std::vector<Transaction>& transactions() const { return m_durable.transactions; }
    const std::vector<Beat>& beats() const { return m_durable.beats; }
    Position position() const { return m_durable.position; }
    std::size_t open() const { return m_now.open.size(); }
    std::uint64_t changes() const;

    QStringList violations;
    std::vector<DatasetSchema> structures;
    int calls = 0;
    int failAtCall = 0; ///< this call fails with a transient Storage error
    int aborts = 0;     ///< of whole transactions
    int subAborts = 0;
    std::size_t largestBlock = 0;
    std::uint64_t blocks = 0;

private:
    struct Piece {
        TransactionId subTransaction = 0;
        Bytes block;
        std::uint32_t count = 0;
    };
    struct State {
        std::map<TransactionId, std::vector<Piece>> open;
        std::vector<Transaction> transactions;
        std::vector<Beat> beats;
        Position position;
    };
    Result<> called();
    void mustRise(Position at);

    State m_now;
    State m_durable;
};

} // namespace busheng::test
