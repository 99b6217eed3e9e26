// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/backup_plan_form.h"

#include "engine/api/backup_passphrase.h"
#include "engine/model/operator_events.h"
#include "ui/client/operator_name.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>

namespace busheng {
namespace {

constexpr int kFieldCharacters = 60;
constexpr int kMostKept = 400;
const QString kByHand = QStringLiteral("demand"); ///< of a TimetableField
constexpr int kUsuallyKept = 14;

} // namespace

BackupPlanForm::BackupPlanForm(EngineClient& client, const BackupShelf& shelf, QWidget* parent)
    : EngineDialog(client, parent), m_shelf(shelf), m_times(new TimetableField), m_directory(new QLineEdit),
      m_keep(new QSpinBox), m_passphrase(new PasswordField), m_repeated(new PasswordField), m_hint(new QLabel),
      m_save(nullptr)
{
    build();
    connect(m_times, &TimetableField::changed, this, &BackupPlanForm::updateButton);
    connect(m_directory, &QLineEdit::textChanged, this, &BackupPlanForm::updateButton);
    for (PasswordField* field : {m_passphrase, m_repeated})
        connect(field, &PasswordField::textChanged, this, &BackupPlanForm::updateButton);
    updateButton();
    m_times->setFocus();
}

void BackupPlanForm::build()
{
    setWindowTitle(tr("Backups by a timetable"));
    auto* body = new QWidget(this);
    auto* form = new QFormLayout(body);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_times->leaveOutService();
    m_times->setLine(m_shelf.plan.times.isEmpty() ? kByHand : m_shelf.plan.times);
    form->addRow(tr("When"), m_times);
    m_directory->setText(QDir::toNativeSeparators(m_shelf.plan.directory));
    m_directory->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    m_directory->setPlaceholderText(tr("a folder on another disk or another machine than the node's"));
    auto* choose = new QPushButton(tr("Browse…"));
    choose->setAutoDefault(false);
    auto* place = new QHBoxLayout;
    place->addWidget(m_directory, 1);
    place->addWidget(choose);
    auto* folder = new QLabel(tr("Folder"));
    folder->setBuddy(m_directory);
    form->addRow(folder, place);
    m_keep->setRange(0, kMostKept);
    m_keep->setSpecialValueText(tr("all stay"));
    m_keep->setValue(m_shelf.plan.times.isEmpty() ? kUsuallyKept : int(m_shelf.plan.keep));
    m_keep->setToolTip(tr("Older ones that the timetable made are deleted. What a person made stays."));
    form->addRow(tr("How many stay"), m_keep);
    m_passphrase->edit()->setAccessibleName(tr("Passphrase"));
    m_passphrase->edit()->setPlaceholderText(m_shelf.hasPassphrase ? tr("empty: as it is kept in the vault")
                                                                   : QString());
    form->addRow(tr("Passphrase"), m_passphrase);
    m_repeated->edit()->setAccessibleName(tr("Once more"));
    form->addRow(tr("Once more"), m_repeated);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    form->addRow(m_hint);
    auto* buttons = new QDialogButtonBox;
    m_save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    form->addRow(buttons);
    setBody(body);
    connect(choose, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Folder"), m_directory->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, m_directory,
                [this](const QString& path) { m_directory->setText(QDir::toNativeSeparators(path)); });
        dialog->open();
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &BackupPlanForm::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

BackupPlan BackupPlanForm::plan() const
{
    const QString line = m_times->line().value_or(kByHand);
    return {line == kByHand ? QString() : line, QDir::fromNativeSeparators(m_directory->text().trimmed()),
            m_keep->value()};
}

void BackupPlanForm::updateButton()
{
    const BackupPlan now = plan();
    const QString passphrase = m_passphrase->text();
    QString hint;
    if (!m_times->line())
        hint = tr("When they are made is not understood yet.");
    else if (!now.times.isEmpty() && !QDir::isAbsolutePath(now.directory))
        hint = tr("Name the whole path of a folder on the node's machine.");
    else if (!now.times.isEmpty() && passphrase.isEmpty() && !m_shelf.hasPassphrase)
        hint = tr("The backups need a passphrase; it is kept in the node's vault.");
    else if (!passphrase.isEmpty() && passphrase.size() < kShortestBackupPassphrase)
        hint = tr("The passphrase has %1 characters at least.").arg(kShortestBackupPassphrase);
    else if (passphrase != m_repeated->text())
        hint = tr("Type the passphrase a second time.");
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_save->setEnabled(hint.isEmpty());
}

/// The passphrase first: a timetable without one would only raise alarms.
void BackupPlanForm::save()
{
    if (isWaiting())
        return;
    if (m_passphrase->text().isEmpty())
        return savePlan();
    beginWaiting();
    client().request<void>(
        this,
        [secret = m_passphrase->text()](EngineApi& engine, Reply<> reply) {
            engine.security().setSecret(kBackupSecret, secret, operatorName(), std::move(reply));
        },
        [this](const Result<>& result) {
            const bool waits = !result && result.error().event == events::REV_WAITING;
            endWaiting(result || waits ? std::optional<Error>() : result.error());
            // The times do not wait for another passphrase; without one there is no timetable yet.
            if (waits)
                return m_shelf.hasPassphrase && plan() != m_shelf.plan ? savePlan() : accept();
            if (!result)
                return;
            m_shelf.hasPassphrase = true;
            m_passphrase->edit()->clear();
            m_repeated->edit()->clear();
            savePlan();
        });
}

void BackupPlanForm::savePlan()
{
    const std::optional<BackupPlan> seen =
        m_shelf.plan == BackupPlan() ? std::nullopt : std::optional<BackupPlan>(m_shelf.plan);
    saveSeen(QStringLiteral("setBackupPlan"), QStringLiteral("plan"), seen, plan(), [] {});
}

} // namespace busheng
