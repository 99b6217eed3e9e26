// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/dialogs/secret_fields.h"
#include "ui/models/database_model.h"

#include <QPushButton>

namespace busheng {

/// Gives a registered database another password in the node's vault, tries one, or takes it out of the vault. The
/// connections that stand keep going; new ones use it.
class SecretForm : public EngineDialog {
    Q_OBJECT
public:
    SecretForm(EngineClient& client, const DatabaseConfig& database, QWidget* parent);

    SecretFields* fields() const { return m_fields; }
    QString outcome() const { return m_outcome->text(); }
    QPushButton* saveButton() const { return m_save; }
    QPushButton* testButton() const { return m_test; }
    QPushButton* removeButton() const { return m_remove; }

private:
    void build();
    void test();
    void askToRemove();
    void save();
    void updateButtons();

    const DatabaseConfig m_database;
    SecretFields* m_fields;
    WrappedLabel* m_outcome; ///< of the test
    QPushButton* m_save;
    QPushButton* m_test;
    QPushButton* m_remove;
};

} // namespace busheng
