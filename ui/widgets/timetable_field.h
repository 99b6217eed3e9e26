// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "ui/widgets/wrapped_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QWidget>

#include <optional>
#include <vector>

namespace busheng {

/// When something starts: chosen and typed part by part, and said back in words with its next moments, so that nobody
/// has to know the line that stands for it. Thread: the GUI's.
class TimetableField : public QWidget {
    Q_OBJECT
public:
    explicit TimetableField(QWidget* parent = nullptr);

    /// For what cannot go on all the time.
    void leaveOutService();
    /// "demand", "service" or the plain line of a Timetable; nothing while what stands here is not understood.
    std::optional<QString> line() const;
    void setLine(const QString& line);
    /// What stands below.
    QString preview() const { return m_preview->text(); }

    QComboBox* kind() const { return m_kind; }
    QLineEdit* days() const { return m_days; }
    QLineEdit* times() const { return m_times; }

Q_SIGNALS:
    void changed();

private:
    void showKind();
    void check();
    /// The line as it would be, understood or not.
    QString written() const;
    QString kindWord() const { return m_kind->currentData().toString(); }

    QComboBox* m_kind;
    QSpinBox* m_number;
    QComboBox* m_unit;
    QWidget* m_weekdays;
    std::vector<QCheckBox*> m_weekdayBoxes; ///< Monday first
    QLineEdit* m_days;
    QLineEdit* m_times;
    WrappedLabel* m_preview;
    bool m_isFilling = false;
};

} // namespace busheng
