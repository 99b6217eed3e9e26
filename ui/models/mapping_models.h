// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/mapping_draft.h"

#include <QAbstractTableModel>
#include <QHash>

namespace busheng {

/// The tables of a draft, those that a search lets through: ticked are those that are subscribed. Of thousands nothing
/// is made beforehand. What a person edits goes to `wanted` and comes back with refresh(): there it can be undone.
class MappingTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Target, Rows, Summary, State, ColumnCount };
    enum Role { StateRole = Qt::UserRole };

    explicit MappingTableModel(const MappingDraft& draft, QObject* parent = nullptr);

    void setSearch(const QString& text);
    void reload(); ///< the draft has other tables
    void refresh(int table);
    /// Of one table, as the target was looked at last; an empty word: not yet.
    void setState(int table, const QString& word);
    void forgetStates();
    int tableAt(int row) const { return m_shown.at(std::size_t(row)); } ///< its place in the draft
    int rowOf(int table) const;                                         ///< -1: not shown

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void wanted(int table, const busheng::TableChoice& choice);

private:
    void choose();
    QString summary(int table) const;

    const MappingDraft& m_draft;
    std::vector<int> m_shown;
    QString m_search;
    QHash<int, QString> m_states;
};

/// The columns of one table of a draft; beside each what the target has for it.
class MappingColumnModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Type, Target, TargetType, State, ColumnCount };
    enum Role { StateRole = Qt::UserRole };

    explicit MappingColumnModel(const MappingDraft& draft, QObject* parent = nullptr);

    /// -1: none.
    void setTable(int table);
    int table() const { return m_table; }
    void refresh();
    /// Of the table that is shown.
    void setFound(const std::vector<StructureColumn>& columns);
    /// Columns that the target's table has and nothing goes to.
    const QStringList& freeColumns() const { return m_free; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void wanted(int table, const busheng::TableChoice& choice);

private:
    QString text(int row, int column) const;

    const MappingDraft& m_draft;
    int m_table = -1;
    QHash<QString, StructureColumn> m_found; ///< by the source's column
    QStringList m_free;
};

} // namespace busheng
