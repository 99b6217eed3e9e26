// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/keyed_table_model.h"

namespace busheng {

struct AlarmRow {
    QString key; ///< event and subject
    QString event;
    QString subject;
    QStringList args;
    QString detail;
    qint64 raisedUtcMs = 0;
    quint64 count = 0;

    bool operator==(const AlarmRow&) const = default;
};

/// The standing alarms, with their texts from the catalogue. Texts are safe for display.
class AlarmModel : public KeyedTableModel<AlarmRow> {
    Q_OBJECT
public:
    enum Column { Title, Subject, Since, Count, ColumnCount };
    enum Role { CauseRole = Qt::UserRole, RemedyRole, MetaRole, ReportRole, SortRole };

    using KeyedTableModel::KeyedTableModel;
    void update(const NodeSnapshot& node);
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const AlarmRow& row, int column) const;
    QString meta(const AlarmRow& row) const;   ///< one line: what it is about, since when, how often
    QString report(const AlarmRow& row) const; ///< for the clipboard
};

} // namespace busheng
