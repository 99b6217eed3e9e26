// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/operator_values.h"
#include "ui/models/text_table_model.h"
#include "ui/text/review_text.h"

namespace busheng {

/// Who may work at the node. Texts are safe for display.
class OperatorModel : public TextTableModel<OperatorSnapshot> {
    Q_OBJECT
public:
    enum Column { Name, Person, Role, State, SignedIn, Password, MadeBy, ColumnCount };
    enum Roles { StateRole = Qt::UserRole };
    enum class States { Active, Blocked, Disabled };

    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    static States stateOf(const QString& state);

protected:
    QString text(const OperatorSnapshot& one, int column) const override;
    QString header(int column) const override;
    QVariant more(const OperatorSnapshot& one, int column, int role) const override;
};

/// What waits, or waited, for a second person. Texts are safe for display.
class ReviewModel : public TextTableModel<ReviewedChange> {
    Q_OBJECT
public:
    enum Column { Number, State, Title, Proposer, Proposed, Reviewer, Decided, ColumnCount };
    enum Roles { StateRole = Qt::UserRole, SortRole };
    enum class States { Waiting, Done, Failed, Refused, Over };

    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    static States stateOf(const QString& state);

protected:
    QString text(const ReviewedChange& change, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column == Number; }
    QVariant more(const ReviewedChange& change, int column, int role) const override;
};

/// The members of what is changed, before and after.
class ChangedFieldModel : public TextTableModel<ChangedField> {
    Q_OBJECT
public:
    enum Column { Name, Mark, Before, After, ColumnCount };
    enum Roles { MarkRole = Qt::UserRole };
    enum class Marks { Same, Changed, Added, Removed };

    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    static Marks markOf(const ChangedField& field);

protected:
    QString text(const ChangedField& field, int column) const override;
    QString header(int column) const override;
    QVariant more(const ChangedField& field, int column, int role) const override;
};

} // namespace busheng
