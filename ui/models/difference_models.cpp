// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/difference_models.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kKeyLength = 120;

struct Stretch {
    qsizetype from = -1;
    qsizetype length = 0;
};

/// What is left of `text` without what both begin and end with.
Stretch changedPart(const QString& text, const QString& other)
{
    const qsizetype shorter = std::min(text.size(), other.size());
    qsizetype before = 0;
    while (before < shorter && text.at(before) == other.at(before))
        ++before;
    qsizetype behind = 0;
    while (behind < shorter - before && text.at(text.size() - 1 - behind) == other.at(other.size() - 1 - behind))
        ++behind;
    return {before, text.size() - before - behind};
}

} // namespace

QString TableCheckModel::text(const TableCheck& row, int column) const
{
    switch (column) {
    case Table:
        return displayText(row.table);
    case SourceRows:
        return Words::count(row.sourceRows);
    case TargetRows:
        return row.isParked ? Words::term(QStringLiteral("parked")) : Words::count(row.targetRows);
    case Differences:
        return row.isParked ? QStringLiteral("–") : Words::count(row.differences);
    default:
        return {};
    }
}

QString TableCheckModel::header(int column) const
{
    switch (column) {
    case Table:
        return tr("Table");
    case SourceRows:
        return tr("Rows, source");
    case TargetRows:
        return tr("Rows, target");
    case Differences:
        return tr("Differences");
    default:
        return {};
    }
}

DifferenceModel::Kinds DifferenceModel::kindOf(const QString& kind)
{
    if (kind == QStringLiteral("missing"))
        return Kinds::Missing;
    return kind == QStringLiteral("extra") ? Kinds::Extra : Kinds::Different;
}

QString DifferenceModel::kindText(Kinds kind)
{
    switch (kind) {
    case Kinds::Missing:
        return tr("missing");
    case Kinds::Extra:
        return tr("extra");
    case Kinds::Different:
        return tr("different");
    }
    return Words::unknown();
}

int DifferenceModel::count(Kinds kind) const
{
    return int(std::ranges::count_if(rows(), [kind](const Difference& row) { return kindOf(row.kind) == kind; }));
}

QString DifferenceModel::text(const Difference& row, int column) const
{
    switch (column) {
    case Kind:
        return kindText(kindOf(row.kind));
    case Table:
        return displayText(row.table);
    case Key:
        return displayText(row.key, kKeyLength);
    case Columns: {
        QStringList names;
        for (const DifferenceCell& cell : row.cells) {
            if (cell.differs)
                names.append(displayText(cell.column));
        }
        return kindOf(row.kind) == Kinds::Different ? names.join(QStringLiteral(", ")) : QStringLiteral("–");
    }
    default:
        return {};
    }
}

QString DifferenceModel::header(int column) const
{
    switch (column) {
    case Kind:
        return tr("At the target");
    case Table:
        return tr("Table");
    case Key:
        return tr("Key");
    case Columns:
        return tr("Fields that differ");
    default:
        return {};
    }
}

QVariant DifferenceModel::more(const Difference& row, int column, int role) const
{
    if (role == KindRole)
        return int(kindOf(row.kind));
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text(row, column))) : QVariant();
}

void DifferenceFilter::setWanted(std::set<DifferenceModel::Kinds> kinds, const QString& text)
{
    m_kinds = std::move(kinds);
    m_text = text;
    invalidateFilter();
}

bool DifferenceFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const auto kind = sourceModel()->index(row, 0, parent).data(DifferenceModel::KindRole).toInt();
    if (!m_kinds.contains(DifferenceModel::Kinds(kind)))
        return false;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column) {
        if (sourceModel()->index(row, column, parent).data().toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

QString DifferenceCellModel::text(const DifferenceCell& row, int column) const
{
    switch (column) {
    case Mark:
        return row.differs ? QStringLiteral("≠") : QString();
    case Name:
        return displayText(row.column);
    case SourceValue:
        return displayText(row.sourceValue);
    case TargetValue:
        return displayText(row.targetValue);
    default:
        return {};
    }
}

QString DifferenceCellModel::header(int column) const
{
    switch (column) {
    case Name:
        return tr("Field");
    case SourceValue:
        return tr("Source");
    case TargetValue:
        return tr("Target");
    default:
        return {};
    }
}

QVariant DifferenceCellModel::more(const DifferenceCell& row, int column, int role) const
{
    if (role == Qt::ToolTipRole)
        return plainToolTip(text(row, column));
    if (role != ChangedFromRole && role != ChangedLengthRole)
        return {};
    if (!row.differs || (column != SourceValue && column != TargetValue))
        return role == ChangedFromRole ? -1 : 0;
    const Stretch changed =
        changedPart(text(row, column), text(row, column == SourceValue ? TargetValue : SourceValue));
    return role == ChangedFromRole ? changed.from : changed.length;
}

} // namespace busheng
