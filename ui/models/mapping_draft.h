// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/structure_values.h"
#include "engine/model/table_mapping.h"

#include <QStringList>

#include <vector>

namespace busheng {

/// What is wanted of one column of a source.
struct ColumnChoice {
    bool isTaken = true;
    QString name; ///< at the target; empty: as at the source

    bool operator==(const ColumnChoice&) const = default;
};

/// What is wanted of one table of a source.
struct TableChoice {
    bool isTaken = true;
    bool takesLater = true; ///< columns that the source gets later come too; of meaning only while all are taken
    QString targetTable;    ///< empty: as at the source
    QString filter;         ///< empty: all rows
    std::vector<ColumnChoice> columns; ///< in the order of the source's

    bool operator==(const TableChoice&) const = default;
};

/// The mappings of a subscription while a person changes them: a choice for each table of its dataset, beside what the
/// source has. Makes of them the same mappings as the command line.
class MappingDraft {
public:
    /// What `mappings` name and the source has not is left out of the draft: lost().
    void set(std::vector<DescribedTable> tables, const std::vector<TableMapping>& mappings);

    int tableCount() const { return int(m_tables.size()); }
    const DescribedTable& table(int at) const { return m_tables.at(std::size_t(at)); }
    const TableChoice& choice(int at) const { return m_choices.at(std::size_t(at)); }
    void setChoice(int at, TableChoice choice) { m_choices.at(std::size_t(at)) = std::move(choice); }
    /// Tables that the dataset gets later come too; never while one is left out.
    bool takesLaterTables() const { return m_takesLaterTables && takenTables() == tableCount(); }
    void setTakesLaterTables(bool on) { m_takesLaterTables = on; }
    int takenTables() const;
    /// Tables and "table.column" that the mappings named and the source has not any more.
    const QStringList& lost() const { return m_lost; }

    std::vector<TableMapping> mappings() const;
    /// The table goes to the target whole, and under its own names.
    bool isAsItIs(int at) const;
    /// Columns of this table that would have one name at the target.
    QStringList namesTwice(int at) const;

private:
    static TableMapping mappingOf(const DescribedTable& table, const TableChoice& choice);
    TableChoice choiceOf(const DescribedTable& table, const TableMapping& mapping);

    std::vector<DescribedTable> m_tables;
    std::vector<TableChoice> m_choices;
    bool m_takesLaterTables = true;
    QStringList m_lost;
};

} // namespace busheng
