// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"
#include "engine/model/file_task.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QWidget>

namespace busheng {

/// Which rows of which database a file task sends, for those that send rows. Thread: the GUI's.
class ExportFields : public QWidget {
    Q_OBJECT
public:
    explicit ExportFields(QWidget* parent = nullptr);

    void setSources(const std::vector<DatabaseConfig>& sources);
    void fill(const FileTaskConfig& task);
    /// Into those settings of `task` that stand here.
    void read(FileTaskConfig& task) const;
    QString missing() const; ///< why it cannot be saved yet

    QComboBox* source() const { return m_source; }
    QComboBox* what() const { return m_what; }
    QLineEdit* table() const { return m_table; }
    QPlainTextEdit* query() const { return m_query; }
    QComboBox* format() const { return m_format; }

Q_SIGNALS:
    void changed();

private:
    void showWhat();
    bool isQuery() const { return m_what->currentData().toBool(); }

    QComboBox* m_source;
    QComboBox* m_what;
    QLineEdit* m_table;
    QPlainTextEdit* m_query;
    QComboBox* m_format;
    QCheckBox* m_noFormulas;
    QCheckBox* m_large;
    QSpinBox* m_largeKiB;
    qint64 m_largeBefore = 0; ///< to the byte
};

} // namespace busheng
