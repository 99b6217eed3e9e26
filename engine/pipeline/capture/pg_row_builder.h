// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/cell.h"
#include "engine/pipeline/capture/pg_captured_table.h"
#include "engine/pipeline/capture/pgoutput_decoder.h"

#include <map>
#include <set>
#include <unordered_map>

namespace busheng {

/// Turns tuples of the change stream into operations (model/row_change.h) with Native cells in the captured table's
/// column order. A column that an update left in the TOAST table is Unchanged, or filled from the old row where that
/// came whole.
///
/// A relation of the stream that does not fit its captured table is kept as such, and its first row fails: a table may
/// be altered and altered back, or the altering transaction be rolled back, without anybody being hurt.
/// Thread: one at a time. Fails: Schema CAP_DRIFT, SRC_TABLE_REFUSED (a column that the server sent as text); Protocol.
class PgRowBuilder {
public:
    /// `strangers`: tables that are in the stream and none of ours; their rows are left out.
    /// `types`: enums and domains of the columns; a label that an enum has not is a drift as well.
    PgRowBuilder(QString source, std::vector<PgCapturedTable> tables, std::vector<UserType> types = {},
                 QStringList strangers = {});

    void note(const pgoutput::Relation& relation);
    /// These append one operation to `block`, or nothing when they fail, and say how many: none for a stranger.
    Result<std::uint32_t> append(const pgoutput::Insert& insert, Bytes& block);
    Result<std::uint32_t> append(const pgoutput::Update& update, Bytes& block);
    Result<std::uint32_t> append(const pgoutput::Delete& remove, Bytes& block);
    /// One operation for each table.
    Result<std::uint32_t> append(const pgoutput::Truncate& truncate, Bytes& block);
    /// The server describes each relation anew on a new connection.
    void forgetRelations();

    /// Rows of tables with large columns that were written since the last call and not deleted again, each once: the
    /// table and the row's key. True: the row came under this key (inserted, or it had another), so that nothing that
    /// was sent before under it stands at the target.
    using WrittenRows = std::map<std::pair<std::uint32_t, Bytes>, bool>;
    WrittenRows takeWritten() { return std::exchange(m_written, {}); }
    std::size_t writtenRows() const { return m_written.size(); }

private:
    using Labels = std::set<Bytes, std::less<>>;
    struct Relation {
        const PgCapturedTable* table = nullptr; ///< null without a drift: a stranger
        std::vector<std::uint32_t> attributeOf; ///< of each captured column, its place in the stream's tuples
        std::size_t attributes = 0;
        std::vector<const Labels*> labels; ///< of each captured column that is an enum, else null
        std::optional<Error> drift;
    };

    Relation fitted(const pgoutput::Relation& described) const;
    QString misfit(const pgoutput::Relation& described, Relation& relation) const;
    Result<const Relation*> relation(std::uint32_t id);
    Result<> writeRow(const Relation& relation, pgoutput::Tuple values, pgoutput::Tuple whole, Bytes& out) const;
    Result<> writeKey(const Relation& relation, pgoutput::Tuple values, Bytes& out) const;
    Result<> writeValue(const Relation& relation, std::size_t column, const pgoutput::Value& value,
                        ByteWriter& out) const;
    Result<> writeBefore(const Relation& relation, pgoutput::OldRow kind, pgoutput::Tuple old, pgoutput::Tuple fresh);
    void noteWritten(const PgCapturedTable& table, bool isInsert);
    void noteGone(const PgCapturedTable& table);

    QString m_source;
    std::vector<PgCapturedTable> m_tables;
    QStringList m_strangers;
    std::map<QString, Labels> m_enums; ///< by the name of the type, and of the domains over it
    std::unordered_map<std::uint32_t, Relation> m_relations;
    std::uint32_t m_lastId = 0;
    const Relation* m_last = nullptr; ///< rows of one table come in runs
    WrittenRows m_written;
    Bytes m_before;
    Bytes m_after;
};

} // namespace busheng
