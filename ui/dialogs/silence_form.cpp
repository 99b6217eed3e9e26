// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/silence_form.h"

#include "ui/client/operator_name.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>

namespace busheng {
namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr int kFieldCharacters = 46;

} // namespace

SilenceForm::SilenceForm(EngineClient& client, const AlarmRow& alarm, QWidget* parent)
    : EngineDialog(client, parent), m_alarm(alarm), m_duration(new QComboBox), m_reason(new QLineEdit), m_save(nullptr)
{
    setWindowTitle(tr("Silence an alarm"));
    auto* body = new QWidget(this);
    auto* form = new QFormLayout(body);
    form->setContentsMargins(0, 0, 0, 0);
    auto* what = new QLabel(AlarmModel::report(alarm).section(u'\n', 0, 0));
    what->setTextFormat(Qt::PlainText);
    what->setWordWrap(true);
    form->addRow(tr("Alarm"), what);
    m_duration->addItem(tr("1 hour"), kHourMs);
    m_duration->addItem(tr("8 hours"), 8 * kHourMs);
    m_duration->addItem(tr("24 hours"), 24 * kHourMs);
    m_duration->addItem(tr("7 days"), 7 * 24 * kHourMs);
    form->addRow(tr("Quiet for"), m_duration);
    m_reason->setPlaceholderText(tr("for example: the line is being repaired until Friday"));
    m_reason->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    form->addRow(tr("Why"), m_reason);
    auto* buttons = new QDialogButtonBox;
    m_save = buttons->addButton(tr("Silence"), QDialogButtonBox::AcceptRole);
    m_save->setEnabled(false);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    form->addRow(buttons);
    setBody(body);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_save->setEnabled(!text.trimmed().isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &SilenceForm::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_reason->setFocus();
}

void SilenceForm::save()
{
    const qint64 until = QDateTime::currentMSecsSinceEpoch() + m_duration->currentData().toLongLong();
    submit(
        [alarm = m_alarm, until, reason = m_reason->text().trimmed()](EngineApi& engine, Reply<> reply) {
            engine.alarms().silenceAlarm(alarm.event, alarm.subject, until, operatorName(), reason, std::move(reply));
        },
        [] {});
}

} // namespace busheng
