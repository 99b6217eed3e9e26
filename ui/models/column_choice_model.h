// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/exchange.h"

#include <QAbstractItemModel>
#include <QSet>

#include <vector>

namespace busheng {

/// Tables and, below each, its columns, to tick; and for each table which rows. A key is ticked with its table; what is
/// sensitive says so and is never ticked by the way. Nothing is made for a table before it is opened: there may be
/// thousands of them. Tables that a search leaves out stay as they are.
class ColumnChoiceModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Part { Name, Type, Mark, Rows, PartCount };

    using QAbstractItemModel::QAbstractItemModel;

    /// As ColumnPicker::setChoice().
    void setChoice(const DatasetOffer& offer, const std::vector<TableMapping>& within,
                   const std::vector<TableMapping>& ticked);
    /// Tables whose name, or a column's, holds it; empty: all. Columns are shown all, so that one sees what else there
    /// is.
    void setSearch(const QString& text);
    std::vector<TableMapping> tables() const;
    int tableCount() const { return int(m_tables.size()); } ///< shown or not
    int tickedTables() const;
    int tickedColumns() const;
    bool hasSensitive() const;
    /// The table's row when `column` is empty; an invalid one when it is not shown.
    QModelIndex indexOf(const QString& table, const QString& column) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void ticked(); ///< by a person

private:
    struct Table {
        QString name;
        std::vector<OfferedColumn> columns;
        QSet<QString> ticked;
        bool isOn = false;
        QString rows;
    };

    const Table& tableAt(int row) const { return m_tables[m_shown[std::size_t(row)]]; }
    QVariant tableData(const Table& table, int part, int role) const;
    QVariant columnData(const Table& table, const OfferedColumn& column, int part, int role) const;
    static void tickTable(Table& table, bool on);
    static void tickColumn(Table& table, const QString& column, bool on);
    void choose();

    std::vector<Table> m_tables;
    std::vector<std::size_t> m_shown; ///< places in m_tables
    QString m_search;
};

} // namespace busheng
