// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/dialogs/route_choice.h"
#include "ui/models/database_model.h"

#include <QCheckBox>
#include <QPlainTextEdit>
#include <QPushButton>

namespace busheng {

/// The least rights that a database user needs (§7.1.2.2 c): as SQL to copy, or run as an administrator of the
/// database.
class RightsDialog : public EngineDialog {
    Q_OBJECT
public:
    RightsDialog(EngineClient& client, const DatabaseRow& database, QWidget* parent);

    QLineEdit* user() const { return m_user; }
    QLineEdit* tables() const { return m_tables; }
    RouteChoice* route() const { return m_route; } ///< null for a target
    QLineEdit* administrator() const { return m_administrator; }
    QString sql() const { return m_sql->toPlainText(); }
    QPushButton* showButton() const { return m_show; }
    QPushButton* runButton() const { return m_run; }

private:
    void build();
    void ask(const QString& runAs);
    void askToRun();
    void forgetSql();
    void updateButtons();

    const DatabaseRow m_database;
    QLineEdit* m_dataset; ///< of a source: the publication is named after it
    QLineEdit* m_tables;
    RouteChoice* m_route = nullptr; ///< of a source
    QCheckBox* m_makesTables;       ///< of a target
    QLineEdit* m_user;
    QPlainTextEdit* m_sql;
    QLineEdit* m_administrator;
    QPushButton* m_show;
    QPushButton* m_copy;
    QPushButton* m_run;
};

} // namespace busheng
