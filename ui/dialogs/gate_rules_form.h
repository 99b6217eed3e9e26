// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/gate_rule_model.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/wrapped_text.h"

#include <QDialog>
#include <QPushButton>
#include <QTableView>

namespace busheng {

/// The rules of a subscription's quality gate, written as lines of a table, or read from and kept in a file. Nothing is
/// asked of the node: the subscription's form saves them.
class GateRulesForm : public QDialog {
    Q_OBJECT
public:
    GateRulesForm(const std::vector<GateRule>& rules, QWidget* parent);

    GateRuleModel* model() const { return m_model; }
    QTableView* table() const { return m_table; }
    QPushButton* addButton() const { return m_add; }
    QPushButton* removeButton() const { return m_remove; }
    QPushButton* takeButton() const { return m_take; }
    NoticeBar& notice() const { return *m_notice; }
    QString hint() const { return m_hint->text(); }
    void readFrom(const QString& path); ///< they take the place of what is there
    void writeTo(const QString& path);

Q_SIGNALS:
    void taken(const std::vector<GateRule>& rules);

private:
    void build();
    void add();
    void remove();
    void choose(bool isReading);
    void showState();

    GateRuleModel* m_model;
    NoticeBar* m_notice;
    QTableView* m_table;
    WrappedLabel* m_hint; ///< what the line that is chosen wants
    QPushButton* m_add = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_write = nullptr;
    QPushButton* m_take = nullptr;
};

} // namespace busheng
