// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/text_table_model.h"

#include <QSortFilterProxyModel>

#include <set>

namespace busheng {

/// The tables of a reconciliation: rows at both ends and how many differ. Texts are safe for display.
class TableCheckModel : public TextTableModel<TableCheck> {
    Q_OBJECT
public:
    enum Column { Table, SourceRows, TargetRows, Differences, ColumnCount };
    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

protected:
    QString text(const TableCheck& row, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column != Table; }
};

/// The rows that differ. Texts are safe for display.
class DifferenceModel : public TextTableModel<Difference> {
    Q_OBJECT
public:
    enum Column { Kind, Table, Key, Columns, ColumnCount };
    enum Role { KindRole = Qt::UserRole };
    enum class Kinds { Missing, Extra, Different }; ///< seen from the target
    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    static Kinds kindOf(const QString& kind);
    static QString kindText(Kinds kind);
    int count(Kinds kind) const;

protected:
    QString text(const Difference& row, int column) const override;
    QString header(int column) const override;
    QVariant more(const Difference& row, int column, int role) const override;
};

/// Rows of the kinds that are wanted, with a text in any column.
class DifferenceFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setWanted(std::set<DifferenceModel::Kinds> kinds, const QString& text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    std::set<DifferenceModel::Kinds> m_kinds;
    QString m_text;
};

/// One row that differs, a line for each of its columns: what the source says beside what the target says.
class DifferenceCellModel : public TextTableModel<DifferenceCell> {
    Q_OBJECT
public:
    enum Column { Mark, Name, SourceValue, TargetValue, ColumnCount };
    /// Where the text of a value differs from the other end's: first character and how many; -1 and 0 when it does not.
    enum Role { ChangedFromRole = Qt::UserRole, ChangedLengthRole };
    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

protected:
    QString text(const DifferenceCell& row, int column) const override;
    QString header(int column) const override;
    QVariant more(const DifferenceCell& row, int column, int role) const override;
};

} // namespace busheng
