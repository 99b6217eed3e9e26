// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/configuration.h"
#include "engine/api/engine_api.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include <functional>

class QSettings;

namespace busheng {

class BackupCard;
class Card;
class EngineClient;
class KeyValueList;
class NoticeBar;
class PatrolCard;
class RetentionCard;

/// This console's language and theme, what this node is, and its configuration as a file: to keep, to carry to another
/// machine, and to take over after a look at what would change; how long records
/// are kept; and the patrol of the node.
class SettingsPage : public QWidget {
    Q_OBJECT
public:
    SettingsPage(EngineClient& client, QSettings& settings, QWidget* parent = nullptr);

    /// Shows what holds now; says nothing.
    void setLanguage(const QString& language);
    void setTheme(const QString& theme);
    QComboBox* languages() const { return m_languages; }
    QComboBox* themes() const { return m_themes; }
    QComboBox* alarmSignals() const { return m_signals; }
    QPushButton* exportButton() const { return m_export; }
    QPushButton* importButton() const { return m_import; }
    const KeyValueList& node() const { return *m_node; }
    const NoticeBar& notice() const { return *m_notice; }
    QString outcome() const { return m_outcome->text(); }
    PatrolCard& patrol() const { return *m_patrol; }
    RetentionCard& retention() const { return *m_retention; }
    BackupCard& backups() const { return *m_backups; }
    void exportTo(const QString& path);
    void importFrom(const QString& path);

Q_SIGNALS:
    void languageChosen(const QString& language);
    void themeChosen(const QString& theme);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void retranslate();
    void onSnapshot();
    void askNow(std::function<void(const QJsonObject&)> then);
    void askToImport(const QJsonObject& now, const QJsonObject& json, const NodeConfiguration& wanted);
    void import(const QJsonObject& json);
    void setWorking(bool works);
    void onFailed(const Error& error);

    EngineClient& m_client;
    QSettings& m_settings;
    bool m_isWorking = false;
    NoticeBar* m_notice;
    Card* m_consoleCard;
    QLabel* m_languageLabel;
    QComboBox* m_languages;
    QLabel* m_themeLabel;
    QComboBox* m_themes;
    QLabel* m_signalsLabel;
    QComboBox* m_signals; ///< what happens when an alarm is raised
    Card* m_configurationCard;
    QLabel* m_about;
    QLabel* m_outcome;
    QPushButton* m_export;
    QPushButton* m_import;
    RetentionCard* m_retention;
    PatrolCard* m_patrol;
    BackupCard* m_backups;
    Card* m_nodeCard;
    KeyValueList* m_node;
};

} // namespace busheng
