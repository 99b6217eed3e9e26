// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/dialogs/odbc_fields.h"
#include "ui/dialogs/secret_fields.h"
#include "ui/models/connection_keywords.h"
#include "ui/models/database_model.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include <vector>

namespace busheng {

/// Registers a source or a target, or changes one that is registered (its name then stays). `taken`: the names of its
/// side, which a new one may not have: the engine would replace the old one.
class DatabaseForm : public EngineDialog {
    Q_OBJECT
public:
    DatabaseForm(EngineClient& client, DatabaseSide side, const std::optional<DatabaseConfig>& existing,
                 const QStringList& taken, QWidget* parent);

    /// What would be registered now.
    DatabaseConfig config() const;
    QPushButton* saveButton() const { return m_save; }
    QComboBox* driver() const { return m_driver; }
    OdbcFields* odbc() const { return m_odbc; }
    SecretFields* secret() const { return m_secret; }
    QPushButton* testButton() const { return m_test; }
    QString outcome() const { return m_outcome->isHidden() ? QString() : m_outcome->text(); }

Q_SIGNALS:
    void saved(const QString& name);

private:
    enum class Panel { Keywords, File, Odbc, Text };
    void buildFields();
    void buildKeywords();
    void addRow(Panel panel, const QString& label, QWidget* field);
    Panel panel() const;
    void fill(const DatabaseConfig& existing);
    void showDriver();
    void updateButton();
    QString typedSecret() const; ///< empty: none
    void test();
    void save();
    void saveDatabase();
    void browse(QLineEdit& into, const QString& title, bool mayBeNew);
    ConnectionKeywords keywords() const;

    const DatabaseSide m_side;
    const std::optional<DatabaseConfig> m_existing;
    DatabaseConfig m_asRead; ///< m_existing as this form writes it
    const bool m_isNew;
    const QStringList m_taken;
    bool m_inAnotherForm = false; ///< the location is not written in keywords
    ConnectionKeywords m_others;  ///< keywords that have no field here: they stay as they are
    QLineEdit* m_name;
    WrappedLabel* m_nameHint; ///< why the name cannot be taken
    QComboBox* m_driver;
    WrappedLabel* m_driverHint; ///< which servers the driver was run against
    QFormLayout* m_form;
    std::vector<std::pair<Panel, QWidget*>> m_rows; ///< those that only some databases have
    QLineEdit* m_host;
    QSpinBox* m_port;
    QLineEdit* m_database;
    QLineEdit* m_user;
    QLineEdit* m_passfile;
    QComboBox* m_encryption;
    QLineEdit* m_file;
    OdbcFields* m_odbc;
    QLineEdit* m_text; ///< a location that is not in keywords, as it was written
    SecretFields* m_secret;
    WrappedLabel* m_outcome; ///< of the test
    QPushButton* m_test;
    QPushButton* m_save;
};

} // namespace busheng
