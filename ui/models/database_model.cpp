// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/database_model.h"

#include "ui/text/display_text.h"

namespace busheng {

QString DatabaseModel::keyOf(DatabaseSide side, const QString& name)
{
    return (side == DatabaseSide::Source ? QStringLiteral("source/") : QStringLiteral("target/")) + name;
}

QString DatabaseModel::sideText(DatabaseSide side)
{
    return side == DatabaseSide::Source ? tr("Source") : tr("Target");
}

QString DatabaseModel::driverText(const QString& driver)
{
    if (driver == QStringLiteral("postgres"))
        return QStringLiteral("PostgreSQL");
    if (driver == QStringLiteral("mariadb"))
        return QStringLiteral("MariaDB / MySQL");
    if (driver == QStringLiteral("odbc"))
        return tr("Other database (ODBC)");
    return driver == QStringLiteral("sqlite") ? QStringLiteral("SQLite") : displayText(driver);
}

void DatabaseModel::update(const std::vector<DatabaseConfig>& sources, const std::vector<DatabaseConfig>& targets,
                           const NodeSnapshot& node)
{
    std::vector<DatabaseRow> rows;
    const auto add = [&rows](DatabaseSide side, const DatabaseConfig& config) -> QStringList& {
        rows.push_back({keyOf(side, config.name), side, config, {}, {}});
        return rows.back().usedBy;
    };
    for (const DatabaseConfig& source : sources) {
        QStringList& usedBy = add(DatabaseSide::Source, source);
        for (const PublicationSnapshot& publication : node.publications) {
            if (publication.config.source == source.name)
                usedBy.append(publication.config.name);
        }
    }
    for (const DatabaseConfig& target : targets) {
        QStringList& usedBy = add(DatabaseSide::Target, target);
        for (const SubscriptionSnapshot& subscription : node.subscriptions) {
            if (subscription.config.target == target.name)
                usedBy.append(subscription.config.name);
        }
    }
    for (DatabaseRow& row : rows) {
        for (const ServerSnapshot& server : node.servers) {
            const DatabaseSide side =
                server.kind == QStringLiteral("source") ? DatabaseSide::Source : DatabaseSide::Target;
            if (server.database == row.config.name && side == row.side)
                row.address = server.used;
        }
    }
    setRows(rows);
}

int DatabaseModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DatabaseModel::text(const DatabaseRow& row, int column)
{
    switch (column) {
    case Side:
        return sideText(row.side);
    case Name:
        return displayText(row.config.name);
    case Driver:
        return driverText(row.config.driver);
    case Location:
        return row.address.isEmpty()
                   ? displayText(row.config.location)
                   : tr("%1 in use: %2").arg(displayText(row.address), displayText(row.config.location));
    case UsedBy:
        return row.usedBy.isEmpty() ? tr("nothing yet") : displayText(row.usedBy.join(QStringLiteral(", ")));
    default:
        return {};
    }
}

QVariant DatabaseModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DatabaseRow& at = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case SortRole:
        return text(at, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(text(at, index.column()));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    case IconRole:
        if (index.column() != Side)
            return {};
        return at.side == DatabaseSide::Source ? QStringLiteral("outgoing") : QStringLiteral("incoming");
    default:
        return {};
    }
}

QVariant DatabaseModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Side:
        return tr("Kind");
    case Name:
        return tr("Name");
    case Driver:
        return tr("Database");
    case Location:
        return tr("Location");
    case UsedBy:
        return tr("Used by");
    default:
        return {};
    }
}

} // namespace busheng
