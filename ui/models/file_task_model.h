// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/keyed_table_model.h"

namespace busheng {

struct FileTaskRow {
    QString key; ///< the name
    QString peer;
    QString starts;
    QString state;   ///< FileTaskSnapshot::state, or "disabled"
    QString outcome; ///< of the last run
    bool hasRun = false;
    quint64 arrived = 0;
    quint64 failed = 0;
    quint64 waiting = 0;
    double bytesPerSecond = 0;
    qint64 startedUtcMs = 0;
    qint64 nextStartUtcMs = -1;

    bool operator==(const FileTaskRow&) const = default;
};

/// The file tasks of this node. Texts are safe for display.
class FileTaskModel : public KeyedTableModel<FileTaskRow> {
    Q_OBJECT
public:
    enum Column { Name, Peer, Starts, State, Files, LastRun, NextStart, ColumnCount };
    enum Role { StateRole = Qt::UserRole, SortRole };
    enum class States { Idle, Queued, Waiting, Running, Paused, Disabled, Failed };

    using KeyedTableModel::KeyedTableModel;
    void update(const NodeSnapshot& node);
    static FileTaskRow rowOf(const FileTaskSnapshot& task, const std::vector<LinkSnapshot>& links);
    /// Failed: it is idle, and some files of its last run failed.
    static States stateOf(const FileTaskRow& row);
    static QString stateText(States state);
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QString text(const FileTaskRow& row, int column);
};

} // namespace busheng
