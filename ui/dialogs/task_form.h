// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/engine_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>

#include <optional>

namespace busheng {

class ExportFields;
class NameField;
class TimetableField;
class WrappedLabel;

/// Makes a file task, or changes one (its name then stays): what is sent, to whom and when; how it travels; what
/// becomes of files that fail and of those that arrived. Settings that have no field here stay as they are.
class TaskForm : public EngineDialog {
    Q_OBJECT
public:
    TaskForm(EngineClient& client, const std::optional<FileTaskConfig>& existing, QWidget* parent);

    FileTaskConfig config() const;
    NameField* name() const { return m_name; }
    QComboBox* peer() const { return m_peer; }
    QLineEdit* sourceDirectory() const { return m_source; }
    QLineEdit* targetDirectory() const { return m_target; }
    QLineEdit* patterns() const { return m_patterns; }
    TimetableField* starts() const { return m_starts; }
    QComboBox* kind() const { return m_kind; } ///< whether it sends rows of a database
    ExportFields* rows() const { return m_rows; }
    QSpinBox* resends() const { return m_resends; }
    QComboBox* atRest() const { return m_atRest; }
    QComboBox* cleaning() const { return m_cleaning; }
    QCheckBox* cleanFetched() const { return m_cleanFetched; }
    QSpinBox* cleanAboveMiB() const { return m_cleanAboveMiB; }
    QSpinBox* cleanFreeMiB() const { return m_cleanFreeMiB; }
    QCheckBox* split() const { return m_split; }
    QTabWidget* tabs() const { return m_tabs; }
    QPushButton* saveButton() const { return m_save; }
    QString hint() const { return m_hint->text(); }

Q_SIGNALS:
    void saved(const QString& name);

private:
    QWidget* buildTask();
    void buildRows(QFormLayout& form);
    void showKind();
    QWidget* buildWay();
    QWidget* buildEnd();
    void fill(const FileTaskConfig& existing);
    void browse();
    void updateButton();
    QString missing(const FileTaskConfig& now) const; ///< why it cannot be saved yet
    void save();

    const std::optional<FileTaskConfig> m_existing;
    QTabWidget* m_tabs;
    NameField* m_name; ///< of a new one
    QComboBox* m_peer;
    QComboBox* m_kind;
    ExportFields* m_rows;
    QLineEdit* m_source;
    QLineEdit* m_patterns;
    QLineEdit* m_target;
    QComboBox* m_mode;
    TimetableField* m_starts;
    QCheckBox* m_enabled;
    QComboBox* m_completeness;
    QCheckBox* m_compress;
    QCheckBox* m_seal;
    QCheckBox* m_convert;
    QCheckBox* m_split;
    QSpinBox* m_splitMiB;
    QCheckBox* m_join;
    QSpinBox* m_priority;
    QSpinBox* m_resends;
    QSpinBox* m_firstPause;
    WrappedLabel* m_pauses; ///< the resends in words
    QSpinBox* m_rateKiB;
    QComboBox* m_atRest;
    QComboBox* m_cleaning;
    QSpinBox* m_cleanAfter;
    QCheckBox* m_cleanFetched;
    QSpinBox* m_cleanAboveMiB;
    QSpinBox* m_cleanFreeMiB;
    QLabel* m_hint;
    QPushButton* m_save;
};

} // namespace busheng
