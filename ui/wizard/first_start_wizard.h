// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/wizard/wizard_step.h"

#include <QDialog>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>

#include <optional>

namespace busheng {

class IdentityStep;
class NodeStep;
class NoticeBar;
class PeersStep;
class StepList;
class SummaryStep;
class WelcomeStep;

/// From an empty data directory to a node that runs and whose links stand. What is done is durable step by step, and
/// what is typed is kept: one can leave and go on another day. Before the engine runs leaving ends the console; from
/// then on it leads into it.
///
/// Thread: GUI. `client` and `settings` must outlive it.
class FirstStartWizard : public QDialog {
    Q_OBJECT
public:
    /// `state`: how far the data directory is; the wizard goes on there.
    FirstStartWizard(SetupClient& client, const NodeSetupState& state, QSettings& settings);

    WelcomeStep& welcome() { return *m_welcome; }
    NodeStep& node() { return *m_node; }
    IdentityStep& identity() { return *m_identity; }
    PeersStep& peers() { return *m_peers; }
    SummaryStep& summary() { return *m_summary; }
    WizardStep& current() const;
    QPushButton* nextButton() const { return m_next; }
    QPushButton* backButton() const { return m_back; }
    QPushButton* laterButton() const { return m_later; }
    const NoticeBar& notice() const { return *m_notice; }
    QString hint() const { return m_hint->text(); }
    bool isWorking() const { return m_isWorking; }

    void reject() override; ///< Escape, or the window's cross: as laterButton()

Q_SIGNALS:
    /// Once: `engine` runs and the console is wanted; null: later.
    void ended(busheng::EngineApi* engine);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void addStep(WizardStep& step);
    void showStep(int index);
    void onFinished();
    void onFailed(const Error& error);
    void setWorking(bool isWorking);
    void updateButtons();
    void retranslate();
    void setLanguage(const QString& language);
    void setTheme(const QString& theme);
    void end();

    FirstStart m_shared;
    QList<WizardStep*> m_steps;
    StepList* m_list;
    QLabel* m_headline;
    QLabel* m_explanation;
    NoticeBar* m_notice;
    QStackedWidget* m_stack;
    WelcomeStep* m_welcome;
    NodeStep* m_node;
    IdentityStep* m_identity;
    PeersStep* m_peers;
    SummaryStep* m_summary;
    QLabel* m_hint;
    QPushButton* m_later;
    QPushButton* m_back;
    QPushButton* m_next;
    std::optional<Error> m_error; ///< that is shown
    QPointer<QWidget> m_focus;    ///< before a step was at work
    bool m_isWorking = false;
    bool m_hasEnded = false;
};

} // namespace busheng
