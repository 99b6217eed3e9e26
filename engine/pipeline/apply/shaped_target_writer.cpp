// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/shaped_target_writer.h"

#include "engine/base/log.h"
#include "engine/db/dataset_projection.h"

#include <algorithm>

namespace busheng {
namespace {

/// One structure of the stream, as the target takes it.
struct Shaped {
    DatasetSchema schema;                 ///< under the target's names, without what is ignored
    std::vector<TableMapping> kept;       ///< of tables with ignored columns: the others
    std::optional<DatasetProjection> cut; ///< takes the ignored columns out of rows
};

class ShapedSnapshot final : public TableSnapshot {
public:
    ShapedSnapshot(std::unique_ptr<TableSnapshot> inner, TargetNames names, std::shared_ptr<const Shaped> shaped)
        : m_inner(std::move(inner)), m_names(std::move(names)), m_shaped(std::move(shaped))
    {
    }

    void restrict(const QString& table, const QString& condition) override { m_inner->restrict(table, condition); }
    Result<std::uint64_t> countRows(const TableSchema& table) override { return m_inner->countRows(named(table)); }
    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink) override
    {
        return m_inner->scan(named(table), range, limit, sink);
    }
    Result<Bytes> fetch(const TableSchema& table, BytesView key) override { return m_inner->fetch(named(table), key); }

private:
    const TableSchema& named(const TableSchema& table)
    {
        const TableSchema* known = m_shaped ? m_shaped->schema.table(table.id) : nullptr;
        if (known != nullptr)
            return *known;
        m_last = m_names.named(table, m_shaped ? m_shaped->schema.engine : QString());
        return m_last;
    }

    std::unique_ptr<TableSnapshot> m_inner;
    TargetNames m_names;
    std::shared_ptr<const Shaped> m_shaped;
    TableSchema m_last;
};

class ShapedTargetWriter final : public TargetWriter {
public:
    ShapedTargetWriter(std::unique_ptr<TargetWriter> inner, TargetShape shape)
        : m_inner(std::move(inner)), m_shape(std::move(shape))
    {
    }

    Result<Checkpoint> readCheckpoint(const QString& stream) override
    {
        ENGINE_TRY_AS(Checkpoint checkpoint, m_inner->readCheckpoint(stream));
        m_structure.reset();
        m_shaped.reset();
        if (auto structure = decodeSchema(checkpoint.structure)) // one that is damaged is the applier's to find
            m_structure = std::move(*structure);
        return checkpoint;
    }

    Result<> begin() override { return m_inner->begin(); }

    Result<> apply(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed) override
    {
        ENGINE_TRY(take(schema));
        if (!m_shaped->cut)
            return m_inner->apply(m_shaped->schema, block, tolerant, changed);
        m_block.clear();
        ENGINE_TRY(m_shaped->cut->project(block, {}, m_block)); // without filters nothing is fetched
        return m_inner->apply(m_shaped->schema, m_block, tolerant, changed);
    }

    bool commitsStructure() const override { return m_inner->commitsStructure(); }

    Result<> createStructure(const DatasetSchema& schema) override
    {
        m_shaped.reset();
        ENGINE_TRY(take(schema));
        if (m_shape.review) {
            ENGINE_TRY_AS(const QStringList statements, m_inner->structureSql(m_shaped->schema));
            if (!statements.isEmpty())
                ENGINE_TRY(m_shape.review(schema, statements));
        }
        return m_inner->createStructure(m_shaped->schema);
    }

    Result<> emptyTables(const DatasetSchema& schema, bool mayReplace) override
    {
        ENGINE_TRY(take(schema));
        return m_inner->emptyTables(m_shaped->schema, mayReplace);
    }

    Result<> writeCheckpoint(const QString& stream, const Checkpoint& checkpoint) override
    {
        return m_inner->writeCheckpoint(stream, checkpoint);
    }

    Result<> commit() override { return m_inner->commit(); }

    void rollback() override
    {
        m_shaped.reset(); // a person may have changed the tables meanwhile
        m_inner->rollback();
    }

    Result<std::unique_ptr<TableSnapshot>> openSnapshot() override
    {
        if (m_structure)
            ENGINE_TRY(take(DatasetSchema(*m_structure)));
        ENGINE_TRY_AS(auto snapshot, m_shaped ? m_inner->snapshotOf(m_shaped->schema) : m_inner->openSnapshot());
        return std::unique_ptr<TableSnapshot>(
            std::make_unique<ShapedSnapshot>(std::move(snapshot), m_shape.names, m_shaped));
    }

    Result<QStringList> checkIntegrity(const DatasetSchema& schema) override
    {
        ENGINE_TRY(take(schema));
        return m_inner->checkIntegrity(m_shaped->schema);
    }

    // What is kept beside the rows goes by the names here.
    void setPlace(const QString& stream, const PacketPlace& place) override { m_inner->setPlace(stream, place); }
    Result<TargetFaults> faults(const QString& stream) override { return m_inner->faults(stream); }
    bool takeFaultsChanged() override { return m_inner->takeFaultsChanged(); }
    Result<std::uint64_t> rowsSetAside(const QString& stream, const QString& table) override
    {
        return m_inner->rowsSetAside(stream, nameHere(table));
    }
    bool isParked(const QString& table) const override { return m_inner->isParked(nameHere(table)); }
    Result<bool> drainParked(const QString& stream, const DatasetSchema& schema) override
    {
        ENGINE_TRY(take(schema));
        return m_inner->drainParked(stream, m_shaped->schema);
    }
    void forgetFaults() override { m_inner->forgetFaults(); }
    Result<> refuse(const RefusedOperation& refused) override { return m_inner->refuse(refused); }

    Result<> leaveOut(const DatasetSchema& schema, const LeftOutChange& leftOut, bool tolerant,
                      RefusedOperation refused, std::uint64_t& changed) override
    {
        ENGINE_TRY(take(schema));
        if (!m_shaped->cut)
            return m_inner->leaveOut(m_shaped->schema, leftOut, tolerant, std::move(refused), changed);
        Bytes block;
        ByteWriter writer(block);
        writeLeftOut(writer, leftOut);
        m_block.clear();
        ENGINE_TRY(m_shaped->cut->project(block, {}, m_block));
        RowChange change;
        LeftOutChange left;
        if (ChangeReader(m_block).next(change) && readLeftOut(change, left))
            return m_inner->leaveOut(m_shaped->schema, left, tolerant, std::move(refused), changed);
        return m_inner->apply(m_shaped->schema, m_block, tolerant, changed);
    }

    Result<> writeValue(const DatasetSchema& schema, const ValuePlace& place, ValueSource* value) override
    {
        ENGINE_TRY(take(schema));
        return m_inner->writeValue(m_shaped->schema, place, value);
    }

    Result<std::optional<TableSchema>> findTable(const QString& name) override { return m_inner->findTable(name); }

    Result<QStringList> structureSql(const DatasetSchema& schema) override
    {
        ENGINE_TRY_AS(const Shaped shaped, shapedOf(schema));
        return m_inner->structureSql(shaped.schema);
    }

private:
    QString nameHere(const QString& table) const
    {
        const TableSchema* known = m_structure ? m_structure->table(table) : nullptr;
        return known == nullptr ? table : m_shape.names.named(*known, m_structure->engine).name;
    }

    Result<> take(const DatasetSchema& schema)
    {
        if (m_shaped && m_structure && m_structure->version == schema.version)
            return {};
        ENGINE_TRY_AS(Shaped shaped, shapedOf(schema));
        m_structure = schema;
        for (const TableMapping& table : shaped.kept)
            qCInfo(logApply).noquote() << "of table" << table.table
                                       << "only these columns are applied:" << table.columns.join(QStringLiteral(", "));
        if (m_shape.onIgnored)
            m_shape.onIgnored(shaped.kept);
        m_shaped = std::make_shared<const Shaped>(std::move(shaped));
        return {};
    }

    Result<Shaped> shapedOf(const DatasetSchema& schema)
    {
        Shaped shaped;
        ENGINE_TRY_AS(shaped.schema, m_shape.names.named(schema));
        if (!m_shape.ignoreColumns)
            return shaped;
        for (std::size_t i = 0; i < schema.tables.size(); ++i)
            ENGINE_TRY(ignoreMissing(schema.tables[i], shaped.schema.tables[i], shaped.kept));
        if (shaped.kept.empty())
            return shaped;
        ENGINE_TRY_AS(shaped.cut, DatasetProjection::of(m_shape.names.target, shaped.kept, schema));
        // The names were checked above; a column that is ignored may be one that has another name.
        shaped.schema = shaped.cut->schema();
        for (TableSchema& table : shaped.schema.tables)
            table = m_shape.names.named(table, schema.engine);
        return shaped;
    }

    Result<> ignoreMissing(const TableSchema& table, const TableSchema& named, std::vector<TableMapping>& kept)
    {
        ENGINE_TRY_AS(const std::optional<TableSchema> found, m_inner->findTable(named.name));
        if (!found)
            return {};
        TableMapping mapping{table.name, {}, {}, {}, {}};
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const bool isKey = std::ranges::find(table.keyColumns, i) != table.keyColumns.end();
            if (isKey || found->column(named.columns[i].name) != nullptr)
                mapping.columns.append(table.columns[i].name);
        }
        if (mapping.columns.size() < static_cast<qsizetype>(table.columns.size()) && !mapping.columns.isEmpty())
            kept.push_back(std::move(mapping));
        return {};
    }

    std::unique_ptr<TargetWriter> m_inner;
    TargetShape m_shape;
    std::optional<DatasetSchema> m_structure; ///< of the stream, newest
    std::shared_ptr<const Shaped> m_shaped;   ///< of m_structure
    Bytes m_block;
};

} // namespace

std::unique_ptr<TargetWriter> shapedTarget(std::unique_ptr<TargetWriter> inner, TargetShape shape)
{
    return std::make_unique<ShapedTargetWriter>(std::move(inner), std::move(shape));
}

} // namespace busheng
