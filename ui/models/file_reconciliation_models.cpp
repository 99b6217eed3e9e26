// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/file_reconciliation_models.h"

#include "ui/models/verification_model.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <tuple>

namespace busheng {
namespace {

const QString kDash = QStringLiteral("–");

/// Of what is on neither side there is nothing to say.
QString sizeText(bool isThere, quint64 size)
{
    return isThere ? Words::bytes(qint64(size)) : kDash;
}

QString timeText(qint64 utcMs)
{
    return utcMs > 0 ? Words::time(utcMs) : kDash;
}

bool isOver(const FileReconciliation& found)
{
    return found.state != QStringLiteral("running");
}

/// Negative when nobody knows.
double fraction(const FileReconciliation& found)
{
    return isOver(found) || found.here.files == 0 ? -1 : double(found.compared) / double(found.here.files);
}

} // namespace

bool FileReconciliationItem::operator==(const FileReconciliationItem& other) const
{
    const auto changing = [](const FileReconciliation& one) {
        return std::tie(one.id, one.state, one.compared, one.differenceCount, one.lateCount, one.listed,
                        one.finishedUtcMs, one.here.files, one.error);
    };
    return key == other.key && changing(found) == changing(other.found);
}

std::vector<FileReconciliationItem> FileReconciliationModel::itemsOf(const std::vector<FileReconciliation>& all)
{
    std::vector<FileReconciliationItem> items;
    items.reserve(all.size());
    for (const FileReconciliation& one : all)
        items.push_back({QString::number(one.id), one});
    return items;
}

QString FileReconciliationModel::text(const FileReconciliation& found, int column)
{
    switch (column) {
    case Begun:
        return Words::time(found.startedUtcMs);
    case Task:
        return displayText(found.task);
    case State:
        return Words::term(found.state);
    case Compared: {
        const double done = fraction(found);
        return done < 0 ? tr("%1 files").arg(Words::count(found.compared)) : Words::percent(qMin(done, 1.0));
    }
    case Missing:
        return Words::count(found.missing);
    case Extra:
        return Words::count(found.extra);
    case Different:
        return Words::count(found.different);
    case Late:
        return found.lateAfterMs > 0 ? Words::count(found.lateCount) : kDash;
    case Period:
        return found.fromUtcMs > 0 ? tr("%1 to %2").arg(Words::time(found.fromUtcMs), Words::time(found.toUtcMs))
                                   : tr("up to %1").arg(Words::time(found.toUtcMs));
    case By:
        return found.by.isEmpty() ? kDash : displayText(found.by);
    default:
        return {};
    }
}

QVariant FileReconciliationModel::sortValue(const FileReconciliation& found, int column)
{
    switch (column) {
    case Begun:
        return found.id; // ids rise with time
    case Compared:
        return found.compared;
    case Missing:
        return found.missing;
    case Extra:
        return found.extra;
    case Different:
        return found.different;
    case Late:
        return found.lateCount;
    case Period:
        return found.fromUtcMs;
    default:
        return text(found, column);
    }
}

QVariant FileReconciliationModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FileReconciliation& at = row(index.row()).found;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(at, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(text(at, index.column()));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case StateRole:
        return int(VerificationModel::outcomeOf(at.state));
    case FractionRole:
        return fraction(at);
    case SortRole:
        return sortValue(at, index.column());
    default:
        return {};
    }
}

QVariant FileReconciliationModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    using Kinds = FileDifferenceModel::Kinds;
    switch (section) {
    case Begun:
        return tr("Begun");
    case Task:
        return tr("Task");
    case State:
        return tr("State");
    case Compared:
        return tr("Compared");
    case Missing:
        return FileDifferenceModel::kindText(Kinds::Missing);
    case Extra:
        return FileDifferenceModel::kindText(Kinds::Extra);
    case Different:
        return FileDifferenceModel::kindText(Kinds::Different);
    case Late:
        return FileDifferenceModel::kindText(Kinds::Late);
    case Period:
        return tr("Period");
    case By:
        return tr("Begun by");
    default:
        return {};
    }
}

FileDifferenceModel::Kinds FileDifferenceModel::kindOf(const QString& kind)
{
    return Kinds(std::max<qsizetype>(0, kindNames().indexOf(kind)));
}

QStringList FileDifferenceModel::kindNames()
{
    return {QStringLiteral("missing"), QStringLiteral("extra"), QStringLiteral("different"), QStringLiteral("late")};
}

QString FileDifferenceModel::kindText(Kinds kind)
{
    switch (kind) {
    case Kinds::Missing:
        return tr("missing there");
    case Kinds::Extra:
        return tr("only there");
    case Kinds::Different:
        return tr("different");
    case Kinds::Late:
        return tr("late");
    }
    return Words::unknown();
}

QString FileDifferenceModel::text(const FileDifference& row, int column) const
{
    switch (column) {
    case Kind:
        return kindText(kindOf(row.kind));
    case Path:
        return displayText(row.path);
    case Size:
        return sizeText(!row.here.isEmpty(), row.size);
    case ThereSize:
        return sizeText(!row.there.isEmpty(), row.thereSize);
    case First:
        return timeText(row.firstUtcMs);
    case Arrived:
        return timeText(row.lastUtcMs);
    case Attempts:
        return row.attempts > 0 ? Words::count(quint64(row.attempts)) : kDash;
    default:
        return {};
    }
}

QString FileDifferenceModel::header(int column) const
{
    switch (column) {
    case Kind:
        return tr("Result");
    case Path:
        return tr("File");
    case Size:
        return tr("Size, sender");
    case ThereSize:
        return tr("Size, receiver");
    case First:
        return tr("First tried");
    case Arrived:
        return tr("Acknowledged");
    case Attempts:
        return tr("Attempts");
    default:
        return {};
    }
}

QVariant FileDifferenceModel::more(const FileDifference& row, int, int role) const
{
    if (role == KindRole)
        return int(kindOf(row.kind));
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(report(row))) : QVariant();
}

std::vector<DifferenceCell> FileDifferenceModel::sidesOf(const FileDifference& row)
{
    const bool isHere = !row.here.isEmpty();
    const bool isThere = !row.there.isEmpty();
    const QString absent = tr("not there");
    const QString here = isHere ? row.here : absent;
    const QString there = isThere ? row.there : absent;
    const auto exact = [&absent](bool is, quint64 size) { return is ? tr("%1 bytes").arg(size) : absent; };
    return {{tr("Size"), exact(isHere, row.size), exact(isThere, row.thereSize),
             isHere != isThere || row.size != row.thereSize},
            {QStringLiteral("SM3"), here, there, here != there},
            {tr("First tried"), timeText(row.firstUtcMs), kDash, false},
            {tr("Acknowledged"), timeText(row.lastUtcMs), kDash, false},
            {tr("Attempts"), row.attempts > 0 ? Words::count(quint64(row.attempts)) : kDash, kDash, false}};
}

QString FileDifferenceModel::report(const FileDifference& row)
{
    QStringList lines{displayText(row.path), kindText(kindOf(row.kind))};
    for (const DifferenceCell& side : sidesOf(row))
        lines.append(side.column + QStringLiteral(": ") + displayText(side.sourceValue) + QStringLiteral(" | ") +
                     displayText(side.targetValue));
    return lines.join(u'\n');
}

} // namespace busheng
