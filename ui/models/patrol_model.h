// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/patrol_report.h"
#include "ui/models/text_table_model.h"

namespace busheng {

/// What a patrol found, one point a row.
class PatrolModel : public TextTableModel<PatrolItem> {
    Q_OBJECT
public:
    enum Column { State, Area, Subject, Found, ColumnCount };
    enum Role { StateRole = Qt::UserRole };

    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

protected:
    QString text(const PatrolItem& item, int column) const override;
    QString header(int column) const override;
    QVariant more(const PatrolItem& item, int column, int role) const override;
};

} // namespace busheng
