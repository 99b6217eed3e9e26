// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/client/refresher.h"
#include "ui/models/operator_models.h"
#include "ui/widgets/card.h"

#include <QCheckBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include <functional>

class QAction;

namespace busheng {

class EmptyState;
class EngineClient;

/// Who may work at this node (§5): adding, roles, disabling, passwords, unblocking; and whether a second person
/// confirms what is of consequence. A node without operators says so, and how to switch them on.
class OperatorsCard : public Card {
    Q_OBJECT
public:
    explicit OperatorsCard(EngineClient& client, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    QCheckBox* fourEyes() const { return m_fourEyes; }
    QAction* addAction() const { return m_add; }
    QAction* roleAction() const { return m_role; }
    QAction* enableAction() const { return m_enable; }
    QAction* passwordAction() const { return m_password; }
    QAction* unlockAction() const { return m_unlock; }
    bool saysThatThereAreNone() const;
    void refresh();

Q_SIGNALS:
    void failed(const busheng::Error& error);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void onSnapshot();
    void take(const Result<std::vector<OperatorSnapshot>>& operators);
    void updateActions();
    const OperatorSnapshot* selected() const;
    void openForm(int purpose);
    void enableOrDisable();
    void askForFourEyes(bool on);
    void send(std::function<void(EngineApi&, Reply<>)> call);

    EngineClient& m_client;
    OperatorModel m_model;
    bool m_hasOperators = false;
    Refresher<std::vector<OperatorSnapshot>> m_asked;
    bool m_isSending = false;
    QCheckBox* m_fourEyes;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_none;
    QAction* m_add;
    QAction* m_role;
    QAction* m_enable;
    QAction* m_password;
    QAction* m_unlock;
};

} // namespace busheng
