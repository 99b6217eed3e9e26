// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/text_table_model.h"
#include "ui/models/windowed_table_model.h"

namespace busheng {

/// The tables of a reconciliation: above all their sum, then each with its rows at both ends and how many differ in
/// which way. Texts are safe for display.
class TableCheckModel : public TextTableModel<TableCheck> {
    Q_OBJECT
public:
    enum Column { Table, Differences, Missing, Extra, Different, SourceRows, TargetRows, ColumnCount };
    using TextTableModel::TextTableModel;
    /// The sum of all tables comes first, with an empty name.
    void setTables(const std::vector<TableCheck>& tables);
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

protected:
    QString text(const TableCheck& row, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column != Table; }
};

/// The rows that differ, as many as there are. Texts are safe for display.
class DifferenceModel : public WindowedTableModel<Difference> {
    Q_OBJECT
public:
    enum Column { Kind, Table, Range, Key, Columns, ColumnCount };
    enum Role { KindRole = Qt::UserRole };
    enum class Kinds { Missing, Extra, Different }; ///< seen from the target
    using WindowedTableModel::WindowedTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    static Kinds kindOf(const QString& kind);
    static QString nameOf(Kinds kind); ///< as Difference::kind
    static QString kindText(Kinds kind);

protected:
    QString text(const Difference& row, int column) const override;
    QString header(int column) const override;
    QVariant more(const Difference& row, int column, int role) const override;
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
    /// How both ends are called, where they are no source and target.
    void setSides(const QString& source, const QString& target);

protected:
    QString text(const DifferenceCell& row, int column) const override;
    QString header(int column) const override;
    QVariant more(const DifferenceCell& row, int column, int role) const override;

private:
    QString m_source; ///< empty: the source
    QString m_target;
};

} // namespace busheng
