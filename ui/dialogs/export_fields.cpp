// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_fields.h"

#include "ui/text/display_text.h"

#include <QFormLayout>
#include <QHBoxLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kKiB = 1024;
constexpr int kQueryLines = 3;
constexpr int kRowSpacing = 9;

} // namespace

ExportFields::ExportFields(QWidget* parent)
    : QWidget(parent), m_source(new QComboBox), m_what(new QComboBox), m_table(new QLineEdit),
      m_query(new QPlainTextEdit), m_format(new QComboBox), m_noFormulas(new QCheckBox), m_large(new QCheckBox),
      m_largeKiB(new QSpinBox)
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(kRowSpacing);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_what->addItem(tr("all rows of a table"), false);
    m_what->addItem(tr("the rows of a query"), true);
    m_what->setAccessibleName(tr("Sent are"));
    m_source->setAccessibleName(tr("Source database"));
    auto* from = new QHBoxLayout;
    from->setSpacing(kRowSpacing);
    from->addWidget(m_source, 1);
    from->addWidget(m_what, 1);
    form->addRow(tr("Source database"), from);
    m_table->setPlaceholderText(tr("for example public.person"));
    form->addRow(tr("Table"), m_table);
    m_query->setPlaceholderText(tr("one SELECT; it is run read-only"));
    m_query->setTabChangesFocus(true);
    m_query->setAccessibleName(tr("Query"));
    m_query->setFixedHeight(kQueryLines * fontMetrics().lineSpacing() + 2 * kRowSpacing);
    form->addRow(tr("Query"), m_query);
    m_format->addItem(tr("CSV"), QStringLiteral("csv"));
    m_format->addItem(tr("JSON Lines"), QStringLiteral("jsonl"));
    form->addRow(tr("Format"), m_format);
    m_noFormulas->setText(tr("An apostrophe before what a spreadsheet would take for a formula"));
    form->addRow(QString(), m_noFormulas);
    m_large->setText(tr("Values as files of their own, above"));
    m_largeKiB->setRange(1, 1'048'576);
    m_largeKiB->setValue(64);
    m_largeKiB->setSuffix(QStringLiteral(" KiB"));
    m_largeKiB->setAccessibleName(tr("Largest value"));
    auto* large = new QHBoxLayout;
    large->addWidget(m_large, 1);
    large->addWidget(m_largeKiB);
    form->addRow(QString(), large);
    for (QComboBox* box : {m_source, m_what, m_format})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportFields::showWhat);
    connect(m_table, &QLineEdit::textChanged, this, &ExportFields::changed);
    connect(m_query, &QPlainTextEdit::textChanged, this, &ExportFields::changed);
    connect(m_large, &QCheckBox::toggled, this, &ExportFields::showWhat);
    showWhat();
}

void ExportFields::setSources(const std::vector<DatabaseConfig>& sources)
{
    const QString chosen = m_source->currentData().toString();
    m_source->clear();
    for (const DatabaseConfig& source : sources)
        m_source->addItem(displayText(source.name), source.name);
    if (!chosen.isEmpty() && m_source->findData(chosen) < 0)
        m_source->addItem(displayText(chosen), chosen);
    m_source->setCurrentIndex(std::max(0, m_source->findData(chosen)));
    Q_EMIT changed();
}

void ExportFields::fill(const FileTaskConfig& task)
{
    if (task.isExport() && m_source->findData(task.exportSource) < 0)
        m_source->addItem(displayText(task.exportSource), task.exportSource);
    m_source->setCurrentIndex(std::max(0, m_source->findData(task.exportSource)));
    m_what->setCurrentIndex(m_what->findData(!task.exportQuery.isEmpty()));
    m_table->setText(task.exportTable);
    m_query->setPlainText(task.exportQuery);
    m_format->setCurrentIndex(std::max(0, m_format->findData(task.exportFormat)));
    m_noFormulas->setChecked(task.exportNoFormulas);
    m_large->setChecked(task.exportLargeBytes > 0);
    m_largeBefore = task.exportLargeBytes;
    if (task.exportLargeBytes > 0)
        m_largeKiB->setValue(int(std::max<qint64>(1, task.exportLargeBytes / kKiB)));
    showWhat();
}

void ExportFields::read(FileTaskConfig& task) const
{
    task.exportSource = m_source->currentData().toString();
    task.exportTable = isQuery() ? QString() : m_table->text().trimmed();
    task.exportQuery = isQuery() ? m_query->toPlainText().trimmed() : QString();
    task.exportFormat = m_format->currentData().toString();
    task.exportNoFormulas = m_noFormulas->isChecked();
    // What is there to the byte stays, unless another number of KiB was chosen.
    const bool isSame = m_largeBefore > 0 && std::max<qint64>(1, m_largeBefore / kKiB) == m_largeKiB->value();
    task.exportLargeBytes = !m_large->isChecked() ? 0 : isSame ? m_largeBefore : m_largeKiB->value() * kKiB;
}

QString ExportFields::missing() const
{
    if (m_source->count() == 0)
        return tr("There is no source database yet: register one first.");
    if (isQuery() && m_query->toPlainText().trimmed().isEmpty())
        return tr("Write the query whose rows are sent.");
    if (!isQuery() && m_table->text().trimmed().isEmpty())
        return tr("Name the table whose rows are sent.");
    return {};
}

void ExportFields::showWhat()
{
    auto* form = qobject_cast<QFormLayout*>(layout());
    form->setRowVisible(m_table, !isQuery());
    form->setRowVisible(m_query, isQuery());
    m_noFormulas->setEnabled(m_format->currentData() == QStringLiteral("csv"));
    m_largeKiB->setEnabled(m_large->isChecked());
    Q_EMIT changed();
}

} // namespace busheng
