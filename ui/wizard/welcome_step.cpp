// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/welcome_step.h"

#include "ui/application_style.h"
#include "ui/dialogs/confirmation.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kRowSpacing = 9;
constexpr int kIndent = 26;
constexpr int kComboCharacters = 30;

} // namespace

WelcomeStep::WelcomeStep(FirstStart& shared)
    : WizardStep(shared), m_languageLabel(new QLabel), m_languages(new QComboBox), m_themeLabel(new QLabel),
      m_themes(new QComboBox), m_setUp(new QRadioButton), m_setUpText(textLabel()), m_directoryLabel(new QLabel),
      m_directory(new QLineEdit), m_browse(new QPushButton), m_restore(new QRadioButton), m_restoreText(textLabel()),
      m_backupLabel(new QLabel), m_backup(new QLineEdit), m_findBackup(new QPushButton), m_passphraseLabel(new QLabel),
      m_passphrase(new PasswordField), m_practise(new QRadioButton), m_practiseText(textLabel())
{
    for (const QString& language : {QString(), QStringLiteral("zh_CN"), QStringLiteral("en")})
        m_languages->addItem(QString(), language);
    for (const QString& theme : {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")})
        m_themes->addItem(QString(), theme);
    const auto choose = [](QComboBox* box, const QString& value) {
        box->setCurrentIndex(std::max(0, box->findData(value)));
    };
    choose(m_languages, shared.settings.value(settings_keys::kLanguage).toString());
    choose(m_themes, shared.settings.value(settings_keys::kTheme).toString());
    m_languageLabel->setBuddy(m_languages);
    m_themeLabel->setBuddy(m_themes);
    auto* looks = new QFormLayout;
    looks->setVerticalSpacing(kRowSpacing);
    looks->addRow(m_languageLabel, m_languages);
    looks->addRow(m_themeLabel, m_themes);
    for (QComboBox* box : {m_languages, m_themes})
        box->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kComboCharacters);

    m_setUp->setChecked(true);
    m_directoryLabel->setBuddy(m_directory);
    auto* place = new QHBoxLayout;
    place->addWidget(m_directoryLabel);
    place->addWidget(m_directory, 1);
    place->addWidget(m_browse);
    auto* setUp = new QVBoxLayout;
    setUp->setContentsMargins(kIndent, 0, 0, 0);
    setUp->addWidget(m_setUpText);
    setUp->addLayout(place);
    auto* practise = new QVBoxLayout;
    practise->setContentsMargins(kIndent, 0, 0, 0);
    practise->addWidget(m_practiseText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kRowSpacing);
    layout->addLayout(looks);
    layout->addSpacing(2 * kRowSpacing);
    layout->addWidget(m_setUp);
    layout->addLayout(setUp);
    layout->addSpacing(kRowSpacing);
    layout->addWidget(m_restore);
    layout->addLayout(buildRestore());
    layout->addSpacing(kRowSpacing);
    layout->addWidget(m_practise);
    layout->addLayout(practise);
    layout->addStretch(1);
    setFocusProxy(m_languages);

    connect(m_languages, &QComboBox::activated, this,
            [this] { Q_EMIT languageChosen(m_languages->currentData().toString()); });
    connect(m_themes, &QComboBox::activated, this, [this] { Q_EMIT themeChosen(m_themes->currentData().toString()); });
    for (QRadioButton* choice : {m_setUp, m_restore, m_practise})
        connect(choice, &QRadioButton::toggled, this, &WelcomeStep::updateFields);
    connect(m_directory, &QLineEdit::textChanged, this, &WelcomeStep::changed);
    connect(m_browse, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(window(), tr("Where the node's data lies"), m_directory->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, m_directory, &QLineEdit::setText);
        dialog->open();
    });
    m_directory->setText(QDir::toNativeSeparators(shared.state.directory));
    updateFields();
    retranslate();
}

QLayout* WelcomeStep::buildRestore()
{
    m_backupLabel->setBuddy(m_backup);
    m_passphraseLabel->setBuddy(m_passphrase->edit());
    auto* fields = new QHBoxLayout;
    fields->addWidget(m_backupLabel);
    fields->addWidget(m_backup, 2);
    fields->addWidget(m_findBackup);
    fields->addWidget(m_passphraseLabel);
    fields->addWidget(m_passphrase, 1);
    auto* restore = new QVBoxLayout;
    restore->setContentsMargins(kIndent, 0, 0, 0);
    restore->addWidget(m_restoreText);
    restore->addLayout(fields);
    connect(m_backup, &QLineEdit::textChanged, this, &WelcomeStep::changed);
    connect(m_passphrase, &PasswordField::textChanged, this, &WelcomeStep::changed);
    connect(m_findBackup, &QPushButton::clicked, this, [this] {
        auto* dialog =
            new QFileDialog(window(), tr("Backup of a node"), QString(), tr("Backups (*.bsbk);;All files (*)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, m_backup, &QLineEdit::setText);
        dialog->open();
    });
    return restore;
}

QString WelcomeStep::title() const
{
    return tr("Welcome");
}

QString WelcomeStep::headline() const
{
    return tr("Welcome to Busheng");
}

QString WelcomeStep::explanation() const
{
    return tr("A few steps make this computer a node that exchanges data with the ministry and the provinces. You can "
              "leave at any time and go on later.");
}

QString WelcomeStep::missing() const
{
    if (!m_practise->isChecked() && m_directory->text().trimmed().isEmpty())
        return tr("Where shall the node's data lie?");
    if (m_restore->isChecked() && (m_backup->text().trimmed().isEmpty() || m_passphrase->text().isEmpty()))
        return tr("Which backup is it, and what is its passphrase?");
    return {};
}

void WelcomeStep::enter()
{
    // A practice that was begun and did not start: the node's own directory is asked for again.
    if (shared().state.isPractice)
        m_practise->setChecked(true);
}

void WelcomeStep::updateFields()
{
    for (QWidget* field : std::initializer_list<QWidget*>{m_directoryLabel, m_directory, m_browse})
        field->setEnabled(!m_practise->isChecked());
    for (QWidget* field :
         std::initializer_list<QWidget*>{m_backupLabel, m_backup, m_findBackup, m_passphraseLabel, m_passphrase})
        field->setEnabled(m_restore->isChecked());
    Q_EMIT changed();
}

void WelcomeStep::chooseDirectory(std::function<Result<NodeSetupState>(NodeSetupApi&)> more,
                                  std::function<void()> onDone)
{
    const QString directory = QDir::fromNativeSeparators(m_directory->text().trimmed());
    advance(
        [directory, more = std::move(more)](NodeSetupApi& setup) -> Result<NodeSetupState> {
            ENGINE_TRY_AS(const NodeSetupState state, setup.useDirectory(directory));
            return more ? more(setup) : Result<NodeSetupState>(state);
        },
        [this, before = shared().state.directory, onDone = std::move(onDone)] {
            if (shared().state.directory != before) // another one than was meant for this start
                shared().settings.setValue(settings_keys::kDataDirectory, shared().state.directory);
            onDone();
        });
}

void WelcomeStep::goOn()
{
    if (m_setUp->isChecked())
        return chooseDirectory({}, [this] { Q_EMIT finished(); });
    if (m_practise->isChecked())
        return startPractice();
    // One that was restored and did not start: there is nothing to restore any more, unless it is to lie elsewhere.
    const QDir chosen(QDir::fromNativeSeparators(m_directory->text().trimmed()));
    if (shared().state.isReady() && chosen.absolutePath() == QDir(shared().state.directory).absolutePath())
        return startEngine();
    lookAtBackup();
}

/// First which node it is: the wrong one would take over as well.
void WelcomeStep::lookAtBackup()
{
    run<BackupOrigin>(
        [file = QDir::fromNativeSeparators(m_backup->text().trimmed()),
         passphrase = m_passphrase->text()](NodeSetupApi& setup) { return setup.lookAtBackup(file, passphrase); },
        [this](const BackupOrigin& origin) { askToRestore(origin); });
}

void WelcomeStep::askToRestore(const BackupOrigin& origin)
{
    confirm(window(),
            {tr("Restore from a backup"),
             tr("Shall the node \"%1\" (%2) run here from now on, as it was at %3?")
                 .arg(displayText(origin.name), displayText(origin.code), Words::time(origin.takenUtcMs)),
             tr("It takes over: as soon as it runs, its peers and targets refuse the former node and every other copy "
                "of it, for good. Where the former one still runs, stop it first. What it sends to others is loaded "
                "anew there. What the former node did after the backup is not in it."),
             tr("Restore")},
            [this, code = origin.code] { restoreNow(code); });
}

void WelcomeStep::restoreNow(const QString& code)
{
    chooseDirectory([file = QDir::fromNativeSeparators(m_backup->text().trimmed()), passphrase = m_passphrase->text(),
                     code](NodeSetupApi& setup) { return setup.restore(file, passphrase, code); },
                    [this] { startEngine(); });
}

void WelcomeStep::startEngine()
{
    run<EngineApi*>([](NodeSetupApi& setup) { return setup.start(); },
                    [this](EngineApi* const& engine) {
                        shared().engine = engine;
                        Q_EMIT finished();
                    });
}

void WelcomeStep::startPractice()
{
    const auto practise = [](NodeSetupApi& setup) -> Result<EngineApi*> {
        ENGINE_TRY(setup.practise());
        return setup.start();
    };
    run<EngineApi*>(practise, [this](EngineApi* const& engine) {
        shared().engine = engine;
        shared().state.isPractice = true;
        Q_EMIT finished();
    });
}

void WelcomeStep::retranslate()
{
    m_languageLabel->setText(tr("&Language"));
    m_languages->setItemText(0, tr("Language of the system"));
    // A language is named in itself, so that it is found by who needs it.
    m_languages->setItemText(1, QStringLiteral("中文"));
    m_languages->setItemText(2, QStringLiteral("English"));
    m_themeLabel->setText(tr("&Theme"));
    m_themes->setItemText(0, tr("Theme of the system"));
    m_themes->setItemText(1, tr("Light"));
    m_themes->setItemText(2, tr("Dark"));
    m_setUp->setText(tr("&Set up this node"));
    m_setUpText->setText(tr("Name it, ask your authority for certificates, and register whom it exchanges data with."));
    m_directoryLabel->setText(tr("&Data directory"));
    m_browse->setText(tr("&Browse…"));
    m_restore->setText(tr("Re&store from a backup…"));
    m_restoreText->setText(tr("For a machine that takes the place of another: the node as it was, into an empty data "
                              "directory. It takes over from the former one."));
    m_backupLabel->setText(tr("Bac&kup"));
    m_findBackup->setText(tr("Browse…"));
    m_passphraseLabel->setText(tr("P&assphrase"));
    m_passphrase->edit()->setAccessibleName(tr("Passphrase"));
    m_practise->setText(tr("&Practise first"));
    m_practiseText->setText(
        tr("A province's node and the ministry's run on this computer, with an authority and data of "
           "their own. Nothing of it reaches a network, and it can be thrown away."));
}

} // namespace busheng
