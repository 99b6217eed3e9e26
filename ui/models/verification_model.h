// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/keyed_table_model.h"

namespace busheng {

struct VerificationRow {
    QString key; ///< the number
    qint64 id = 0;
    QString subscription;
    QString level;
    QString state; ///< also "waiting"
    bool scheduled = false;
    quint64 rowsCompared = 0;
    quint64 rowsExpected = 0;
    quint64 differenceCount = 0;
    qint64 startedUtcMs = 0;

    bool operator==(const VerificationRow&) const = default;
};

/// The reconciliations of this node, newest first as the engine gives them. Texts are safe for display.
class VerificationModel : public KeyedTableModel<VerificationRow> {
    Q_OBJECT
public:
    enum Column { Begun, Subscription, Level, State, Progress, Differences, ColumnCount };
    enum Role { StateRole = Qt::UserRole, FractionRole, SortRole };
    enum class Outcome { Running, Waiting, Equal, Different, Failed, Stopped };

    using KeyedTableModel::KeyedTableModel;
    void update(const std::vector<VerificationSnapshot>& verifications);
    static VerificationRow rowOf(const VerificationSnapshot& verification);
    static Outcome outcomeOf(const QString& state);
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QString text(const VerificationRow& row, int column);
};

} // namespace busheng
