// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"

#include <QDateEdit>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

namespace busheng {

class ColumnPicker;

/// Applies for tables and columns of a dataset that a peer offers: which, what for, on which legal basis, until when.
/// It can be kept as a draft.
class ApplicationForm : public EngineDialog {
    Q_OBJECT
public:
    /// `draft`: goes on with it.
    ApplicationForm(EngineClient& client, const DatasetOffer& offer, const std::optional<ExchangeAgreement>& draft,
                    QWidget* parent);

    ExchangeApplication application() const;
    ColumnPicker* columns() const { return m_columns; }
    QLineEdit* purpose() const { return m_purpose; }
    QLineEdit* legalBasis() const { return m_basis; }
    QDateEdit* until() const { return m_until; }
    QPushButton* sendButton() const { return m_send; }
    QPushButton* draftButton() const { return m_draft; }

Q_SIGNALS:
    void saved(const QString& agreement);

private:
    void build();
    void update();
    void save(bool asDraft);

    const DatasetOffer m_offer;
    const QString m_draftId;
    ColumnPicker* m_columns;
    QLabel* m_summary;
    QLineEdit* m_purpose;
    QLineEdit* m_basis;
    QDateEdit* m_until;
    QLabel* m_hint;
    QPushButton* m_draft = nullptr;
    QPushButton* m_send = nullptr;
};

/// What the source says of a dataset, for a head of a form.
QString offerText(const DatasetOffer& offer);

} // namespace busheng
