// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings_page.h"

#include "engine/api/json_file.h"
#include "engine/model/events.h"
#include "ui/application_style.h"
#include "ui/client/engine_client.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/right_guard.h"
#include "ui/models/configuration_change.h"
#include "ui/pages/backup_card.h"
#include "ui/pages/page_layout.h"
#include "ui/pages/patrol_card.h"
#include "ui/pages/retention_card.h"
#include "ui/text/display_text.h"
#include "ui/text/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/notice_bar.h"

#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QJsonDocument>
#include <QSaveFile>
#include <QSettings>

namespace busheng {
namespace {

constexpr qint64 kLargestFile = 16 * 1024 * 1024;
constexpr qsizetype kChangesShown = 20;
constexpr int kComboCharacters = 30;
constexpr int kRowSpacing = 9;

Result<QJsonObject> readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, file.errorString()}, file.errorString()));
    return parseJsonObject(file.read(kLargestFile), path);
}

} // namespace

SettingsPage::SettingsPage(EngineClient& client, QSettings& settings, QWidget* parent)
    : QWidget(parent), m_client(client), m_settings(settings), m_notice(new NoticeBar(this)),
      m_consoleCard(new Card(this)), m_languageLabel(new QLabel), m_languages(new QComboBox), m_themeLabel(new QLabel),
      m_themes(new QComboBox), m_signalsLabel(new QLabel), m_signals(new QComboBox),
      m_configurationCard(new Card(this)), m_about(new QLabel), m_outcome(new QLabel),
      m_export(new QPushButton(m_configurationCard)), m_import(new QPushButton(m_configurationCard)),
      m_retention(new RetentionCard(client, this)), m_patrol(new PatrolCard(client, settings, this)),
      m_backups(new BackupCard(client, this)), m_nodeCard(new Card(this)), m_node(new KeyValueList(m_nodeCard))
{
    build();
    retranslate();
    connect(&m_client, &EngineClient::snapshotChanged, this, &SettingsPage::onSnapshot);
    connect(&m_client, &EngineClient::lost, this, &SettingsPage::onSnapshot);
    connect(m_backups, &BackupCard::failed, this, &SettingsPage::onFailed);
    onSnapshot();
}

void SettingsPage::build()
{
    auto* console = new QWidget;
    auto* form = new QFormLayout(console);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(kRowSpacing);
    for (const QString& language : {QString(), QStringLiteral("zh_CN"), QStringLiteral("en")})
        m_languages->addItem(QString(), language);
    for (const QString& theme : {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")})
        m_themes->addItem(QString(), theme);
    for (const QString& signal : {QStringLiteral("sound"), QStringLiteral("notice"), QStringLiteral("none")})
        m_signals->addItem(QString(), signal);
    form->addRow(m_languageLabel, m_languages);
    form->addRow(m_themeLabel, m_themes);
    form->addRow(m_signalsLabel, m_signals);
    for (QComboBox* box : {m_languages, m_themes, m_signals})
        box->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kComboCharacters);
    connect(m_languages, &QComboBox::activated, this,
            [this] { Q_EMIT languageChosen(m_languages->currentData().toString()); });
    connect(m_themes, &QComboBox::activated, this, [this] { Q_EMIT themeChosen(m_themes->currentData().toString()); });
    m_signals->setCurrentIndex(std::max(0, m_signals->findData(m_settings.value(settings_keys::kAlarmSignal))));
    connect(m_signals, &QComboBox::activated, this,
            [this] { m_settings.setValue(settings_keys::kAlarmSignal, m_signals->currentData()); });
    m_consoleCard->setContent(console, 14);
    auto* texts = new QWidget;
    auto* textLayout = new QVBoxLayout(texts);
    textLayout->setContentsMargins(0, 0, 0, 0);
    for (QLabel* label : {m_about, m_outcome}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        textLayout->addWidget(label);
    }
    m_outcome->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_outcome->hide();
    m_configurationCard->setContent(texts, 14);
    m_configurationCard->addHeadWidget(m_export);
    m_configurationCard->addHeadWidget(m_import);
    needRights(m_client, {{m_export, "exportConfiguration"}, {m_import, "importConfiguration"}});
    connect(m_export, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(window(), tr("Export the configuration"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("json"));
        connect(dialog, &QFileDialog::fileSelected, this, &SettingsPage::exportTo);
        dialog->open();
    });
    connect(m_import, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(window(), tr("Import a configuration"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &SettingsPage::importFrom);
        dialog->open();
    });
    m_nodeCard->setContent(m_node, 14);
    setFocusProxy(m_languages);
    QVBoxLayout* layout = layPage(*this, *m_notice);
    layout->addWidget(m_consoleCard);
    layout->addWidget(m_configurationCard);
    layout->addWidget(m_retention);
    layout->addWidget(m_backups);
    layout->addWidget(m_patrol);
    layout->addWidget(m_nodeCard);
    layout->addStretch(1);
}

void SettingsPage::setLanguage(const QString& language)
{
    m_languages->setCurrentIndex(std::max(0, m_languages->findData(language)));
}

void SettingsPage::setTheme(const QString& theme)
{
    m_themes->setCurrentIndex(std::max(0, m_themes->findData(theme)));
}

void SettingsPage::onSnapshot()
{
    const NodeSnapshot& node = m_client.latest();
    m_node->setRows(
        {{tr("Name"), displayText(node.name)},
         {tr("Code"), displayText(node.code)},
         {tr("Version"), displayText(node.version)},
         {tr("Data directory"), displayText(node.dataDirectory)},
         {tr("Directory of files"), displayText(node.filesDirectory)},
         {tr("Listens on"), displayText(node.listenAddress)},
         {tr("Running since"), node.startedUtcMs > 0 ? Words::time(node.startedUtcMs) : QString()},
         {tr("Memory at most"), node.peakResidentBytes > 0 ? Words::bytes(node.peakResidentBytes) : QString()}});
    setWorking(m_isWorking);
}

void SettingsPage::setWorking(bool works)
{
    m_isWorking = works;
    for (QPushButton* button : {m_export, m_import})
        button->setEnabled(!works && !m_client.isLost());
}

void SettingsPage::askNow(std::function<void(const QJsonObject&)> then)
{
    if (m_isWorking)
        return;
    setWorking(true);
    m_outcome->hide();
    m_notice->hide();
    m_client.request<QJsonObject>(
        this,
        [](EngineApi& engine, Reply<QJsonObject> reply) { engine.settings().exportConfiguration(std::move(reply)); },
        [this, then = std::move(then)](const Result<QJsonObject>& now) {
            setWorking(false);
            if (!now)
                return onFailed(now.error());
            then(*now);
        });
}

void SettingsPage::exportTo(const QString& path)
{
    askNow([this, path](const QJsonObject& now) {
        QSaveFile file(path);
        const QByteArray text = QJsonDocument(now).toJson();
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
            return onFailed(
                makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
        m_outcome->setText(tr("The configuration stands in %1. Passwords are not in it.").arg(displayText(path)));
        m_outcome->show();
    });
}

void SettingsPage::importFrom(const QString& path)
{
    const auto json = readFile(path);
    if (!json)
        return onFailed(json.error());
    const auto wanted = configurationFromJson(*json, path);
    if (!wanted)
        return onFailed(wanted.error());
    askNow([this, json = *json, wanted = *wanted](const QJsonObject& now) { askToImport(now, json, wanted); });
}

void SettingsPage::askToImport(const QJsonObject& now, const QJsonObject& json, const NodeConfiguration& wanted)
{
    const auto before = configurationFromJson(now, QStringLiteral("now"));
    if (!before)
        return onFailed(before.error());
    QStringList changes = ConfigurationChange::lines(*before, wanted);
    if (changes.isEmpty()) {
        m_outcome->setText(tr("This file changes nothing: the node is configured like that already."));
        m_outcome->show();
        return;
    }
    if (const qsizetype more = changes.size() - kChangesShown; more > 0) {
        changes = changes.first(kChangesShown);
        changes.append(tr("and %1 more").arg(more));
    }
    confirm(window(),
            {tr("Import a configuration"), tr("Take this configuration over?"), changes.join(u'\n'), tr("Take over")},
            [this, json] { import(json); });
}

void SettingsPage::import(const QJsonObject& json)
{
    if (m_isWorking)
        return;
    setWorking(true);
    m_client.request<void>(
        this,
        [json](EngineApi& engine, Reply<> reply) { engine.settings().importConfiguration(json, std::move(reply)); },
        [this](const Result<>& result) {
            setWorking(false);
            if (!result)
                return onFailed(result.error());
            m_outcome->setText(tr("The configuration was taken over."));
            m_outcome->show();
        });
}

void SettingsPage::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void SettingsPage::retranslate()
{
    m_consoleCard->setTitle(tr("This console"));
    m_languageLabel->setText(tr("Language"));
    m_languages->setAccessibleName(tr("Language"));
    m_languages->setItemText(0, tr("Language of the system"));
    // A language is named in itself, so that it is found by who needs it.
    m_languages->setItemText(1, QStringLiteral("中文"));
    m_languages->setItemText(2, QStringLiteral("English"));
    m_themeLabel->setText(tr("Theme"));
    m_themes->setAccessibleName(tr("Theme"));
    m_themes->setItemText(0, tr("Theme of the system"));
    m_themes->setItemText(1, tr("Light"));
    m_themes->setItemText(2, tr("Dark"));
    m_signalsLabel->setText(tr("New alarms"));
    m_signals->setAccessibleName(tr("New alarms"));
    m_signals->setItemText(0, tr("a notice and a sound"));
    m_signals->setItemText(1, tr("a notice"));
    m_signals->setItemText(2, tr("only on the pages"));
    m_configurationCard->setTitle(tr("Configuration"));
    m_about->setText(tr("Sources, targets, datasets, links, subscriptions and file tasks as one file. It is taken over "
                        "whole or not at all, after you have seen what would change."));
    m_export->setText(tr("Export…"));
    m_import->setText(tr("Import…"));
    m_retention->retranslate();
    m_patrol->retranslate();
    m_backups->retranslate();
    m_nodeCard->setTitle(tr("This node"));
    onSnapshot();
}

void SettingsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_backups->refresh();
}

void SettingsPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace busheng
