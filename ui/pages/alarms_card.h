// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/alarm_model.h"
#include "ui/widgets/card.h"

#include <QListView>
#include <QStackedWidget>

namespace busheng {

class EmptyState;

/// The standing alarms, each with its cause and what to do; copied with Ctrl+C or the context menu.
class AlarmsCard : public Card {
    Q_OBJECT
public:
    explicit AlarmsCard(AlarmModel& model, QWidget* parent = nullptr);

    void refresh(); ///< after the model was updated
    void retranslate();
    QListView* list() const { return m_list; }

private:
    void copyCurrent();

    AlarmModel& m_model;
    QStackedWidget* m_stack;
    QListView* m_list;
    EmptyState* m_empty;
    QAction* m_copy;
};

} // namespace busheng
