// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/exchange.h"
#include "ui/dialogs/engine_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>

class QFormLayout;

namespace busheng {

/// Subscribes to a dataset of another node, or changes how a subscription that is there goes on. What it takes of its
/// dataset (mappings) is chosen in a dialog of its own (MappingDialog); of one that is there that begins it anew.
class SubscriptionForm : public EngineDialog {
    Q_OBJECT
public:
    SubscriptionForm(EngineClient& client, const std::optional<SubscriptionConfig>& existing, QWidget* parent);

    /// A new one of what was approved: nothing else of the dataset is taken.
    void setApproved(const ExchangeAgreement& agreement);

    SubscriptionConfig config() const;
    QLineEdit* name() const { return m_name; }
    QComboBox* peer() const { return m_peer; }
    QLineEdit* dataset() const { return m_dataset; }
    QComboBox* target() const { return m_target; }
    QCheckBox* offlineStart() const { return m_offlineStart; }
    QComboBox* gate() const { return m_gate; }
    QPushButton* rulesButton() const { return m_rules; }
    QComboBox* conflicts() const { return m_conflicts; }
    QLineEdit* newerColumn() const { return m_newerColumn; }
    QLineEdit* verifyTimes() const { return m_verifyTimes; }
    QCheckBox* verifyRepairs() const { return m_verifyRepairs; }
    QPushButton* textsButton() const { return m_texts; }
    QPushButton* mappingButton() const { return m_mapping; }
    QPushButton* saveButton() const { return m_save; }

Q_SIGNALS:
    void saved(const QString& name);

private:
    void buildWhere(QFormLayout& form);
    void buildPolicies(QFormLayout& form);
    void fill(const SubscriptionConfig& existing);
    void takeTargets(const Result<std::vector<DatabaseConfig>>& targets);
    void editRules();
    void editMapping();
    void showMapping();
    void showRules();
    void updateButton();
    void save();

    const std::optional<SubscriptionConfig> m_existing;
    std::vector<TableMapping> m_mappings; ///< of a new one
    QString m_targetSchema;               ///< of a new one
    QLineEdit* m_name;
    QComboBox* m_peer;
    QLineEdit* m_dataset;
    QComboBox* m_target;
    QLabel* m_hint; ///< why it cannot be saved yet
    QCheckBox* m_replaceTarget;
    QComboBox* m_newColumns;
    QComboBox* m_structure;
    QComboBox* m_rowErrors;
    QComboBox* m_conflicts;
    QLineEdit* m_newerColumn;
    QCheckBox* m_review;
    QCheckBox* m_strict;
    QLineEdit* m_verifyTimes;
    QCheckBox* m_verifyRepairs;
    QCheckBox* m_offlineStart;
    QComboBox* m_gate;
    QPushButton* m_rules; ///< of the gate
    std::vector<GateRule> m_gateRules;
    QPushButton* m_mapping; ///< which tables, columns and rows, and under which names
    QPushButton* m_texts;   ///< what its texts are like, before it is subscribed
    QPushButton* m_save;
};

} // namespace busheng
