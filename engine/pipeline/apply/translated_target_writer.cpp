// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/translated_target_writer.h"

#include "engine/db/values/structure_translation.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/row_exception.h"

namespace busheng {
namespace {

using Translation = std::shared_ptr<const StructureTranslation>;

/// Ranges and keys go there as the target's, rows come back as the source's.
class TranslatedSnapshot final : public TableSnapshot {
public:
    TranslatedSnapshot(std::unique_ptr<TableSnapshot> inner, Translation translation)
        : m_inner(std::move(inner)), m_translation(std::move(translation))
    {
    }

    void restrict(const QString& table, const QString& condition) override { m_inner->restrict(table, condition); }
    Result<std::uint64_t> countRows(const TableSchema& table) override
    {
        ENGINE_TRY_AS(const TableSchema* const here, tableHere(table));
        return m_inner->countRows(*here);
    }

    Result<> scan(const TableSchema& table, const KeyRange& range, std::uint64_t limit, const RowSink& sink) override
    {
        ENGINE_TRY_AS(const TableSchema* const here, tableHere(table));
        KeyRange rangeHere;
        ENGINE_TRY_AS(rangeHere.after, m_translation->translateKey(table.id, range.after));
        ENGINE_TRY_AS(rangeHere.upTo, m_translation->translateKey(table.id, range.upTo));
        bool malformed = false;
        ENGINE_TRY(m_inner->scan(*here, rangeHere, limit, [&](BytesView row) {
            m_row.clear();
            malformed = !m_translation->restoreRow(table.id, row, m_row);
            return !malformed && sink(m_row);
        }));
        return malformed ? Result<>(unreadable(table)) : Result<>();
    }

    Result<Bytes> fetch(const TableSchema& table, BytesView key) override
    {
        ENGINE_TRY_AS(const TableSchema* const here, tableHere(table));
        ENGINE_TRY_AS(const Bytes keyHere, m_translation->translateKey(table.id, key));
        ENGINE_TRY_AS(const Bytes row, m_inner->fetch(*here, keyHere));
        Bytes restored;
        if (!row.empty() && !m_translation->restoreRow(table.id, row, restored))
            return unreadable(table);
        return restored;
    }

private:
    static Failure unreadable(const TableSchema& table)
    {
        return fail(ErrorCode::Corrupt, QStringLiteral("a row of table %1 is malformed").arg(table.name));
    }

    Result<const TableSchema*> tableHere(const TableSchema& table) const
    {
        const TableSchema* const here = m_translation->schema().table(table.id);
        if (here == nullptr)
            return fail(ErrorCode::Schema, QStringLiteral("the target has no table %1").arg(table.name));
        return here;
    }

    std::unique_ptr<TableSnapshot> m_inner;
    Translation m_translation;
    Bytes m_row; ///< reused from row to row
};

class TranslatedTargetWriter final : public TargetWriter {
public:
    TranslatedTargetWriter(std::unique_ptr<TargetWriter> inner, QString engine, QString target)
        : m_inner(std::move(inner)), m_engine(std::move(engine)), m_target(std::move(target))
    {
    }

    Result<Checkpoint> readCheckpoint(const QString& stream) override { return m_inner->readCheckpoint(stream); }
    Result<> begin() override { return m_inner->begin(); }

    Result<> apply(const DatasetSchema& schema, BytesView block, bool tolerant, std::uint64_t& changed) override
    {
        if (isOwn(schema))
            return m_inner->apply(schema, block, tolerant, changed);
        if (!m_translation || m_translation->schema().version != schema.version)
            ENGINE_TRY(take(schema));
        m_block.clear();
        const auto translated = m_translation->translateBlock(block, m_block);
        if (translated)
            return m_inner->apply(m_translation->schema(), m_block, tolerant, changed);
        if (translated.error().event != events::TGT_VALUE)
            return translated;
        return applyOneByOne(block, tolerant, changed);
    }

    bool commitsStructure() const override { return m_inner->commitsStructure(); }

    Result<> createStructure(const DatasetSchema& schema) override
    {
        if (isOwn(schema))
            return m_inner->createStructure(schema);
        ENGINE_TRY(take(schema));
        return m_inner->createStructure(m_translation->schema());
    }

    Result<> emptyTables(const DatasetSchema& schema, bool mayReplace) override
    {
        return withSchema(schema, [&](const DatasetSchema& here) { return m_inner->emptyTables(here, mayReplace); });
    }

    Result<> writeCheckpoint(const QString& stream, const Checkpoint& checkpoint) override
    {
        return m_inner->writeCheckpoint(stream, checkpoint);
    }

    Result<> commit() override { return m_inner->commit(); }

    void rollback() override
    {
        m_translation.reset();
        m_inner->rollback();
    }

    Result<std::unique_ptr<TableSnapshot>> openSnapshot() override
    {
        return m_inner->openSnapshot(); // the target's own rows: snapshotOf() knows the stream's
    }

    Result<std::unique_ptr<TableSnapshot>> snapshotOf(const DatasetSchema& schema) override
    {
        if (isOwn(schema))
            return m_inner->snapshotOf(schema);
        ENGINE_TRY_AS(Translation translation, translationOf(schema));
        ENGINE_TRY_AS(auto snapshot, m_inner->snapshotOf(translation->schema()));
        return std::unique_ptr<TableSnapshot>(
            std::make_unique<TranslatedSnapshot>(std::move(snapshot), std::move(translation)));
    }

    Result<QStringList> checkIntegrity(const DatasetSchema& schema) override
    {
        return withSchema(schema, [&](const DatasetSchema& here) { return m_inner->checkIntegrity(here); });
    }

    Result<std::optional<TableSchema>> findTable(const QString& name) override { return m_inner->findTable(name); }

    Result<QStringList> structureSql(const DatasetSchema& schema) override
    {
        return withSchema(schema, [&](const DatasetSchema& here) { return m_inner->structureSql(here); });
    }

    void setPlace(const QString& stream, const PacketPlace& place) override { m_inner->setPlace(stream, place); }
    Result<TargetFaults> faults(const QString& stream) override { return m_inner->faults(stream); }
    bool takeFaultsChanged() override { return m_inner->takeFaultsChanged(); }
    Result<std::uint64_t> rowsSetAside(const QString& stream, const QString& table) override
    {
        return m_inner->rowsSetAside(stream, table);
    }
    bool isParked(const QString& table) const override { return m_inner->isParked(table); }
    Result<bool> drainParked(const QString& stream, const DatasetSchema& schema) override
    {
        return withSchema(schema, [&](const DatasetSchema& here) { return m_inner->drainParked(stream, here); });
    }
    void forgetFaults() override { m_inner->forgetFaults(); }
    Result<> refuse(const RefusedOperation& refused) override { return m_inner->refuse(refused); }

    Result<> leaveOut(const DatasetSchema& schema, const LeftOutChange& leftOut, bool tolerant,
                      RefusedOperation refused, std::uint64_t& changed) override
    {
        if (isOwn(schema))
            return m_inner->leaveOut(schema, leftOut, tolerant, std::move(refused), changed);
        if (!m_translation || m_translation->schema().version != schema.version)
            ENGINE_TRY(take(schema));
        return refuseChange(leftOut.change, std::move(refused));
    }

    Result<> writeValue(const DatasetSchema& schema, const ValuePlace& place, ValueSource* value) override
    {
        if (isOwn(schema))
            return m_inner->writeValue(schema, place, value);
        if (!m_translation || m_translation->schema().version != schema.version)
            ENGINE_TRY(take(schema));
        ValuePlace here = place;
        const auto key = m_translation->translateKeyOf({ChangeKind::Remove, place.tableId, place.key, {}});
        if (!key)
            return key.error().event == events::TGT_VALUE ? Result<>()
                                                          : fail(key.error()); // no row there has such a key
        here.key = *key;
        return m_inner->writeValue(m_translation->schema(), here, value);
    }

private:
    /// Fails: also as translateKeyOf().
    Result<> refuseChange(const RowChange& change, RefusedOperation refused)
    {
        ENGINE_TRY_AS(refused.key, m_translation->translateKeyOf(change));
        if (change.kind == ChangeKind::Update) {
            const auto behind = m_translation->translateKeyOf({ChangeKind::Insert, change.tableId, {}, change.after});
            if (behind && *behind != refused.key && isWholeRow(*behind))
                refused.otherKey = *behind;
        }
        refused.table = m_translation->schema().table(change.tableId)->name;
        return m_inner->refuse(refused);
    }

    /// Some operation of the block has a value that the target cannot hold: the others go on as the policy says.
    Result<> applyOneByOne(BytesView block, bool tolerant, std::uint64_t& changed)
    {
        ChangeReader reader(block);
        RowChange change;
        Bytes one;
        while (reader.next(change)) {
            one.clear();
            ByteWriter writer(one);
            writeChange(writer, change);
            m_block.clear();
            const auto translated = m_translation->translateBlock(one, m_block);
            if (translated) {
                ENGINE_TRY(m_inner->apply(m_translation->schema(), m_block, tolerant, changed));
                continue;
            }
            if (translated.error().event != events::TGT_VALUE)
                return translated;
            // A key that the target cannot hold finds no row there.
            if (!m_translation->translateKeyOf(change))
                return translated;
            ENGINE_TRY(refuseChange(change, {QString(),
                                             change.kind,
                                             {},
                                             {},
                                             translated.error().args.value(1),
                                             m_translation->sourceRowText(change),
                                             translated.error()}));
        }
        return reader.failed() ? Result<>(fail(ErrorCode::Protocol, QStringLiteral("operations are malformed")))
                               : Result<>();
    }

    bool isOwn(const DatasetSchema& schema) const { return schema.engine == m_engine; }

    Result<Translation> translationOf(const DatasetSchema& schema) const
    {
        ENGINE_TRY_AS(StructureTranslation made, StructureTranslation::of(schema, m_engine, m_target));
        return std::make_shared<const StructureTranslation>(std::move(made));
    }

    Result<> take(const DatasetSchema& schema)
    {
        ENGINE_TRY_AS(m_translation, translationOf(schema));
        return {};
    }

    /// `work` with the structure as it is here.
    template <typename Work>
    auto withSchema(const DatasetSchema& schema, Work&& work) -> decltype(work(schema))
    {
        if (isOwn(schema))
            return work(schema);
        ENGINE_TRY_AS(const Translation translation, translationOf(schema));
        return work(translation->schema());
    }

    std::unique_ptr<TargetWriter> m_inner;
    QString m_engine;
    QString m_target;
    Translation m_translation; ///< of the rows that come
    Bytes m_block;
};

} // namespace

std::unique_ptr<TargetWriter> translatedTarget(std::unique_ptr<TargetWriter> inner, QString engine, QString target)
{
    return std::make_unique<TranslatedTargetWriter>(std::move(inner), std::move(engine), std::move(target));
}

} // namespace busheng
