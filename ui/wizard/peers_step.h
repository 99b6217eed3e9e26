// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/link_model.h"
#include "ui/wizard/wizard_step.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include <memory>

namespace busheng {

class Card;
class EmptyState;
class EngineClient;
class NoticeBar;

/// Whom the node exchanges data with: registers peers, and shows of each whether its link stands, or why not and what
/// to do. The engine tries them all by itself.
class PeersStep : public WizardStep {
    Q_OBJECT
public:
    explicit PeersStep(FirstStart& shared);
    ~PeersStep() override;

    QString title() const override;
    QString headline() const override;
    QString explanation() const override;
    void enter() override;
    void goOn() override { Q_EMIT finished(); }
    void retranslate() override;

    EngineClient* client() const { return m_client.get(); } ///< of the engine, once it runs
    QPushButton* addButton() const { return m_add; }
    QPushButton* editButton() const { return m_edit; }
    QTableView* table() const { return m_table; }
    const NoticeBar& notice() const { return *m_notice; }

private:
    void build();
    void onSnapshot();
    void showSelected();
    const LinkSnapshot* selected() const;
    void openForm(bool forSelected);

    std::unique_ptr<EngineClient> m_client;
    LinkModel m_model;
    Card* m_card;
    QPushButton* m_add;
    QPushButton* m_edit;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    NoticeBar* m_notice;
};

} // namespace busheng
