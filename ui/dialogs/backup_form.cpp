// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/backup_form.h"

#include "engine/api/backup_passphrase.h"
#include "ui/client/operator_name.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/wrapped_text.h"

#include <QCloseEvent>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>

namespace busheng {
namespace {

constexpr int kFieldCharacters = 60;
constexpr int kSteps = 1000; ///< of the bar

} // namespace

BackupForm::BackupForm(EngineClient& client, Purpose purpose, const QString& file, bool hasKept, QWidget* parent)
    : EngineDialog(client, parent), m_purpose(purpose), m_hasKept(hasKept), m_file(new QLineEdit(file)),
      m_passphrase(new PasswordField), m_repeated(new PasswordField), m_hint(new QLabel),
      m_progress(new QProgressBar(this)), m_start(new QPushButton(this)), m_stop(new QPushButton(this)),
      m_close(new QPushButton(this))
{
    build();
    buildButtons();
    connect(&client, &EngineClient::snapshotChanged, this, &BackupForm::showProgress);
    updateButtons();
    m_passphrase->edit()->setFocus();
}

void BackupForm::build()
{
    const bool makes = m_purpose == Purpose::Make;
    setWindowTitle(makes ? tr("Back up the node") : tr("Look a backup through"));
    auto* body = new QWidget(this);
    auto* form = new QFormLayout(body);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* about = new WrappedLabel;
    about->setWords(
        makes ? tr("The whole node in one sealed file: identity and keys, configuration, ledger, and all that it "
                   "remembers. The node works on meanwhile. Keep the passphrase apart from the file: without it nobody "
                   "can restore the node.")
              : tr("Reads the file to its end, as a restore would: every byte is what was written, and nothing is "
                   "missing. Nothing is changed."));
    form->addRow(about);
    m_file->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    auto* choose = new QPushButton(tr("Browse…"));
    choose->setAutoDefault(false);
    auto* place = new QHBoxLayout;
    place->addWidget(m_file, 1);
    place->addWidget(choose);
    auto* fileLabel = new QLabel(tr("File"));
    fileLabel->setBuddy(m_file);
    form->addRow(fileLabel, place);
    m_passphrase->edit()->setAccessibleName(tr("Passphrase"));
    if (!makes && m_hasKept)
        m_passphrase->edit()->setPlaceholderText(tr("empty: the one that is kept for the timetable"));
    form->addRow(tr("Passphrase"), m_passphrase);
    if (makes) {
        m_repeated->edit()->setAccessibleName(tr("Once more"));
        form->addRow(tr("Once more"), m_repeated);
    } else {
        m_repeated->setParent(this);
        m_repeated->hide();
    }
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    form->addRow(m_hint);
    setBody(body);
    connect(choose, &QPushButton::clicked, this, &BackupForm::browse);
    connect(m_file, &QLineEdit::textChanged, this, &BackupForm::updateButtons);
    for (PasswordField* field : {m_passphrase, m_repeated})
        connect(field, &PasswordField::textChanged, this, &BackupForm::updateButtons);
}

/// Outside of what rests while the engine works.
void BackupForm::buildButtons()
{
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setTextVisible(true);
    m_progress->hide();
    m_start->setText(m_purpose == Purpose::Make ? tr("Back up") : tr("Look through"));
    m_start->setDefault(true);
    m_stop->setText(tr("Stop"));
    m_stop->hide();
    m_close->setText(tr("Cancel"));
    for (QPushButton* button : {m_stop, m_close})
        button->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    for (QPushButton* button : {m_start, m_stop, m_close})
        row->addWidget(button);
    layout()->addWidget(m_progress);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_start, &QPushButton::clicked, this, &BackupForm::start);
    connect(m_stop, &QPushButton::clicked, this, &BackupForm::stop);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
}

void BackupForm::browse()
{
    const bool makes = m_purpose == Purpose::Make;
    auto* dialog = new QFileDialog(this, windowTitle(), m_file->text(), tr("Backups (*.bsbk);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(makes ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(makes ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setDefaultSuffix(QStringLiteral("bsbk"));
    connect(dialog, &QFileDialog::fileSelected, m_file,
            [this](const QString& path) { m_file->setText(QDir::toNativeSeparators(path)); });
    dialog->open();
}

void BackupForm::updateButtons()
{
    const bool makes = m_purpose == Purpose::Make;
    const QString passphrase = m_passphrase->text();
    QString hint;
    if (!QDir::isAbsolutePath(QDir::fromNativeSeparators(m_file->text().trimmed())))
        hint = tr("Name the whole path of the file on the node's machine.");
    else if (makes && passphrase.size() < kShortestBackupPassphrase)
        hint = tr("The passphrase has %1 characters at least.").arg(kShortestBackupPassphrase);
    else if (makes && passphrase != m_repeated->text())
        hint = tr("Type the passphrase a second time.");
    else if (!makes && passphrase.isEmpty() && !m_hasKept)
        hint = tr("Type the passphrase of the backup.");
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_start->setEnabled(hint.isEmpty() && !isWaiting());
    m_start->setVisible(!isWaiting());
    m_stop->setVisible(isWaiting());
    m_close->setText(isWaiting() ? tr("Go on in the background") : tr("Cancel"));
}

void BackupForm::start()
{
    if (isWaiting() || !m_start->isEnabled())
        return;
    beginWaiting();
    updateButtons();
    showProgress();
    client().request<BackupRow>(
        this,
        [makes = m_purpose == Purpose::Make, file = QDir::fromNativeSeparators(m_file->text().trimmed()),
         passphrase = m_passphrase->text()](EngineApi& engine, Reply<BackupRow> reply) {
            if (makes)
                engine.backup().makeBackup(file, passphrase, operatorName(), std::move(reply));
            else
                engine.backup().verifyBackup(file, passphrase, operatorName(), std::move(reply));
        },
        [this](const Result<BackupRow>& outcome) { take(outcome); });
}

void BackupForm::reject()
{
    if (!isWaiting())
        return EngineDialog::reject();
    m_isBehind = true;
    for (PasswordField* field : {m_passphrase, m_repeated})
        field->edit()->clear(); // asked for already
    hide();
}

void BackupForm::closeEvent(QCloseEvent* event)
{
    if (!isWaiting())
        return EngineDialog::closeEvent(event);
    reject();
    event->ignore();
}

void BackupForm::take(const Result<BackupRow>& outcome)
{
    const bool isStopped = !outcome && outcome.error().code == ErrorCode::Cancelled;
    if (m_isBehind) {
        if (outcome)
            Q_EMIT done(*outcome);
        else if (!isStopped)
            Q_EMIT failedBehind(outcome.error());
        return deleteLater();
    }
    endWaiting(outcome || isStopped ? std::optional<Error>() : outcome.error());
    m_progress->hide();
    m_stop->setEnabled(true);
    updateButtons();
    if (!outcome)
        return;
    Q_EMIT done(*outcome);
    accept();
}

void BackupForm::stop()
{
    m_stop->setEnabled(false);
    client().request<void>(
        this, [](EngineApi& engine, Reply<> reply) { engine.backup().cancelBackup(std::move(reply)); },
        [this](const Result<>& result) {
            if (!result && isWaiting())
                showFailure(result.error());
        });
}

void BackupForm::showProgress()
{
    m_progress->setVisible(isWaiting());
    showBackupProgress(*m_progress, client().latest().backup);
}

void showBackupProgress(QProgressBar& bar, const BackupProgress& progress)
{
    const bool isKnown = progress.totalBytes > 0;
    bar.setRange(0, isKnown ? kSteps : 0); // without an end it is on its way
    if (!isKnown)
        return;
    const double part = std::min(1.0, double(progress.doneBytes) / double(progress.totalBytes));
    bar.setValue(int(part * kSteps));
    bar.setFormat(Words::percent(part) + QStringLiteral(" · ") + Words::bytes(progress.totalBytes));
}

} // namespace busheng
