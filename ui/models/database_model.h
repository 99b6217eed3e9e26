// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/keyed_table_model.h"

namespace busheng {

enum class DatabaseSide { Source, Target };

struct DatabaseRow {
    QString key; ///< side and name
    DatabaseSide side = DatabaseSide::Source;
    DatabaseConfig config;
    QStringList usedBy; ///< datasets of a source, subscriptions of a target
    QString address;    ///< that is in use, of several; empty: there is one, or none was opened yet

    bool operator==(const DatabaseRow&) const = default;
};

/// The registered databases of this node: sources first, then targets. Texts are safe for display.
class DatabaseModel : public KeyedTableModel<DatabaseRow> {
    Q_OBJECT
public:
    enum Column { Side, Name, Driver, Location, UsedBy, ColumnCount };
    enum Role { IconRole = Qt::UserRole, SortRole };

    using KeyedTableModel::KeyedTableModel;
    /// `node` says what they are used by.
    void update(const std::vector<DatabaseConfig>& sources, const std::vector<DatabaseConfig>& targets,
                const NodeSnapshot& node);
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString keyOf(DatabaseSide side, const QString& name);
    static QString sideText(DatabaseSide side);
    /// A driver as people call the product.
    static QString driverText(const QString& driver);

private:
    static QString text(const DatabaseRow& row, int column);
};

} // namespace busheng
