// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/pg_row_builder.h"

#include "engine/model/events.h"
#include "engine/model/row_change.h"
#include "engine/pipeline/capture/source_error.h"

#include <algorithm>

namespace busheng {

using pgoutput::OldRow;
using pgoutput::Tuple;
using pgoutput::Value;

namespace {

QString text(BytesView bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// The columns that the stream marks must be the key we capture by: an update tells the old key only by them.
QString keyMisfit(const PgCapturedTable& table, const pgoutput::Relation& described)
{
    if (described.identity == 'f')
        return {};
    if (table.keyColumns.empty())
        return QStringLiteral("its replica identity is no longer FULL");
    QStringList wanted;
    for (const std::uint32_t column : table.keyColumns)
        wanted.append(table.columns[column].name);
    QStringList marked;
    for (const pgoutput::RelationColumn& column : described.columns) {
        if (column.inKey)
            marked.append(text(column.name));
    }
    std::ranges::sort(wanted);
    std::ranges::sort(marked);
    if (wanted == marked)
        return {};
    return QStringLiteral("the key was (%1) and is (%2)")
        .arg(wanted.join(QStringLiteral(", ")), marked.join(QStringLiteral(", ")));
}

} // namespace

PgRowBuilder::PgRowBuilder(QString source, std::vector<PgCapturedTable> tables, std::vector<UserType> types,
                           QStringList strangers)
    : m_source(std::move(source)), m_tables(std::move(tables)), m_strangers(std::move(strangers))
{
    for (const UserType& type : types) {
        Labels labels;
        for (const QString& label : type.labels)
            labels.insert(Bytes(view(label.toUtf8())));
        if (const auto base = m_enums.find(type.baseType); base != m_enums.end())
            labels = base->second;
        if (!labels.empty())
            m_enums[type.name] = std::move(labels);
    }
}

void PgRowBuilder::note(const pgoutput::Relation& relation)
{
    m_relations.insert_or_assign(relation.relationId, fitted(relation));
    m_last = nullptr;
}

void PgRowBuilder::forgetRelations()
{
    m_written.clear();
    m_relations.clear();
    m_last = nullptr;
}

PgRowBuilder::Relation PgRowBuilder::fitted(const pgoutput::Relation& described) const
{
    Relation relation;
    relation.attributes = described.columns.size();
    const QString schema = described.schema.empty() ? QStringLiteral("pg_catalog") : text(described.schema);
    const QString name = schema + u'.' + text(described.name);
    const auto table = std::ranges::find(m_tables, name, &PgCapturedTable::name);
    if (table == m_tables.end() && m_strangers.contains(name))
        return relation;
    if (table == m_tables.end()) {
        relation.drift = structureDrift(m_source, name, QStringLiteral("it is not one of the dataset's tables"));
        return relation;
    }
    relation.table = &*table;
    for (const PgCapturedColumn& column : table->columns) {
        const auto labels = m_enums.find(column.declaredType);
        relation.labels.push_back(labels == m_enums.end() ? nullptr : &labels->second);
    }
    if (const QString what = misfit(described, relation); !what.isEmpty())
        relation.drift = structureDrift(m_source, name, what);
    return relation;
}

QString PgRowBuilder::misfit(const pgoutput::Relation& described, Relation& relation) const
{
    const PgCapturedTable& table = *relation.table;
    constexpr std::uint32_t kNone = UINT32_MAX;
    relation.attributeOf.assign(table.columns.size(), kNone);
    QString added;
    for (std::size_t i = 0; i < described.columns.size(); ++i) {
        const pgoutput::RelationColumn& attribute = described.columns[i];
        const QString name = text(attribute.name);
        const auto column = std::ranges::find(table.columns, name, &PgCapturedColumn::name);
        if (column == table.columns.end()) {
            if (!table.generatedColumns.contains(name))
                added = QStringLiteral("column \"%1\" is new").arg(name);
            continue;
        }
        if (column->typeId != attribute.typeId || column->typeModifier != attribute.typeModifier)
            return QStringLiteral("column \"%1\" is no longer %2").arg(name, column->declaredType);
        relation.attributeOf[static_cast<std::size_t>(column - table.columns.begin())] = static_cast<std::uint32_t>(i);
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (relation.attributeOf[i] == kNone)
            return QStringLiteral("column \"%1\" is gone").arg(table.columns[i].name);
    }
    return added.isEmpty() ? keyMisfit(table, described) : added;
}

Result<const PgRowBuilder::Relation*> PgRowBuilder::relation(std::uint32_t id)
{
    if (m_last == nullptr || m_lastId != id) {
        const auto found = m_relations.find(id);
        if (found == m_relations.end())
            return fail(ErrorCode::Protocol,
                        QStringLiteral("a change of relation %1, which was not described").arg(id));
        m_last = &found->second;
        m_lastId = id;
    }
    if (m_last->drift)
        return fail(*m_last->drift);
    return m_last;
}

Result<> PgRowBuilder::writeValue(const Relation& relation, std::size_t column, const Value& value,
                                  ByteWriter& out) const
{
    switch (value.kind) {
    case Value::Kind::Null:
        out.fixed(static_cast<std::uint8_t>(CellKind::Null));
        return {};
    case Value::Kind::Unchanged:
        out.fixed(static_cast<std::uint8_t>(CellKind::Unchanged));
        return {};
    case Value::Kind::Binary:
        if (const Labels* labels = relation.labels[column]; labels != nullptr && !labels->contains(value.bytes))
            return fail(structureDrift(m_source, relation.table->name,
                                       QStringLiteral("column \"%1\" has the new label '%2'")
                                           .arg(relation.table->columns[column].name, text(value.bytes))));
        out.fixed(static_cast<std::uint8_t>(CellKind::Native));
        out.sized(value.bytes);
        return {};
    case Value::Kind::Text:
        break;
    }
    const PgCapturedTable& table = *relation.table;
    const QString why = QStringLiteral("column \"%1\" has the type %2, which the server cannot send in binary form")
                            .arg(table.columns[column].name, table.columns[column].declaredType);
    return fail(makeEvent(ErrorCode::Schema, events::SRC_TABLE_REFUSED, {m_source, table.name, why},
                          QStringLiteral("source %1, table %2: %3").arg(m_source, table.name, why)));
}

/// `whole` is the old row where it came whole: it has what `values` leaves out.
Result<> PgRowBuilder::writeRow(const Relation& relation, Tuple values, Tuple whole, Bytes& out) const
{
    if (values.size() != relation.attributes || (!whole.empty() && whole.size() != relation.attributes))
        return fail(ErrorCode::Protocol, QStringLiteral("a row of table %1 has %2 columns instead of %3")
                                             .arg(relation.table->name)
                                             .arg(values.size())
                                             .arg(relation.attributes));
    out.clear();
    ByteWriter writer(out);
    writer.varint(relation.attributeOf.size());
    for (std::size_t column = 0; column < relation.attributeOf.size(); ++column) {
        const std::uint32_t attribute = relation.attributeOf[column];
        const bool fromOld = values[attribute].kind == Value::Kind::Unchanged && !whole.empty();
        ENGINE_TRY(writeValue(relation, column, fromOld ? whole[attribute] : values[attribute], writer));
    }
    return {};
}

Result<> PgRowBuilder::writeKey(const Relation& relation, Tuple values, Bytes& out) const
{
    const PgCapturedTable& table = *relation.table;
    if (values.size() != relation.attributes)
        return fail(ErrorCode::Protocol,
                    QStringLiteral("a key of table %1 has %2 columns").arg(table.name).arg(values.size()));
    out.clear();
    ByteWriter writer(out);
    writer.varint(table.keyColumns.size());
    for (const std::uint32_t column : table.keyColumns) {
        const Value& value = values[relation.attributeOf[column]];
        if (value.kind == Value::Kind::Unchanged)
            return fail(ErrorCode::Protocol,
                        QStringLiteral("a change of table %1 comes without its key").arg(table.name));
        ENGINE_TRY(writeValue(relation, column, value, writer));
    }
    return {};
}

Result<> PgRowBuilder::writeBefore(const Relation& relation, OldRow kind, Tuple old, Tuple fresh)
{
    const PgCapturedTable& table = *relation.table;
    // The whole old row, where the source tells it: the receiver can see that its own row is another one.
    if (!table.keyColumns.empty() && (kind != OldRow::Full || table.keyColumns.size() == table.columns.size()))
        return writeKey(relation, kind == OldRow::None ? fresh : old, m_before);
    if (kind != OldRow::Full)
        return fail(structureDrift(m_source, table.name, QStringLiteral("its replica identity is no longer FULL")));
    return writeRow(relation, old, {}, m_before);
}

/// The row of m_after. Its key is there: an update of another column carries it as well.
void PgRowBuilder::noteWritten(const PgCapturedTable& table, bool isInsert)
{
    Bytes key;
    if (table.largeColumns.empty() || !projectRow(m_after, table.keyColumns, key))
        return;
    const bool isMoved = !isInsert && key != m_before;
    if (isMoved)
        noteGone(table);
    bool& isNew = m_written[{table.id, std::move(key)}];
    isNew = isNew || isInsert || isMoved;
}

/// The row whose key m_before is: tables with large columns have no whole old rows.
void PgRowBuilder::noteGone(const PgCapturedTable& table)
{
    if (!table.largeColumns.empty())
        m_written.erase({table.id, m_before});
}

Result<std::uint32_t> PgRowBuilder::append(const pgoutput::Insert& insert, Bytes& block)
{
    ENGINE_TRY_AS(const Relation* const of, relation(insert.relationId));
    if (of->table == nullptr)
        return 0U;
    ENGINE_TRY(writeRow(*of, insert.after, {}, m_after));
    ByteWriter writer(block);
    writeChange(writer, {ChangeKind::Insert, of->table->id, {}, m_after});
    noteWritten(*of->table, true);
    return 1U;
}

Result<std::uint32_t> PgRowBuilder::append(const pgoutput::Update& update, Bytes& block)
{
    ENGINE_TRY_AS(const Relation* const of, relation(update.relationId));
    if (of->table == nullptr)
        return 0U;
    ENGINE_TRY(writeBefore(*of, update.oldRow, update.before, update.after));
    ENGINE_TRY(writeRow(*of, update.after, update.oldRow == OldRow::Full ? update.before : Tuple(), m_after));
    ByteWriter writer(block);
    writeChange(writer, {ChangeKind::Update, of->table->id, m_before, m_after});
    noteWritten(*of->table, false);
    return 1U;
}

Result<std::uint32_t> PgRowBuilder::append(const pgoutput::Delete& remove, Bytes& block)
{
    ENGINE_TRY_AS(const Relation* const of, relation(remove.relationId));
    if (of->table == nullptr)
        return 0U;
    ENGINE_TRY(writeBefore(*of, remove.oldRow, remove.before, {}));
    ByteWriter writer(block);
    writeChange(writer, {ChangeKind::Delete, of->table->id, m_before, {}});
    noteGone(*of->table);
    return 1U;
}

Result<std::uint32_t> PgRowBuilder::append(const pgoutput::Truncate& truncate, Bytes& block)
{
    const std::size_t start = block.size();
    std::uint32_t count = 0;
    ByteWriter writer(block);
    for (const std::uint32_t id : truncate.relationIds) {
        const auto of = relation(id);
        if (!of) {
            block.resize(start);
            return fail(of.error());
        }
        if ((*of)->table == nullptr)
            continue;
        writeChange(writer, {ChangeKind::Truncate, (*of)->table->id, {}, {}});
        std::erase_if(m_written, [table = (*of)->table->id](const auto& row) { return row.first.first == table; });
        ++count;
    }
    return count;
}

} // namespace busheng
