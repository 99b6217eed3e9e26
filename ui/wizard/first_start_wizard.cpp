// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/first_start_wizard.h"

#include "ui/application_style.h"
#include "ui/text/translator.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/step_list.h"
#include "ui/wizard/identity_step.h"
#include "ui/wizard/node_step.h"
#include "ui/wizard/peers_step.h"
#include "ui/wizard/summary_step.h"
#include "ui/wizard/welcome_step.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSettings>

#include <utility>

namespace busheng {
namespace {

constexpr QSize kDefaultSize(960, 660);
constexpr int kMargin = 24;
constexpr int kSpacing = 12;
constexpr double kHeadlineScale = 1.45;

} // namespace

FirstStartWizard::FirstStartWizard(SetupClient& client, const NodeSetupState& state, QSettings& settings)
    : m_shared{client, settings, state}, m_list(new StepList(this)), m_headline(new QLabel(this)),
      m_explanation(new QLabel(this)), m_notice(new NoticeBar(this)), m_stack(new QStackedWidget(this)),
      m_welcome(new WelcomeStep(m_shared)), m_node(new NodeStep(m_shared)), m_identity(new IdentityStep(m_shared)),
      m_peers(new PeersStep(m_shared)), m_summary(new SummaryStep(m_shared, *m_peers)), m_hint(new QLabel(this)),
      m_later(new QPushButton(this)), m_back(new QPushButton(this)), m_next(new QPushButton(this))
{
    build();
    // Where one left: what is named, and waits for its certificates.
    showStep(m_steps.indexOf(state.isNamed ? static_cast<WizardStep*>(m_identity) : m_welcome));
    retranslate();
    resize(kDefaultSize);
}

void FirstStartWizard::build()
{
    setWindowFlags(Qt::Window);
    m_headline->setTextFormat(Qt::PlainText);
    QFont large = m_headline->font();
    large.setPointSizeF(large.pointSizeF() * kHeadlineScale);
    large.setWeight(QFont::DemiBold);
    m_headline->setFont(large);
    for (QLabel* label : {m_explanation, m_hint}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    for (WizardStep* step : std::initializer_list<WizardStep*>{m_welcome, m_node, m_identity, m_peers, m_summary})
        addStep(*step);
    connect(m_welcome, &WelcomeStep::languageChosen, this, &FirstStartWizard::setLanguage);
    connect(m_welcome, &WelcomeStep::themeChosen, this, &FirstStartWizard::setTheme);
    m_later->setAutoDefault(false);
    m_back->setAutoDefault(false);
    m_next->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kSpacing);
    buttons->addWidget(m_later);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    auto* right = new QVBoxLayout;
    right->setContentsMargins(kMargin, kMargin, kMargin, kMargin - 6);
    right->setSpacing(kSpacing);
    right->addWidget(m_headline);
    right->addWidget(m_explanation);
    right->addWidget(m_notice);
    right->addWidget(m_stack, 1);
    right->addLayout(buttons);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addLayout(right, 1);
    connect(m_later, &QPushButton::clicked, this, &FirstStartWizard::reject);
    connect(m_back, &QPushButton::clicked, this, [this] { showStep(m_stack->currentIndex() - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { current().goOn(); });
}

void FirstStartWizard::addStep(WizardStep& step)
{
    m_steps.append(&step);
    // Return goes on, wherever one is; a button in a step is pressed by the space bar.
    for (QPushButton* button : step.findChildren<QPushButton*>())
        button->setAutoDefault(false);
    auto* area = new QScrollArea; // large fonts and small screens
    area->setWidget(&step);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    m_stack->addWidget(area);
    connect(&step, &WizardStep::changed, this, &FirstStartWizard::updateButtons);
    connect(&step, &WizardStep::working, this, &FirstStartWizard::setWorking);
    connect(&step, &WizardStep::failed, this, &FirstStartWizard::onFailed);
    connect(&step, &WizardStep::finished, this, &FirstStartWizard::onFinished);
}

WizardStep& FirstStartWizard::current() const
{
    return *m_steps.at(m_stack->currentIndex());
}

void FirstStartWizard::showStep(int index)
{
    m_error.reset();
    m_notice->hide();
    m_stack->setCurrentIndex(index);
    m_list->setCurrent(index);
    current().enter();
    current().setFocus();
    m_headline->setText(current().headline());
    m_explanation->setText(current().explanation());
    updateButtons();
}

void FirstStartWizard::onFinished()
{
    if (&current() == m_summary)
        return end();
    // A practice has its peer already.
    if (&current() == m_welcome && m_shared.engine != nullptr) {
        m_peers->enter();
        m_summary->retranslate();
        return showStep(m_steps.indexOf(m_summary));
    }
    showStep(m_stack->currentIndex() + 1);
}

void FirstStartWizard::onFailed(const Error& error)
{
    m_error = error;
    m_notice->showError(error);
}

void FirstStartWizard::setWorking(bool isWorking)
{
    m_isWorking = isWorking;
    if (isWorking) {
        m_focus = focusWidget();
        m_error.reset();
        m_notice->hide();
        setCursor(Qt::BusyCursor);
    } else {
        unsetCursor();
    }
    m_stack->setEnabled(!isWorking);
    if (!isWorking && m_focus)
        m_focus->setFocus();
    updateButtons();
}

void FirstStartWizard::updateButtons()
{
    const QString missing = current().missing();
    m_hint->setText(m_isWorking ? tr("At work…") : missing);
    m_next->setText(current().nextText());
    m_next->setEnabled(!m_isWorking && missing.isEmpty());
    // Behind the start of the engine there is nothing to take back here: the console changes it.
    const int first = m_shared.engine == nullptr ? 0 : int(m_steps.indexOf(m_peers));
    m_back->setEnabled(!m_isWorking && m_stack->currentIndex() > first && !m_shared.state.isPractice);
    m_later->setText(m_shared.engine == nullptr ? tr("&Later") : tr("&To the console"));
    m_later->setEnabled(!m_isWorking);
    m_later->setVisible(&current() != m_summary); // going on is the same there
}

void FirstStartWizard::reject()
{
    // What runs in the other thread would be waited for by a window that is gone.
    if (m_isWorking)
        return;
    for (WizardStep* step : std::as_const(m_steps))
        step->keep();
    end();
}

void FirstStartWizard::end()
{
    if (std::exchange(m_hasEnded, true))
        return;
    hide();
    Q_EMIT ended(m_shared.engine);
}

void FirstStartWizard::setLanguage(const QString& language)
{
    m_shared.settings.setValue(settings_keys::kLanguage, language);
    installTranslator(*QCoreApplication::instance(), language);
}

void FirstStartWizard::setTheme(const QString& theme)
{
    m_shared.settings.setValue(settings_keys::kTheme, theme);
    applyTheme(*qApp, themeModeFromName(theme));
}

void FirstStartWizard::retranslate()
{
    setWindowTitle(tr("Busheng: first start"));
    m_list->setHead(tr("Busheng"), tr("Data synchronization"));
    QStringList titles;
    for (WizardStep* step : std::as_const(m_steps)) {
        step->retranslate();
        titles.append(step->title());
    }
    m_list->setSteps(titles);
    m_headline->setText(current().headline());
    m_explanation->setText(current().explanation());
    m_back->setText(tr("&Back"));
    if (m_error)
        onFailed(*m_error);
    updateButtons();
}

void FirstStartWizard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace busheng
