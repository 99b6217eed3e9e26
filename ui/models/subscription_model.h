// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/keyed_table_model.h"
#include "ui/models/subscription_row.h"

namespace busheng {

/// The flows of this node, both directions; one row each. Texts are safe for display.
class SubscriptionModel : public KeyedTableModel<SubscriptionRow> {
    Q_OBJECT
public:
    enum Column { Name, Peer, State, Progress, Lag, Waiting, Rate, ColumnCount };
    enum Role {
        StateRole = Qt::UserRole, ///< int of SubscriptionState
        FractionRole,             ///< double, -1: no bar
        IconRole,                 ///< name of an icon, for the first column
        SortRole
    };

    using KeyedTableModel::KeyedTableModel;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString directionText(SubscriptionRow::Direction direction);
    static QString waitingText(qint64 waiting, bool packets);
    static QString peerText(const QString& code, const QString& name);

private:
    QString text(const SubscriptionRow& row, int column) const;
    static QVariant sortKey(const SubscriptionRow& row, int column);
};

} // namespace busheng
