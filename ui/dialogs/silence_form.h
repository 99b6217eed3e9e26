// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"
#include "ui/models/alarm_model.h"

#include <QComboBox>
#include <QPushButton>

namespace busheng {

/// Keeps an alarm quiet for a while, with the reason: it stands, and is counted no more among those that wait.
class SilenceForm : public EngineDialog {
    Q_OBJECT
public:
    SilenceForm(EngineClient& client, const AlarmRow& alarm, QWidget* parent);

    QComboBox* duration() const { return m_duration; }
    QLineEdit* reason() const { return m_reason; }
    QPushButton* saveButton() const { return m_save; }

private:
    void save();

    const AlarmRow m_alarm;
    QComboBox* m_duration;
    QLineEdit* m_reason;
    QPushButton* m_save;
};

} // namespace busheng
