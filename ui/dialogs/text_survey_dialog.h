// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/models/text_column_model.h"

#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>

namespace busheng {

/// Texts between the encodings of a source and a target, before they are sent (§8.1.1 e): what is there, what does not
/// fit, and the SQL that widens the target's columns, to copy or to be run on the wish of the person.
class TextSurveyDialog : public EngineDialog {
    Q_OBJECT
public:
    TextSurveyDialog(EngineClient& client, const SubscriptionConfig& subscription, QWidget* parent);

    QTableView* table() const { return m_table; }
    QString details() const { return m_details->toPlainText(); }
    QString summary() const { return m_summary->text(); }
    QPushButton* widenButton() const { return m_widen; }

private:
    void build();
    void look();
    void show(const TextSurvey& survey);
    void askToWiden();
    void widen();
    void showDetails();

    const SubscriptionConfig m_subscription;
    QStringList m_sql;
    TextColumnModel m_model;
    QTableView* m_table;
    QPlainTextEdit* m_details;
    QLabel* m_summary;
    QCheckBox* m_all;
    QPushButton* m_look;
    QPushButton* m_copy;
    QPushButton* m_widen;
};

} // namespace busheng
