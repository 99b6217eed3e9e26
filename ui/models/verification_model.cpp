// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/verification_model.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

const QString kRunning = QStringLiteral("running");

/// Of the rows that were expected; negative once it is over, and before anybody knows.
double fraction(const VerificationRow& row)
{
    const auto outcome = VerificationModel::outcomeOf(row.state);
    const bool isOver =
        outcome != VerificationModel::Outcome::Running && outcome != VerificationModel::Outcome::Waiting;
    if (isOver || row.rowsExpected == 0)
        return -1;
    return double(row.rowsCompared) / double(row.rowsExpected);
}

} // namespace

VerificationRow VerificationModel::rowOf(const VerificationSnapshot& verification)
{
    const bool waits = verification.state == kRunning && verification.waiting;
    return {QString::number(verification.id),
            verification.id,
            verification.subscription,
            verification.level,
            waits ? QStringLiteral("waiting") : verification.state,
            verification.scheduled,
            verification.rowsCompared,
            verification.rowsExpected,
            verification.differenceCount,
            verification.startedUtcMs};
}

VerificationModel::Outcome VerificationModel::outcomeOf(const QString& state)
{
    static const QHash<QString, Outcome> kOutcomes{{kRunning, Outcome::Running},
                                                   {QStringLiteral("waiting"), Outcome::Waiting},
                                                   {QStringLiteral("equal"), Outcome::Equal},
                                                   {QStringLiteral("different"), Outcome::Different},
                                                   {QStringLiteral("failed"), Outcome::Failed}};
    return kOutcomes.value(state, Outcome::Stopped);
}

void VerificationModel::update(const std::vector<VerificationSnapshot>& verifications)
{
    std::vector<VerificationRow> rows;
    for (const VerificationSnapshot& one : verifications)
        rows.push_back(rowOf(one));
    setRows(rows);
}

int VerificationModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString VerificationModel::text(const VerificationRow& row, int column)
{
    switch (column) {
    case Begun:
        return Words::time(row.startedUtcMs) + (row.scheduled ? QStringLiteral(" · ") + tr("by timetable") : QString());
    case Subscription:
        return displayText(row.subscription);
    case Level:
        return row.level == QStringLiteral("table") ? tr("row counts") : tr("every field");
    case State:
        return Words::term(row.state);
    case Progress: {
        const double done = fraction(row);
        return done < 0 ? tr("%1 rows").arg(Words::count(row.rowsCompared)) : Words::percent(qMin(done, 1.0));
    }
    case Differences:
        return Words::count(row.differenceCount);
    default:
        return {};
    }
}

QVariant VerificationModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const VerificationRow& at = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(at, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(text(at, index.column()));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == Differences ? Qt::AlignRight : Qt::AlignLeft));
    case StateRole:
        return int(outcomeOf(at.state));
    case FractionRole:
        return fraction(at);
    case SortRole:
        if (index.column() == Begun)
            return at.startedUtcMs;
        return index.column() == Differences ? QVariant(at.differenceCount) : QVariant(text(at, index.column()));
    default:
        return {};
    }
}

QVariant VerificationModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Differences ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Begun:
        return tr("Begun");
    case Subscription:
        return tr("Subscription");
    case Level:
        return tr("Compares");
    case State:
        return tr("State");
    case Progress:
        return tr("Compared");
    case Differences:
        return tr("Differences");
    default:
        return {};
    }
}

} // namespace busheng
