// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"
#include "ui/models/paged_keyed_model.h"
#include "ui/models/windowed_table_model.h"

namespace busheng {

/// A reconciliation of a task as the table knows it: with its id as the key. Without its differences.
struct FileReconciliationItem {
    QString key;
    FileReconciliation found;

    bool operator==(const FileReconciliationItem& other) const;
};

/// Reconciliations of file tasks, newest first. Texts are safe for display.
class FileReconciliationModel : public PagedKeyedModel<FileReconciliationItem> {
    Q_OBJECT
public:
    enum Column { Begun, Task, State, Compared, Missing, Extra, Different, Late, Period, By, ColumnCount };
    enum Role { StateRole = Qt::UserRole, FractionRole, SortRole };

    using PagedKeyedModel::PagedKeyedModel;
    static std::vector<FileReconciliationItem> itemsOf(const std::vector<FileReconciliation>& all);
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static bool isNumber(int column) { return column >= Missing && column <= Late; }
    static QString text(const FileReconciliation& found, int column);
    static QVariant sortValue(const FileReconciliation& found, int column);
};

/// The files of one that differ, or were late: what both sides have of each. Texts are safe for display.
class FileDifferenceModel : public WindowedTableModel<FileDifference> {
    Q_OBJECT
public:
    enum Column { Kind, Path, Size, ThereSize, First, Arrived, Attempts, ColumnCount };
    enum Role { KindRole = Qt::UserRole };
    enum class Kinds { Missing, Extra, Different, Late };

    using WindowedTableModel::WindowedTableModel;
    static Kinds kindOf(const QString& kind);
    static QStringList kindNames(); ///< as FileDifference::kind, in the order of Kinds
    static QString kindText(Kinds kind);
    static QString report(const FileDifference& row);
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    /// Both sides of one file, a line for each thing that is known of it.
    static std::vector<DifferenceCell> sidesOf(const FileDifference& row);

protected:
    QString text(const FileDifference& row, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column == Size || column == ThereSize || column == Attempts; }
    QVariant more(const FileDifference& row, int column, int role) const override;
};

} // namespace busheng
