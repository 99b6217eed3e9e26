// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/dialogs/route_choice.h"
#include "ui/dialogs/table_picker.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

class QFormLayout;

namespace busheng {

/// Publishes tables of a source as a dataset, or changes its tables and who may subscribe to it.
class DatasetForm : public EngineDialog {
    Q_OBJECT
public:
    DatasetForm(EngineClient& client, const std::optional<DatasetConfig>& existing, QWidget* parent);

    DatasetConfig config() const;
    QLineEdit* name() const { return m_name; }
    QComboBox* source() const { return m_source; }
    TablePicker* tables() const { return m_tables; }
    RouteChoice* route() const { return m_route; }
    QListWidget* grants() const { return m_grants; }
    QCheckBox* onApplication() const { return m_onApplication; }
    QLineEdit* title() const { return m_title; }
    QLineEdit* description() const { return m_description; }
    QLineEdit* refresh() const { return m_refresh; }
    QLineEdit* sensitive() const { return m_sensitive; }
    QLineEdit* readAs() const { return m_readAs; }
    QLineEdit* largeColumns() const { return m_largeColumns; }
    QPushButton* saveButton() const { return m_save; }

Q_SIGNALS:
    void saved(const QString& name);

private:
    void build();
    void buildOffer(QFormLayout& form);
    QString driver() const;
    void takeSources(const Result<std::vector<DatabaseConfig>>& sources);
    void updateButton();
    void showReadAs();
    void save();

    const std::optional<DatasetConfig> m_existing;
    std::vector<DatabaseConfig> m_sources;
    QFormLayout* m_form = nullptr;
    QLineEdit* m_name;
    QComboBox* m_source;
    TablePicker* m_tables;
    RouteChoice* m_route;
    QListWidget* m_grants;      ///< nodes that are linked; those that are ticked may subscribe
    QCheckBox* m_onApplication; ///< nobody may without an approval
    QLineEdit* m_title;
    QLineEdit* m_contact;
    QLineEdit* m_description;
    QLineEdit* m_refresh;
    QLineEdit* m_sensitive;
    QLineEdit* m_largeColumns; ///< DatasetConfig::largeColumns; of PostgreSQL
    QLineEdit* m_readAs;       ///< DatasetConfig::readAs; of databases whose columns can lie
    QLabel* m_hint;
    QPushButton* m_save;
};

} // namespace busheng
