// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/ledger_export.h"
#include "ui/dialogs/engine_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>

namespace busheng {

/// Seals the ledger, writes it out and checks it as an auditor would: chain, order, seals and signatures. `path` empty:
/// only to check it. Closing the dialog stops the work and leaves no file.
class LedgerCheckDialog : public EngineDialog {
    Q_OBJECT
public:
    LedgerCheckDialog(EngineClient& client, const QString& path, QWidget* parent);

    QString result() const { return m_result->toPlainText(); }
    QString summary() const { return m_summary->text(); }

private:
    void onProgress(qint64 lines);
    void onFinished(const Result<LedgerCheck>& check);

    const QString m_path;
    LedgerExport* m_export;
    qint64 m_newest = 0; ///< of the ledger, when it began; 0: not known
    QLabel* m_summary;
    QProgressBar* m_bar;
    QPlainTextEdit* m_result;
    QPushButton* m_copy;
    QPushButton* m_close;
};

} // namespace busheng
