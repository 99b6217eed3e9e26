// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/patrol_schedule.h"
#include "ui/widgets/card.h"
#include "ui/widgets/wrapped_text.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace busheng {

/// The patrol (§10.3 d): now, and by a timetable.
class PatrolCard : public Card {
    Q_OBJECT
public:
    PatrolCard(EngineClient& client, QSettings& settings, QWidget* parent = nullptr);

    PatrolSchedule& schedule() { return m_schedule; }
    QPushButton* nowButton() const { return m_now; }
    QComboBox* times() const { return m_times; }
    QLineEdit* folder() const { return m_folder; }
    QString outcome() const { return m_outcome->text(); }
    void retranslate();

private:
    void build();
    void onChosen();
    void showNext();

    EngineClient& m_client;
    PatrolSchedule m_schedule;
    WrappedLabel* m_about;
    QPushButton* m_now;
    QLabel* m_timesLabel;
    QComboBox* m_times;
    QLabel* m_folderLabel;
    QLineEdit* m_folder;
    QPushButton* m_browse;
    WrappedLabel* m_next;
    WrappedLabel* m_outcome;
};

} // namespace busheng
