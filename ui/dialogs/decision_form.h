// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"

#include <QDateEdit>
#include <QLabel>
#include <QPushButton>

namespace busheng {

class ColumnPicker;

/// Decides an application: what of it, per table and column, until when; or not at all, with the reason. Sensitive
/// columns are ticked one by one, or not.
class DecisionForm : public EngineDialog {
    Q_OBJECT
public:
    /// `offer`: what the source has; without it nothing can be approved.
    DecisionForm(EngineClient& client, const ExchangeAgreement& agreement, const std::optional<DatasetOffer>& offer,
                 QWidget* parent);

    ExchangeDecision decision(bool approves) const;
    ColumnPicker* columns() const { return m_columns; }
    QLineEdit* reason() const { return m_reason; }
    QDateEdit* until() const { return m_until; }
    QPushButton* approveButton() const { return m_approve; }
    QPushButton* refuseButton() const { return m_refuse; }

Q_SIGNALS:
    void saved(const QString& agreement);

private:
    void build();
    void update();
    void decide(bool approves);

    const ExchangeAgreement m_agreement;
    ColumnPicker* m_columns;
    QLabel* m_summary;
    QLineEdit* m_reason;
    QDateEdit* m_until;
    QLabel* m_hint;
    QPushButton* m_approve = nullptr;
    QPushButton* m_refuse = nullptr;
};

/// Ends an agreement with a reason: the provider revokes it, the applicant withdraws.
class EndAgreementForm : public EngineDialog {
    Q_OBJECT
public:
    EndAgreementForm(EngineClient& client, const ExchangeAgreement& agreement, QWidget* parent);

    QLineEdit* reason() const { return m_reason; }
    QPushButton* endButton() const { return m_end; }

Q_SIGNALS:
    void saved(const QString& agreement);

private:
    QLineEdit* m_reason;
    QPushButton* m_end;
};

} // namespace busheng
