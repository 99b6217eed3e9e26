// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_values.h"
#include "ui/dialogs/engine_dialog.h"
#include "ui/widgets/password_field.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace busheng {

/// How far a backup is, as a bar says it.
void showBackupProgress(QProgressBar& bar, const BackupProgress& progress);

/// Makes a backup of the node, or looks one through: asks for file and passphrase, and shows how far it is. Closing it
/// leaves the work going, and what comes of it is told by done() and failedBehind().
class BackupForm : public EngineDialog {
    Q_OBJECT
public:
    enum class Purpose { Make, Verify };
    /// `file`: suggested, or the one to look through. `hasKept`: a passphrase is kept for the timetable.
    BackupForm(EngineClient& client, Purpose purpose, const QString& file, bool hasKept, QWidget* parent);

    QLineEdit* file() const { return m_file; }
    PasswordField* passphrase() const { return m_passphrase; }
    PasswordField* repeated() const { return m_repeated; } ///< of one that is made
    QPushButton* startButton() const { return m_start; }
    QPushButton* stopButton() const { return m_stop; }
    QProgressBar* progress() const { return m_progress; }
    QString hint() const { return m_hint->text(); }

    /// Also by the window's own button: while the work goes on, the form is only out of sight.
    void reject() override;

Q_SIGNALS:
    void done(const busheng::BackupRow& row);
    /// What went on in the background has failed: the form is not there any more to say so.
    void failedBehind(const busheng::Error& error);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void build();
    void buildButtons();
    void browse();
    void start();
    void take(const Result<BackupRow>& outcome);
    void stop();
    void updateButtons();
    void showProgress();

    const Purpose m_purpose;
    const bool m_hasKept;
    bool m_isBehind = false; ///< it goes on in the background
    QLineEdit* m_file;
    PasswordField* m_passphrase;
    PasswordField* m_repeated;
    QLabel* m_hint;
    QProgressBar* m_progress;
    QPushButton* m_start;
    QPushButton* m_stop;
    QPushButton* m_close;
};

} // namespace busheng
