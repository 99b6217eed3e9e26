// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_values.h"
#include "ui/models/text_table_model.h"

namespace busheng {

/// Backups of the node. Texts are safe for display.
class BackupModel : public TextTableModel<BackupRow> {
    Q_OBJECT
public:
    enum Column { Taken, State, Size, Verified, Cause, File, ColumnCount };
    enum Roles { StateRole = Qt::UserRole, SortRole };
    enum class States { Made, Verified, Damaged, Newer, Gone };

    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    static States stateOf(const QString& state);

protected:
    QString text(const BackupRow& row, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column == Size; }
    QVariant more(const BackupRow& row, int column, int role) const override;
};

} // namespace busheng
