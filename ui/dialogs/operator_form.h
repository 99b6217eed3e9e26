// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>

namespace busheng {

class PasswordField;

/// Adds an operator; gives one that is there another role, or another password.
class OperatorForm : public EngineDialog {
    Q_OBJECT
public:
    enum class Purpose {
        First, ///< a security administrator, who switches operators on
        Add,
        Role,
        Password,
    };
    /// `of`: whom it is about, for Role and Password.
    OperatorForm(EngineClient& client, Purpose purpose, const OperatorSnapshot& of, QWidget* parent);

    QLineEdit* name() const { return m_name; }
    QLineEdit* person() const { return m_person; }
    QComboBox* role() const { return m_role; }
    PasswordField* password() const { return m_password; }
    PasswordField* repeated() const { return m_repeated; }
    QPushButton* saveButton() const { return m_save; }
    QString hint() const { return m_hint->text(); }

Q_SIGNALS:
    void saved();

private:
    QString titleText() const;
    bool asksForPassword() const { return m_purpose != Purpose::Role; }
    void check();
    void save();

    const Purpose m_purpose;
    const OperatorSnapshot m_of;
    QLineEdit* m_name;
    QLineEdit* m_person;
    QComboBox* m_role;
    PasswordField* m_password;
    PasswordField* m_repeated;
    QLabel* m_hint;
    QPushButton* m_save;
};

/// A change of this operator that changes nothing yet.
SeenEdit seenOperator(const OperatorSnapshot& one);

} // namespace busheng
