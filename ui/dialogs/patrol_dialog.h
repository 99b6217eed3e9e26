// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/patrol.h"
#include "ui/dialogs/engine_dialog.h"
#include "ui/models/patrol_model.h"
#include "ui/reports/patrol_paper.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>

namespace busheng {

/// One round of the node, on the screen and, when it is wanted, on paper.
class PatrolDialog : public EngineDialog {
    Q_OBJECT
public:
    PatrolDialog(EngineClient& client, QWidget* parent);

    QTableView* table() const { return m_table; }
    QString conclusion() const { return m_conclusion->text(); }
    QString remedy() const { return m_remedy->text(); }
    QPushButton* pdfButton() const { return m_pdf; }
    void writeTo(const QString& path);

private:
    void build();
    void take(const Result<PatrolFacts>& facts);
    void showRemedy();

    PatrolFacts m_facts;
    PatrolModel m_model;
    QLabel* m_conclusion;
    QProgressBar* m_bar;
    QTableView* m_table;
    QLabel* m_remedy;
    QPushButton* m_pdf;
    PatrolPaper m_paper;
    Patrol m_patrol; ///< last: ends before what it comes back to
};

} // namespace busheng
