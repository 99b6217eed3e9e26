// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/operator_models.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

namespace busheng {
namespace {

QString known(qint64 utcMs)
{
    return utcMs > 0 ? Words::time(utcMs) : QString();
}

} // namespace

OperatorModel::States OperatorModel::stateOf(const QString& state)
{
    if (state == QStringLiteral("blocked"))
        return States::Blocked;
    return state == QStringLiteral("disabled") ? States::Disabled : States::Active;
}

QString OperatorModel::text(const OperatorSnapshot& one, int column) const
{
    switch (column) {
    case Name:
        return displayText(one.name);
    case Person:
        return displayText(one.person);
    case Role:
        return Words::operatorRole(one.role);
    case State:
        if (stateOf(one.state) == States::Active && one.isSignedIn)
            return tr("signed in");
        return Words::term(one.state);
    case SignedIn:
        return one.lastSignInUtcMs > 0 ? Words::time(one.lastSignInUtcMs) : tr("never");
    case Password:
        return one.mustChangePassword ? tr("to be changed") : known(one.passwordUtcMs);
    case MadeBy:
        return displayText(one.madeBy);
    default:
        return {};
    }
}

QString OperatorModel::header(int column) const
{
    switch (column) {
    case Name:
        return tr("Name");
    case Person:
        return tr("Person");
    case Role:
        return tr("Role");
    case State:
        return tr("State");
    case SignedIn:
        return tr("Last sign-in");
    case Password:
        return tr("Password of");
    case MadeBy:
        return tr("Added by");
    default:
        return {};
    }
}

QVariant OperatorModel::more(const OperatorSnapshot& one, int column, int role) const
{
    if (role == StateRole)
        return int(stateOf(one.state));
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text(one, column))) : QVariant();
}

ReviewModel::States ReviewModel::stateOf(const QString& state)
{
    if (state == QStringLiteral("waiting"))
        return States::Waiting;
    if (state == QStringLiteral("done"))
        return States::Done;
    if (state == QStringLiteral("failed"))
        return States::Failed;
    return state == QStringLiteral("rejected") ? States::Refused : States::Over;
}

QString ReviewModel::text(const ReviewedChange& change, int column) const
{
    switch (column) {
    case Number:
        return QString::number(change.id);
    case State:
        return Words::term(change.state);
    case Title:
        return changeTitle(change);
    case Proposer:
        return displayText(change.proposer);
    case Proposed:
        return known(change.proposedUtcMs);
    case Reviewer:
        return displayText(change.reviewer);
    case Decided:
        return known(change.decidedUtcMs);
    default:
        return {};
    }
}

QString ReviewModel::header(int column) const
{
    switch (column) {
    case Number:
        return tr("No.");
    case State:
        return tr("State");
    case Title:
        return tr("What is wanted");
    case Proposer:
        return tr("By");
    case Proposed:
        return tr("Proposed");
    case Reviewer:
        return tr("Decided by");
    case Decided:
        return tr("Decided");
    default:
        return {};
    }
}

QVariant ReviewModel::more(const ReviewedChange& change, int column, int role) const
{
    if (role == StateRole)
        return int(stateOf(change.state));
    if (role == SortRole)
        return column == Number || column == Proposed ? QVariant(change.id) : QVariant(text(change, column));
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text(change, column))) : QVariant();
}

ChangedFieldModel::Marks ChangedFieldModel::markOf(const ChangedField& field)
{
    if (!field.differs)
        return Marks::Same;
    if (field.before.isEmpty())
        return Marks::Added;
    return field.after.isEmpty() ? Marks::Removed : Marks::Changed;
}

QString ChangedFieldModel::text(const ChangedField& field, int column) const
{
    switch (column) {
    case Name:
        return field.name;
    case Mark:
        switch (markOf(field)) {
        case Marks::Same:
            return tr("the same");
        case Marks::Changed:
            return tr("changed");
        case Marks::Added:
            return tr("new");
        case Marks::Removed:
            return tr("removed");
        }
        return {};
    case Before:
        return field.before;
    case After:
        return field.after;
    default:
        return {};
    }
}

QString ChangedFieldModel::header(int column) const
{
    switch (column) {
    case Name:
        return tr("Field");
    case Mark:
        return tr("Change");
    case Before:
        return tr("Before");
    case After:
        return tr("After");
    default:
        return {};
    }
}

QVariant ChangedFieldModel::more(const ChangedField& field, int column, int role) const
{
    if (role == MarkRole)
        return int(markOf(field));
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text(field, column))) : QVariant();
}

} // namespace busheng
