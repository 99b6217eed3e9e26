// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/reading_as.h"

#include "engine/model/row_change.h"
#include "engine/pipeline/capture/source_error.h"

#include <map>

namespace busheng {
namespace {

using Said = std::shared_ptr<const ReadAs>;

class ReadAsSnapshot final : public TableSnapshot {
public:
    ReadAsSnapshot(std::unique_ptr<TableSnapshot> inner, Said said) : m_inner(std::move(inner)), m_said(std::move(said))
    {
    }

    void restrict(const QString& table, const QString& condition) override { m_inner->restrict(table, condition); }
    Result<std::uint64_t> countRows(const TableSchema& table) override { return m_inner->countRows(table); }

    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink) override
    {
        ENGINE_TRY_AS(ReadAsTable read, m_said->table(table));
        Bytes converted;
        Result<> good;
        ENGINE_TRY(m_inner->scan(table, range, limit, [&](BytesView row) {
            converted.clear();
            good = read.row(row, converted);
            return good && sink(converted);
        }));
        return good;
    }

    Result<Bytes> fetch(const TableSchema& table, BytesView key) override
    {
        ENGINE_TRY_AS(ReadAsTable read, m_said->table(table));
        ENGINE_TRY_AS(const Bytes row, m_inner->fetch(table, key));
        Bytes converted;
        if (!row.empty())
            ENGINE_TRY(read.row(row, converted));
        return converted;
    }

    Result<std::vector<Bytes>> divide(const TableSchema& table, BytesView after, std::uint64_t bytes) override
    {
        return m_inner->divide(table, after, bytes);
    }

    Result<std::unique_ptr<TableSnapshot>> openAnother() const override
    {
        ENGINE_TRY_AS(auto another, m_inner->openAnother());
        return another ? readingAs(std::move(another), m_said) : nullptr;
    }

private:
    std::unique_ptr<TableSnapshot> m_inner;
    Said m_said;
};

/// Stands before the log cache.
class ReadAsSink final : public CaptureSink {
public:
    ReadAsSink(QString source, Said said, DatasetSchema known)
        : m_source(std::move(source)), m_said(std::move(said)), m_known(std::move(known))
    {
    }

    void stand(CaptureSink& behind) { m_behind = &behind; }

    Result<> begin(TransactionId transaction) override { return m_behind->begin(transaction); }
    Result<> operations(TransactionId transaction, TransactionId subTransaction, BytesView block,
                        std::uint32_t count) override
    {
        ENGINE_TRY(convert(block));
        return m_behind->operations(transaction, subTransaction, m_block, count);
    }
    Result<> commit(TransactionId transaction, Position commit, qint64 utcMs) override
    {
        return m_behind->commit(transaction, commit, utcMs);
    }
    Result<> abort(TransactionId transaction, TransactionId subTransaction) override
    {
        return m_behind->abort(transaction, subTransaction);
    }
    Result<> structure(const DatasetSchema& schema, Position at) override
    {
        for (const TableSchema& table : schema.tables) {
            const TableSchema* const known = m_known.table(table.name);
            if (known != nullptr && (known->columns != table.columns || known->keyColumns != table.keyColumns))
                return fail(structureDrift(
                    m_source, table.name,
                    QStringLiteral("read as another encoding, and its columns have changed: initialize again")));
        }
        m_known = schema;
        m_tables.clear();
        return m_behind->structure(schema, at);
    }
    Result<> mark(std::uint64_t markId, Position at) override { return m_behind->mark(markId, at); }
    Result<> repair(Position at, BytesView block, std::uint32_t count) override
    {
        // Of rows that came through here: converted already.
        return m_behind->repair(at, block, count);
    }
    Result<> heartbeat(Position at, qint64 utcMs) override { return m_behind->heartbeat(at, utcMs); }
    Result<> flush() override { return m_behind->flush(); }

private:
    Result<> convert(BytesView block)
    {
        m_block.clear();
        ChangeReader reader(block);
        RowChange change;
        ByteWriter writer(m_block);
        while (reader.next(change)) {
            m_before.clear();
            m_after.clear();
            ENGINE_TRY_AS(ReadAsTable * table, tableOf(change.tableId));
            if (!change.before.empty())
                ENGINE_TRY(table->row(change.before, m_before));
            if (!change.after.empty())
                ENGINE_TRY(table->row(change.after, m_after));
            writeChange(writer, {change.kind, change.tableId, m_before, m_after});
        }
        return reader.failed() ? Result<>(fail(ErrorCode::Internal, QStringLiteral("operations are malformed")))
                               : Result<>();
    }

    Result<ReadAsTable*> tableOf(std::uint32_t id)
    {
        auto found = m_tables.find(id);
        if (found == m_tables.end()) {
            const TableSchema* const known = m_known.table(id);
            if (known == nullptr)
                return fail(ErrorCode::Internal,
                            QStringLiteral("an operation on table %1, which is not known").arg(id));
            ENGINE_TRY_AS(ReadAsTable made, m_said->table(*known));
            found = m_tables.emplace(id, std::move(made)).first;
        }
        return &found->second;
    }

    QString m_source;
    Said m_said;
    DatasetSchema m_known;
    CaptureSink* m_behind = nullptr;
    std::map<std::uint32_t, ReadAsTable> m_tables; ///< of m_known, as they are used
    Bytes m_block;                                 ///< these are reused from block to block
    Bytes m_before;
    Bytes m_after;
};

class ReadAsCapturer final : public Capturer {
public:
    ReadAsCapturer(std::unique_ptr<Capturer> inner, const QString& source, Said said, DatasetSchema known)
        : m_inner(std::move(inner)), m_said(said), m_sink(source, std::move(said), std::move(known))
    {
    }

    Result<DatasetSchema> readSchema() override { return m_inner->readSchema(); }
    Result<PollResult> poll(CaptureSink& sink) override { return m_inner->poll(before(sink)); }
    bool waitForChange(int timeoutMs) override { return m_inner->waitForChange(timeoutMs); }
    Result<> release(Position position) override { return m_inner->release(position); }
    Result<PositionedSnapshot> openSnapshot(CaptureSink& sink) override
    {
        ENGINE_TRY_AS(PositionedSnapshot opened, m_inner->openSnapshot(before(sink)));
        opened.snapshot = readingAs(std::move(opened.snapshot), m_said);
        return opened;
    }
    Result<> noteApplied(Position position) override { return m_inner->noteApplied(position); }
    Result<> beat() override { return m_inner->beat(); }
    void lookNow() override { m_inner->lookNow(); }
    Result<> setTables(const QStringList& tables, CaptureSink& sink) override
    {
        return m_inner->setTables(tables, before(sink));
    }
    Result<> setLoading(std::uint32_t tableId, bool isLoading, CaptureSink& sink) override
    {
        return m_inner->setLoading(tableId, isLoading, before(sink));
    }
    Result<std::optional<PositionedSnapshot>> openTableSnapshot(std::uint32_t tableId, CaptureSink& sink) override
    {
        ENGINE_TRY_AS(auto opened, m_inner->openTableSnapshot(tableId, before(sink)));
        if (opened)
            opened->snapshot = readingAs(std::move(opened->snapshot), m_said);
        return opened;
    }
    QString origin() const override { return m_inner->origin(); }
    Result<std::optional<SourceLogState>> readLogState() override { return m_inner->readLogState(); }

private:
    CaptureSink& before(CaptureSink& sink)
    {
        m_sink.stand(sink);
        return m_sink;
    }

    std::unique_ptr<Capturer> m_inner;
    Said m_said;
    ReadAsSink m_sink;
};

} // namespace

std::unique_ptr<TableSnapshot> readingAs(std::unique_ptr<TableSnapshot> inner, std::shared_ptr<const ReadAs> said)
{
    return std::make_unique<ReadAsSnapshot>(std::move(inner), std::move(said));
}

std::unique_ptr<Capturer> readingAs(std::unique_ptr<Capturer> inner, const QString& source,
                                    std::shared_ptr<const ReadAs> said, DatasetSchema known)
{
    return std::make_unique<ReadAsCapturer>(std::move(inner), source, std::move(said), std::move(known));
}

} // namespace busheng
