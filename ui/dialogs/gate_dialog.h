// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/gate.h"
#include "ui/dialogs/engine_dialog.h"

#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

namespace busheng {

/// What the quality gate of a subscription found, rule by rule, and a person's word on it: sign, reject, or ask again
/// when the rows were mended. Without a reason nothing is decided.
class GateDialog : public EngineDialog {
    Q_OBJECT
public:
    GateDialog(EngineClient& client, const QString& subscription, QWidget* parent);

    QTreeWidget* rules() const { return m_rules; }
    QLineEdit* reason() const { return m_reason; }
    QPushButton* signButton() const { return m_sign; }
    QPushButton* rejectButton() const { return m_reject; }
    QString summary() const { return m_summary->text(); }
    void writeTo(const QString& path); ///< the report: a paper when it ends in .pdf, else CSV

private:
    using Call = std::function<void(EngineApi&, Reply<GateReport>)>;
    void build();
    void ask(const Call& call, bool closes);
    void decide(bool isSigned);
    void showReport(const GateReport& report);
    void chooseFile();
    void updateButtons();

    const QString m_subscription;
    GateReport m_report;
    QLabel* m_summary;
    QTreeWidget* m_rules;
    QLineEdit* m_reason;
    QPushButton* m_sign = nullptr;
    QPushButton* m_reject = nullptr;
    QPushButton* m_again = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace busheng
