// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/link_model.h"

#include "ui/models/subscription_model.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/words.h"

namespace busheng {

LinkRow LinkModel::rowOf(const LinkSnapshot& link)
{
    return {link.config.peerCode, link.config.peerName,     link.config.address,
            link.config.enabled,  link.connected,           link.suite,
            link.peerSubject,     link.peerAddress,         link.line,
            link.mainLine,        link.connectedSinceUtcMs, link.lastError,
            link.lastErrorArgs};
}

void LinkModel::update(const NodeSnapshot& node)
{
    std::vector<LinkRow> rows;
    for (const LinkSnapshot& link : node.links)
        rows.push_back(rowOf(link));
    setRows(rows);
}

int LinkModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool LinkModel::isOverStandbyLine(const LinkRow& row)
{
    return row.connected && row.line != row.mainLine;
}

LinkModel::LinkState LinkModel::stateOf(const LinkRow& row)
{
    if (row.connected)
        return isOverStandbyLine(row) ? LinkState::Standby : LinkState::Connected;
    if (!row.enabled)
        return LinkState::Disabled;
    return row.error.isEmpty() ? LinkState::Down : LinkState::Failed;
}

QString LinkModel::stateText(LinkState state)
{
    switch (state) {
    case LinkState::Connected:
        return tr("Connected");
    case LinkState::Standby:
        return tr("Over the standby line");
    case LinkState::Down:
        return tr("Not connected");
    case LinkState::Failed:
        return tr("Interrupted");
    case LinkState::Disabled:
        return tr("Disabled");
    }
    return Words::unknown();
}

QString LinkModel::text(const LinkRow& row, int column) const
{
    switch (column) {
    case Peer:
        return SubscriptionModel::peerText(row.key, row.peerName);
    case State:
        return stateText(stateOf(row));
    case Address:
        if (row.connected && !row.peerAddress.isEmpty())
            return displayText(row.peerAddress);
        return row.configuredAddress.isEmpty() ? tr("dials this node") : displayText(row.configuredAddress);
    case Suite:
        return row.suite.isEmpty() ? QStringLiteral("–") : displayText(row.suite);
    case Subject:
        return row.peerSubject.isEmpty() ? QStringLiteral("–") : displayText(row.peerSubject);
    case Since:
        return row.connected ? Words::time(row.connectedSinceUtcMs) : QStringLiteral("–");
    default:
        return {};
    }
}

QVariant LinkModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LinkRow& at = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(at, index.column());
    case Qt::ToolTipRole:
        if (index.column() == State && !at.connected && !at.error.isEmpty())
            return plainToolTip(eventText(at.error, at.errorArgs).cause);
        return plainToolTip(text(at, index.column()));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    case LinkStateRole:
        return int(stateOf(at));
    case SortRole:
        if (index.column() == State)
            return int(stateOf(at));
        return index.column() == Since ? QVariant(at.connectedSinceUtcMs) : QVariant(text(at, index.column()));
    default:
        return {};
    }
}

QVariant LinkModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Peer:
        return tr("Node");
    case State:
        return tr("State");
    case Address:
        return tr("Address");
    case Suite:
        return tr("Encryption");
    case Subject:
        return tr("Certificate subject");
    case Since:
        return tr("Connected since");
    default:
        return {};
    }
}

} // namespace busheng
