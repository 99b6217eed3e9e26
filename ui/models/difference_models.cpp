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

void TableCheckModel::setTables(const std::vector<TableCheck>& tables)
{
    TableCheck all;
    for (const TableCheck& table : tables) {
        all.sourceRows += table.sourceRows;
        all.targetRows += table.targetRows;
        all.differences += table.differences;
        all.missing += table.missing;
        all.extra += table.extra;
        all.different += table.different;
    }
    std::vector<TableCheck> rows{all};
    rows.insert(rows.end(), tables.begin(), tables.end());
    if (rows.size() == std::size_t(rowCount())) { // the selection stays
        updateRows(std::move(rows));
        return;
    }
    setRows(std::move(rows));
}

QString TableCheckModel::text(const TableCheck& row, int column) const
{
    switch (column) {
    case Table:
        if (!row.leftOut.isEmpty())
            return tr("%1 (without %2)")
                .arg(displayText(row.table), displayText(row.leftOut.join(QStringLiteral(", "))));
        return row.table.isEmpty() ? tr("All tables") : displayText(row.table);
    case Differences:
        return row.isParked ? Words::term(QStringLiteral("parked")) : Words::count(row.differences);
    case Missing:
        return Words::count(row.missing);
    case Extra:
        return Words::count(row.extra);
    case Different:
        return Words::count(row.different);
    case SourceRows:
        return Words::count(row.sourceRows);
    case TargetRows:
        return row.isParked ? QStringLiteral("–") : Words::count(row.targetRows);
    default:
        return {};
    }
}

QString TableCheckModel::header(int column) const
{
    switch (column) {
    case Table:
        return tr("Table");
    case Differences:
        return tr("Differences");
    case Missing:
        return DifferenceModel::kindText(DifferenceModel::Kinds::Missing);
    case Extra:
        return DifferenceModel::kindText(DifferenceModel::Kinds::Extra);
    case Different:
        return DifferenceModel::kindText(DifferenceModel::Kinds::Different);
    case SourceRows:
        return tr("Rows, source");
    case TargetRows:
        return tr("Rows, target");
    default:
        return {};
    }
}

DifferenceModel::Kinds DifferenceModel::kindOf(const QString& kind)
{
    if (kind == nameOf(Kinds::Missing))
        return Kinds::Missing;
    return kind == nameOf(Kinds::Extra) ? Kinds::Extra : Kinds::Different;
}

QString DifferenceModel::nameOf(Kinds kind)
{
    switch (kind) {
    case Kinds::Missing:
        return QStringLiteral("missing");
    case Kinds::Extra:
        return QStringLiteral("extra");
    case Kinds::Different:
        break;
    }
    return QStringLiteral("different");
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

QString DifferenceModel::text(const Difference& row, int column) const
{
    switch (column) {
    case Kind:
        return kindText(kindOf(row.kind));
    case Table:
        return displayText(row.table);
    case Range:
        return row.range == 0 ? QStringLiteral("–") : Words::count(quint64(row.range));
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
    case Range:
        return tr("Range");
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
    if (role == Qt::ToolTipRole && column == Range)
        return plainToolTip(tr("Rows are compared in ranges of keys; this is the number of the one it was found in."));
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text(row, column))) : QVariant();
}

void DifferenceCellModel::setSides(const QString& source, const QString& target)
{
    m_source = source;
    m_target = target;
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
        return m_source.isEmpty() ? tr("Source") : m_source;
    case TargetValue:
        return m_target.isEmpty() ? tr("Target") : m_target;
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
