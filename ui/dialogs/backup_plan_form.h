// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_values.h"
#include "ui/dialogs/engine_dialog.h"
#include "ui/widgets/password_field.h"
#include "ui/widgets/timetable_field.h"

#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace busheng {

/// When the node backs itself up, where to, how many stay, and with which passphrase, which lies in the node's vault.
class BackupPlanForm : public EngineDialog {
    Q_OBJECT
public:
    BackupPlanForm(EngineClient& client, const BackupShelf& shelf, QWidget* parent);

    TimetableField* times() const { return m_times; }
    QLineEdit* directory() const { return m_directory; }
    QSpinBox* keep() const { return m_keep; }
    PasswordField* passphrase() const { return m_passphrase; }
    PasswordField* repeated() const { return m_repeated; }
    QPushButton* saveButton() const { return m_save; }
    BackupPlan plan() const;

private:
    void build();
    void updateButton();
    void save();
    void savePlan();

    BackupShelf m_shelf;
    TimetableField* m_times;
    QLineEdit* m_directory;
    QSpinBox* m_keep;
    PasswordField* m_passphrase;
    PasswordField* m_repeated;
    QLabel* m_hint;
    QPushButton* m_save;
};

} // namespace busheng
