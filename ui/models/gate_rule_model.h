// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/gate.h"

#include <QAbstractTableModel>

namespace busheng {

/// The rules of a quality gate, one a line, for a person to write. Thread: GUI's.
class GateRuleModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Kind, Table, Columns, Argument, State, ColumnCount };
    enum Role { CompleteRole = Qt::UserRole + 1 }; ///< 1 when the rule can be asked, else 0
    using QAbstractTableModel::QAbstractTableModel;

    void setRules(std::vector<GateRule> rules);
    const std::vector<GateRule>& rules() const { return m_rules; }
    /// A new line of the kind and table of the one before. Returns its row.
    int add();
    bool hasMistakes() const; ///< gateRuleMistake() of any

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool removeRows(int row, int count, const QModelIndex& parent = {}) override;

private:
    std::vector<GateRule> m_rules;
};

} // namespace busheng
