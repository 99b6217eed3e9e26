// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/dialogs/route_choice.h"
#include "ui/models/database_model.h"
#include "ui/models/finding_model.h"

#include <QCheckBox>
#include <QLabel>
#include <QListView>
#include <QPushButton>

namespace busheng {

/// The look before operation (§7.1.2.2 e): what stands in the way of publishing tables of a source, or of loading them
/// into a target, and what mends it. Changes nothing at the database.
class FindingsDialog : public EngineDialog {
    Q_OBJECT
public:
    FindingsDialog(EngineClient& client, const DatabaseRow& database, QWidget* parent);

    QLineEdit* tables() const { return m_tables; }
    RouteChoice* route() const { return m_route; } ///< null for a target
    QPushButton* checkButton() const { return m_check; }
    QListView* list() const { return m_list; }
    QString summary() const { return m_summary->text(); }

private:
    void build();
    void check();
    void showFound(const Result<std::vector<PreflightFinding>>& found);
    void updateButton();

    const DatabaseRow m_database;
    FindingModel m_model;
    QLineEdit* m_dataset; ///< of a source: a dataset that is published already is in nobody's way
    QLineEdit* m_tables;
    RouteChoice* m_route = nullptr; ///< of a source
    QCheckBox* m_makesTables;       ///< of a target
    QListView* m_list;
    QLabel* m_summary;
    QPushButton* m_check;
    QPushButton* m_copy;
};

} // namespace busheng
