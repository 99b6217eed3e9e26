// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/text_table_model.h"

namespace busheng {

/// Rows that a target did not take, newest first. Texts are safe for display.
class ExceptionModel : public TextTableModel<ExceptionRecord> {
    Q_OBJECT
public:
    enum Column { Since, Kind, Table, Key, Operation, State, Attempts, ColumnCount };
    enum Role { StateRole = Qt::UserRole };
    enum class States { Open, Resolved, Dismissed, Settled };
    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    void append(const std::vector<ExceptionRecord>& older);
    static States stateOf(const QString& state);
    static QString stateText(States state);
    static QString kindText(const QString& kind);
    static QString operationText(const QString& operation);

protected:
    QString text(const ExceptionRecord& row, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column == Attempts; }
    QVariant more(const ExceptionRecord& row, int column, int role) const override;
};

/// Tables whose changes wait, of one subscription. Texts are safe for display.
class ParkedTableModel : public TextTableModel<ParkedTable> {
    Q_OBJECT
public:
    enum Column { Table, Waiting, Since, Why, ColumnCount };
    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

protected:
    QString text(const ParkedTable& row, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column == Waiting; }
    QVariant more(const ParkedTable& row, int column, int role) const override;
};

} // namespace busheng
