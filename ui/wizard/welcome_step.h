// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/password_field.h"
#include "ui/wizard/wizard_step.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>

namespace busheng {

/// Language and theme, where the node's data shall lie, and whether one sets the node up, restores it from a backup, or
/// practises first.
class WelcomeStep : public WizardStep {
    Q_OBJECT
public:
    explicit WelcomeStep(FirstStart& shared);

    QString title() const override;
    QString headline() const override;
    QString explanation() const override;
    QString missing() const override;
    void enter() override;
    void goOn() override;
    void retranslate() override;

    QComboBox* languages() const { return m_languages; }
    QComboBox* themes() const { return m_themes; }
    QRadioButton* practise() const { return m_practise; }
    QRadioButton* setUp() const { return m_setUp; }
    QLineEdit* directory() const { return m_directory; }
    QRadioButton* restore() const { return m_restore; }
    QLineEdit* backup() const { return m_backup; }
    PasswordField* passphrase() const { return m_passphrase; }

Q_SIGNALS:
    void languageChosen(const QString& language);
    void themeChosen(const QString& theme);

private:
    void updateFields();
    QLayout* buildRestore();
    /// From now on the node of the directory that is chosen; then `onDone`.
    void chooseDirectory(std::function<Result<NodeSetupState>(NodeSetupApi&)> more, std::function<void()> onDone);
    void lookAtBackup();
    void askToRestore(const BackupOrigin& origin);
    void restoreNow(const QString& code);
    void startEngine();
    void startPractice();

    QLabel* m_languageLabel;
    QComboBox* m_languages;
    QLabel* m_themeLabel;
    QComboBox* m_themes;
    QRadioButton* m_setUp;
    QLabel* m_setUpText;
    QLabel* m_directoryLabel;
    QLineEdit* m_directory;
    QPushButton* m_browse;
    QRadioButton* m_restore;
    QLabel* m_restoreText;
    QLabel* m_backupLabel;
    QLineEdit* m_backup;
    QPushButton* m_findBackup;
    QLabel* m_passphraseLabel;
    PasswordField* m_passphrase;
    QRadioButton* m_practise;
    QLabel* m_practiseText;
};

} // namespace busheng
