// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/text_values.h"
#include "ui/models/text_table_model.h"

namespace busheng {

/// The columns of a survey of texts: what is in them, and what the target has for it.
class TextColumnModel : public TextTableModel<TextColumn> {
    Q_OBJECT
public:
    using TextTableModel::TextTableModel;

    enum Column { Name, SourceType, Texts, LongestCharacters, LongestBytes, TargetType, Room, Finding, ColumnCount };

    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(ColumnCount); }
    /// Samples and reasons of one column, a line each; empty: there is nothing to say.
    static QString details(const TextColumn& column);
    static QString problemsText(const TextColumn& column);

protected:
    QString text(const TextColumn& row, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override;
};

} // namespace busheng
