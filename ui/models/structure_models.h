// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/structure_values.h"
#include "engine/api/values.h"
#include "ui/models/text_table_model.h"

namespace busheng {

/// How a table or a column stands beside its target; the words of StructureColumn::state.
enum class StructureState { Same, Missing, Differs, Ignored, Extra };
StructureState structureStateOf(const QString& word);

/// A table of a subscription as the structure view lists it.
struct StructureTableRow {
    StructureTable table;
    TableLoad load; ///< of a table that is being loaded; else without a name
    bool isParked = false;
};

/// The tables of a subscription beside those of its target.
class StructureTableModel : public TextTableModel<StructureTableRow> {
    Q_OBJECT
public:
    using TextTableModel::TextTableModel;

    enum Column { Name, Target, State, Differing, Load, ColumnCount };
    enum Role { StateRole = Qt::UserRole };

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(ColumnCount); }
    static qint64 differing(const StructureTable& table); ///< columns that are not the same
    static bool isDifferent(const StructureTable& table);
    /// In a name of the table or of a column, at either end; empty: anyhow.
    static bool holds(const StructureTable& table, const QString& text);

protected:
    QString text(const StructureTableRow& row, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column == Differing; }
    QVariant more(const StructureTableRow& row, int column, int role) const override;
};

/// The columns of one table, the source's half at the left, the target's at the right.
class StructureColumnModel : public TextTableModel<StructureColumn> {
    Q_OBJECT
public:
    using TextTableModel::TextTableModel;

    enum Column { Name, Declared, State, TargetName, TargetDeclared, ColumnCount };
    /// FromRole and LengthRole: what of the text is other than at the source; from -1: nothing.
    enum Role { StateRole = Qt::UserRole, FromRole, LengthRole };

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(ColumnCount); }

protected:
    QString text(const StructureColumn& row, int column) const override;
    QString header(int column) const override;
    QVariant more(const StructureColumn& row, int column, int role) const override;
};

/// The columns of a table of a registered database.
class DescribedColumnModel : public TextTableModel<DescribedColumn> {
    Q_OBJECT
public:
    using TextTableModel::TextTableModel;

    enum Column { Name, Type, Key, NotNull, Default, ColumnCount };

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(ColumnCount); }

protected:
    QString text(const DescribedColumn& row, int column) const override;
    QString header(int column) const override;
};

} // namespace busheng
