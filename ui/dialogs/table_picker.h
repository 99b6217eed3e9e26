// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/models/pick_model.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QWidget>

namespace busheng {

class EngineClient;

/// Tables of a registered database: ticked in a list that is searched, or typed with commas between, as when the
/// database does not answer. Both say the same at all times; more than kMostTyped are not written out, only ticked.
class TablePicker : public QWidget {
    Q_OBJECT
public:
    static constexpr qsizetype kMostTyped = 200;

    explicit TablePicker(EngineClient& client, QWidget* parent = nullptr);

    /// Asks what tables there are; what was typed stays. `kind` as SettingsApi::listTables() has it.
    void setDatabase(const QString& kind, const QString& name);
    QStringList tables() const;
    void setTables(const QStringList& tables);
    QLineEdit* typed() const { return m_typed; }
    QLineEdit* search() const { return m_search; }
    QListView* list() const { return m_list; }
    QPushButton* allButton() const { return m_all; }
    QPushButton* noneButton() const { return m_none; }
    QString note() const { return m_note->text(); }

Q_SIGNALS:
    void changed();

private:
    void takeTables(const Result<QStringList>& tables);
    void onTyped();
    void onPicked();
    void showNote();

    EngineClient& m_client;
    PickModel m_model;
    QLineEdit* m_typed;
    QLineEdit* m_search;
    QPushButton* m_all;
    QPushButton* m_none;
    QListView* m_list;
    QLabel* m_note;
    QString m_database;
    QString m_failure; ///< why there is no list
    bool m_isAsking = false;
    bool m_isPicking = false;
    bool m_isMany = false; ///< too many to be written out
    QStringList m_others;  ///< of the many: chosen, and in no list
};

} // namespace busheng
