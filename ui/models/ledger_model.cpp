// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ledger_model.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kMostBlocks = 64; ///< kept; a screen shows at most two
constexpr int kMostRows = std::numeric_limits<int>::max() - 1;

} // namespace

void LedgerModel::showAll(qint64 newest)
{
    newest = std::min<qint64>(newest, kMostRows);
    if (!m_isAll || newest < m_newest) {
        beginResetModel();
        m_isAll = true;
        m_newest = newest;
        m_found.clear();
        m_blocks.clear();
        m_order.clear();
        m_asked.clear();
        endResetModel();
        return;
    }
    if (newest == m_newest)
        return;
    const qint64 partial = blockOf(std::max<qint64>(1, m_newest)); // its newer lines are not here
    m_blocks.remove(partial);
    m_order.removeAll(partial);
    m_asked.remove(partial);
    beginInsertRows({}, 0, int(newest - m_newest) - 1);
    m_newest = newest;
    endInsertRows();
}

void LedgerModel::showFound()
{
    beginResetModel();
    m_isAll = false;
    m_found.clear();
    m_blocks.clear();
    m_order.clear();
    m_asked.clear();
    endResetModel();
}

void LedgerModel::takeBlock(qint64 block, std::vector<LedgerRow> lines)
{
    m_asked.remove(block);
    if (!m_isAll)
        return;
    m_blocks.insert(block, std::move(lines));
    m_order.removeAll(block);
    m_order.append(block);
    while (m_order.size() > kMostBlocks)
        m_blocks.remove(m_order.takeFirst());
    const qint64 highest = std::min(m_newest, (block + 1) * kBlock);
    const qint64 lowest = block * kBlock + 1;
    if (highest >= lowest)
        Q_EMIT dataChanged(index(int(m_newest - highest), 0), index(int(m_newest - lowest), ColumnCount - 1));
}

void LedgerModel::append(std::vector<LedgerRow> found)
{
    if (m_isAll || found.empty())
        return;
    beginInsertRows({}, int(m_found.size()), int(m_found.size() + found.size()) - 1);
    std::ranges::move(found, std::back_inserter(m_found));
    endInsertRows();
}

const LedgerRow* LedgerModel::line(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    if (!m_isAll)
        return &m_found[std::size_t(row)];
    const qint64 id = m_newest - row;
    const qint64 block = blockOf(id);
    const auto lines = m_blocks.constFind(block);
    if (lines == m_blocks.constEnd())
        return nullptr;
    const auto found = std::ranges::find(*lines, id, &LedgerRow::id);
    return found == lines->end() ? nullptr : &*found;
}

int LedgerModel::rowOf(qint64 id) const
{
    if (m_isAll)
        return id >= 1 && id <= m_newest ? int(m_newest - id) : -1;
    const auto found = std::ranges::find(m_found, id, &LedgerRow::id);
    return found == m_found.end() ? -1 : int(found - m_found.begin());
}

LedgerModel::Outcomes LedgerModel::outcomeOf(const LedgerRow& row)
{
    if (row.outcome == QStringLiteral("refused"))
        return Outcomes::Refused;
    if (row.outcome == QStringLiteral("repeated"))
        return Outcomes::Repeated;
    static const QStringList kCrossed{QStringLiteral("sealed"), QStringLiteral("applied"), QStringLiteral("arrived")};
    return kCrossed.contains(row.outcome) ? Outcomes::Crossed : Outcomes::Other;
}

QString LedgerModel::text(const LedgerRow& row, int column)
{
    switch (column) {
    case Id:
        return QString::number(row.id);
    case Time:
        return Words::time(row.utcMs);
    case Direction:
        return Words::term(row.direction);
    case Peer:
        return displayText(row.peer);
    case Kind:
        return Words::term(row.kind);
    case Stream:
        return displayText(row.name.isEmpty() ? row.stream : row.name);
    case Sequence:
        return row.sequence == 0 ? QString() : QString::number(row.sequence);
    case Outcome:
        return Words::term(row.outcome);
    case Changes:
        return row.changes == 0 ? QString() : Words::count(row.changes);
    case Size:
        return row.plainBytes == 0 ? QString() : Words::bytes(row.plainBytes);
    default:
        return {};
    }
}

int LedgerModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid())
        return 0;
    return m_isAll ? int(m_newest) : int(m_found.size());
}

QVariant LedgerModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole && role != OutcomeRole)
        return {};
    const LedgerRow* row = line(index.row());
    if (row == nullptr) {
        const qint64 id = m_newest - index.row();
        const qint64 block = blockOf(id);
        if (m_isAll && !m_blocks.contains(block) && !m_asked.contains(block)) {
            m_asked.insert(block);
            Q_EMIT blockWanted(block);
        }
        if (role == OutcomeRole)
            return int(Outcomes::Other);
        if (role == Qt::ToolTipRole)
            return {};
        return index.column() == Id ? QString::number(id) : index.column() == Time ? QStringLiteral("…") : QString();
    }
    if (role == OutcomeRole)
        return int(outcomeOf(*row));
    const QString shown = text(*row, index.column());
    return role == Qt::ToolTipRole ? plainToolTip(shown) : shown;
}

QVariant LedgerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Id:
        return tr("Line");
    case Time:
        return tr("Time");
    case Direction:
        return tr("Way");
    case Peer:
        return tr("Peer");
    case Kind:
        return tr("Kind");
    case Stream:
        return tr("Stream, file or key");
    case Sequence:
        return tr("Number");
    case Outcome:
        return tr("Outcome");
    case Changes:
        return tr("Changes");
    case Size:
        return tr("Size");
    default:
        return {};
    }
}

void LedgerModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

} // namespace busheng
