// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/keyed_table_model.h"

namespace busheng {

/// Something that will happen.
struct AgendaRow {
    enum class What { Task, Load, Verification, LogRunsOut };

    QString key;
    What what = What::Task;
    QString subject; ///< task, subscription or dataset
    qint64 atUtcMs = 0;
    qint64 untilUtcMs = -1; ///< when it will be through, as long as the last one took; -1: nobody knows

    bool operator==(const AgendaRow&) const = default;
};

/// What comes within kAheadMs, the soonest first: tasks that start by their timetable with the time at which they
/// should be through, initial loads that come to their end, reconciliations by timetable; and, however far, the moment
/// at which the log of a source runs out if nothing of it were released. Nothing here is promised: each time follows
/// from how it goes now. Moments of the log are rounded to ten minutes, so that they stand still.
std::vector<AgendaRow> agendaOf(const NodeSnapshot& node, qint64 nowUtcMs);

/// As a table. Texts are safe for display.
class AgendaModel : public KeyedTableModel<AgendaRow> {
    Q_OBJECT
public:
    enum Column { At, What, ColumnCount };
    enum Role { WhatRole = Qt::UserRole, SortRole };
    static constexpr qint64 kAheadMs = 24 * 60 * 60 * 1000;

    using KeyedTableModel::KeyedTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QString text(const AgendaRow& row, int column);
};

} // namespace busheng
