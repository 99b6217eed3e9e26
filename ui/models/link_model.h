// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/keyed_table_model.h"

namespace busheng {

struct LinkRow {
    QString key; ///< the peer's code
    QString peerName;
    QString configuredAddress;
    bool enabled = true;
    bool connected = false;
    QString suite;
    QString peerSubject;
    QString peerAddress;
    QString line; ///< in use; another one than `mainLine`: one that stands by
    QString mainLine;
    qint64 connectedSinceUtcMs = 0;
    QString error;
    QStringList errorArgs;

    bool operator==(const LinkRow&) const = default;
};

/// The peers of this node and the state of the link to each. Texts are safe for display.
class LinkModel : public KeyedTableModel<LinkRow> {
    Q_OBJECT
public:
    enum Column { Peer, State, Address, Suite, Subject, Since, ColumnCount };
    enum class LinkState { Connected, Standby, Down, Failed, Disabled };
    enum Role {
        LinkStateRole = Qt::UserRole, ///< int of LinkState
        SortRole
    };

    using KeyedTableModel::KeyedTableModel;
    void update(const NodeSnapshot& node);
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static LinkRow rowOf(const LinkSnapshot& link);
    static bool isOverStandbyLine(const LinkRow& row);
    static LinkState stateOf(const LinkRow& row);
    static QString stateText(LinkState state);

private:
    QString text(const LinkRow& row, int column) const;
};

} // namespace busheng
