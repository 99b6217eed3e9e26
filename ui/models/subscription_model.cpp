// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/subscription_model.h"

#include "ui/text/display_text.h"
#include "ui/text/event_text.h"

namespace busheng {

int SubscriptionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SubscriptionModel::directionText(SubscriptionRow::Direction direction)
{
    return direction == SubscriptionRow::Direction::Incoming ? tr("Incoming") : tr("Outgoing");
}

QString SubscriptionModel::waitingText(qint64 waiting, bool packets)
{
    if (waiting < 0)
        return Words::unknown();
    const QString number = Words::count(quint64(waiting));
    const int plural = int(std::min<qint64>(waiting, 1000000));
    return packets ? tr("%1 packet(s)", nullptr, plural).arg(number) : number;
}

QString SubscriptionModel::peerText(const QString& code, const QString& name)
{
    if (name.isEmpty())
        return displayText(code);
    if (code.isEmpty())
        return displayText(name);
    return tr("%1 (%2)", "name (code)").arg(displayText(name), displayText(code));
}

QString SubscriptionModel::text(const SubscriptionRow& row, int column) const
{
    switch (column) {
    case Name:
        return displayText(row.name);
    case Peer:
        if (row.peerCode.isEmpty())
            return tr("no subscriber");
        return displayText(row.peerName.isEmpty() ? row.peerCode : row.peerName);
    case State:
        return Words::state(row.state);
    case Progress:
        if (row.loadFraction >= 0)
            return Words::percent(row.loadFraction);
        if (row.direction == SubscriptionRow::Direction::Incoming)
            return tr("%1 applied", "number of rows and changes").arg(Words::count(row.rowsLoaded + row.changes));
        return tr("%1 captured", "number of changes").arg(Words::count(row.changes));
    case Lag:
        return row.lagMs < 0 ? QStringLiteral("–") : Words::duration(row.lagMs);
    case Waiting:
        return row.waiting < 0 ? QStringLiteral("–") : waitingText(row.waiting, row.waitingCountsPackets);
    case Rate:
        return row.rowsPerSecond < 0 ? QStringLiteral("–") : Words::rowsPerSecond(row.rowsPerSecond);
    default:
        return {};
    }
}

QVariant SubscriptionModel::sortKey(const SubscriptionRow& row, int column)
{
    switch (column) {
    case State:
        return int(row.state);
    case Progress:
        return row.loadFraction;
    case Lag:
        return row.lagMs;
    case Waiting:
        return row.waiting;
    case Rate:
        return row.rowsPerSecond;
    default:
        return {};
    }
}

QVariant SubscriptionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SubscriptionRow& at = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(at, index.column());
    case Qt::ToolTipRole:
        if (index.column() == State && !at.error.isEmpty())
            return plainToolTip(eventText(at.error, at.errorArgs).cause);
        if (index.column() == State)
            return plainToolTip(Words::stateHint(at.state));
        if (index.column() == Peer && !at.peerCode.isEmpty())
            return plainToolTip(peerText(at.peerCode, at.peerName));
        return plainToolTip(text(at, index.column()));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() >= Lag ? Qt::AlignRight : Qt::AlignLeft));
    case StateRole:
        return int(at.state);
    case FractionRole:
        return index.column() == Progress ? at.loadFraction : -1.0;
    case IconRole:
        if (index.column() != Name)
            return {};
        return at.direction == SubscriptionRow::Direction::Incoming ? QStringLiteral("incoming")
                                                                    : QStringLiteral("outgoing");
    case SortRole: {
        const QVariant key = sortKey(at, index.column());
        return key.isValid() ? key : QVariant(text(at, index.column()));
    }
    default:
        return {};
    }
}

QVariant SubscriptionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section >= Lag ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Subscription");
    case Peer:
        return tr("Other end");
    case State:
        return tr("State");
    case Progress:
        return tr("Progress");
    case Lag:
        return tr("Lag");
    case Waiting:
        return tr("Waiting");
    case Rate:
        return tr("Throughput");
    default:
        return {};
    }
}

} // namespace busheng
