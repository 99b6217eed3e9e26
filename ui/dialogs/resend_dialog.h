// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/models/file_run_models.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>

namespace busheng {

/// Sends files of a task again, after it has shown what that would do (§8.2.7). `paths`: beneath the task's source
/// directory; none: all in the failed directory.
class ResendDialog : public EngineDialog {
    Q_OBJECT
public:
    enum class Reason {
        Failed,      ///< they failed, or somebody chose them
        MissingThere ///< a reconciliation found that the receiver has them not, whatever was acknowledged
    };

    ResendDialog(EngineClient& client, const QString& task, const QStringList& paths, QWidget* parent,
                 Reason reason = Reason::Failed);

    QTableView* table() const { return m_table; }
    QPushButton* sendButton() const { return m_send; }
    QString summary() const { return m_summary->text(); }

Q_SIGNALS:
    void begun(const QString& task, qint64 run);

private:
    void build();
    void ask(bool preview);
    void showPreview(const FileResend& found);

    const QString m_task;
    const QStringList m_paths;
    const Reason m_reason;
    ResendModel m_model;
    QLabel* m_summary;
    QTableView* m_table;
    QPushButton* m_send;
};

} // namespace busheng
