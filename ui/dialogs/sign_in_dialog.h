// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"

#include <QPushButton>

namespace busheng {

class PasswordField;

/// Who are you? Name and password; and a password of one's own, when another chose it or it is too old.
class SignInDialog : public EngineDialog {
    Q_OBJECT
public:
    /// `name`: of who worked here last; empty: nobody.
    SignInDialog(EngineClient& client, const QString& name, QWidget* parent);

    QLineEdit* name() const { return m_name; }
    PasswordField* password() const { return m_password; }
    QPushButton* signInButton() const { return m_signIn; }
    PasswordField* wanted() const { return m_wanted; }
    PasswordField* repeated() const { return m_repeated; }
    QPushButton* changeButton() const { return m_change; }
    bool asksForNewPassword() const { return !m_changeStep->isHidden(); }

    /// Only the second half: somebody who has signed in wants another password.
    void askForNewPassword();

Q_SIGNALS:
    void signedIn(const busheng::SessionSnapshot& session);

private:
    QWidget* buildSignIn();
    QWidget* buildChange();
    void showStep(QWidget* step);
    void updateButtons();
    void signIn();
    void change();
    void takeSession(const Result<SessionSnapshot>& session);

    QWidget* m_signInStep;
    QWidget* m_changeStep;
    QLineEdit* m_name;
    PasswordField* m_password;
    QPushButton* m_signIn;
    PasswordField* m_present;
    PasswordField* m_wanted;
    PasswordField* m_repeated;
    QLabel* m_hint;
    QPushButton* m_change;
    SessionSnapshot m_session;
};

} // namespace busheng
