// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/seen_change.h"
#include "engine/base/error.h"
#include "ui/widgets/wrapped_text.h"

#include <QDialog>
#include <QPushButton>
#include <QTableWidget>

namespace busheng {

/// A change as it is asked for, and the thing as it would be: whole, like SeenChange::seen.
struct SeenEdit {
    SeenChange change;
    QJsonObject mine;
};

/// Somebody else has changed meanwhile what a person is about to save: member by member what stands there now and what
/// this person wants, where the two differ. Closing it goes on editing. Asks nobody; the caller does what is chosen.
class OvertakenDialog : public QDialog {
    Q_OBJECT
public:
    /// `overtaken`: the failure REV_OVERTAKEN that `edit` ended with.
    OvertakenDialog(const SeenEdit& edit, const Error& overtaken, QWidget* parent);

    QString words() const { return m_words->text(); }
    QTableWidget* table() const { return m_table; }
    QPushButton* mineButton() const { return m_mine; }
    QPushButton* theirsButton() const { return m_theirs; } ///< null when the thing is gone

Q_SIGNALS:
    void mineWanted(const SeenEdit& again); ///< as it would be saved now, in the place of what was seen here
    void theirsWanted(const QJsonObject& theirs);

private:
    void build();
    void fillTable();

    const SeenEdit m_edit;
    const QJsonObject m_present;
    WrappedLabel* m_words;
    QTableWidget* m_table;
    QPushButton* m_mine = nullptr;
    QPushButton* m_theirs = nullptr;
};

} // namespace busheng
