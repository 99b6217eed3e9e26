// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/retention_card.h"

#include "engine/api/json.h"
#include "engine/model/operator_events.h"
#include "ui/client/engine_client.h"
#include "ui/client/operator_name.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/right_guard.h"
#include "ui/text/retention_words.h"
#include "ui/text/words.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/wrapped_text.h"

#include <QGridLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kMostDays = 36'500;
constexpr int kColumnSpacing = 14;
constexpr int kRowSpacing = 7;

} // namespace

RetentionCard::RetentionCard(EngineClient& client, QWidget* parent)
    : Card(parent), m_client(client), m_notice(new NoticeBar(this)), m_grid(new QWidget(this)),
      m_rest(new WrappedLabel(this)), m_change(new QPushButton(this))
{
    auto* grid = new QGridLayout(m_grid);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kColumnSpacing);
    grid->setVerticalSpacing(kRowSpacing);
    grid->setColumnStretch(2, 1);
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_notice);
    layout->addWidget(m_grid);
    layout->addWidget(m_rest);
    m_notice->hide();
    setContent(content, 14);
    addHeadWidget(m_change);
    connect(m_change, &QPushButton::clicked, this, &RetentionCard::askForEffect);
    for (const auto signal : {&EngineClient::found, &EngineClient::sessionChanged})
        connect(&m_client, signal, this, [this] { setWorking(m_isWorking); });
    connect(&m_client, &EngineClient::lost, this, [this] { setWorking(m_isWorking); });
    needRight(m_client, *m_change, QStringLiteral("setRetention"));
    retranslate();
}

QSpinBox* RetentionCard::field(const QString& kind) const
{
    const auto found = std::ranges::find_if(m_lines, [&](const Line& line) { return line.state.rule.kind == kind; });
    return found == m_lines.end() ? nullptr : found->days;
}

QString RetentionCard::about(const QString& kind) const
{
    const auto found = std::ranges::find_if(m_lines, [&](const Line& line) { return line.state.rule.kind == kind; });
    return found == m_lines.end() ? QString() : found->about->text();
}

void RetentionCard::showEvent(QShowEvent* event)
{
    refresh();
    Card::showEvent(event);
}

void RetentionCard::refresh()
{
    if (std::exchange(m_isAsked, true))
        return;
    using States = std::vector<RetentionState>;
    m_client.request<States>(
        this, [](EngineApi& engine, Reply<States> reply) { engine.retention().retention({}, std::move(reply)); },
        [this](const Result<States>& states) {
            m_isAsked = false;
            if (!states)
                return onFailed(states.error());
            take(*states);
        });
}

void RetentionCard::take(const std::vector<RetentionState>& states)
{
    const bool isSame = std::ranges::equal(
        states, m_lines, {}, [](const RetentionState& state) { return state.rule.kind; },
        [](const Line& line) { return line.state.rule.kind; });
    if (!isSame)
        build(states);
    for (std::size_t i = 0; i < states.size(); ++i) {
        Line& line = m_lines[i];
        // What somebody has typed and not taken over yet stays.
        const bool isTouched = isSame && line.days->value() != line.state.rule.days;
        line.state = states[i];
        if (!isTouched)
            line.days->setValue(int(line.state.rule.days));
    }
    showLines();
}

void RetentionCard::build(const std::vector<RetentionState>& states)
{
    auto* grid = static_cast<QGridLayout*>(m_grid->layout());
    for (const Line& line : m_lines) {
        for (QWidget* widget :
             {static_cast<QWidget*>(line.name), static_cast<QWidget*>(line.days), static_cast<QWidget*>(line.about)})
            widget->deleteLater();
    }
    m_lines.clear();
    for (const RetentionState& state : states) {
        Line line{state, new QLabel(m_grid), new QSpinBox(m_grid), new QLabel(m_grid)};
        line.days->setRange(0, kMostDays);
        line.about->setTextFormat(Qt::PlainText);
        line.name->setBuddy(line.days);
        connect(line.days, &QSpinBox::valueChanged, this, [this] { setWorking(m_isWorking); });
        const int row = int(m_lines.size());
        grid->addWidget(line.name, row, 0);
        grid->addWidget(line.days, row, 1);
        grid->addWidget(line.about, row, 2);
        m_lines.push_back(line);
    }
}

void RetentionCard::showLines()
{
    for (const Line& line : m_lines) {
        const QString name = RetentionWords::kind(line.state.rule.kind);
        line.name->setText(name);
        line.days->setAccessibleName(name);
        line.days->setSpecialValueText(tr("for ever"));
        line.days->setSuffix(tr("%1 days").section(QStringLiteral("%1"), 1, 1));
        line.days->setToolTip(tr("%1 days at least").arg(line.state.leastDays));
        QStringList parts{tr("%1 records").arg(Words::count(quint64(line.state.records)))};
        if (line.state.oldestUtcMs > 0)
            parts.append(tr("the oldest of %1").arg(Words::date(line.state.oldestUtcMs)));
        if (line.state.wouldDelete > 0)
            parts.append(tr("%1 go within the hour").arg(Words::count(quint64(line.state.wouldDelete))));
        line.about->setText(parts.join(QStringLiteral(" · ")));
    }
    setWorking(m_isWorking);
}

std::vector<RetentionRule> RetentionCard::changes() const
{
    std::vector<RetentionRule> rules;
    for (const Line& line : m_lines) {
        if (line.days->value() != line.state.rule.days)
            rules.push_back({line.state.rule.kind, line.days->value()});
    }
    return rules;
}

void RetentionCard::setWorking(bool works)
{
    m_isWorking = works;
    m_change->setEnabled(!works && !m_client.isLost() && !changes().empty());
}

void RetentionCard::askForEffect()
{
    if (m_isWorking)
        return;
    setWorking(true);
    m_notice->hide();
    using States = std::vector<RetentionState>;
    m_client.request<States>(
        this,
        [rules = changes()](EngineApi& engine, Reply<States> reply) {
            engine.retention().retention(rules, std::move(reply));
        },
        [this, rules = changes()](const Result<States>& effect) {
            setWorking(false);
            if (!effect)
                return onFailed(effect.error());
            askToChange(rules, *effect);
        });
}

/// `rules`: those that were looked at, whatever has been typed since.
void RetentionCard::askToChange(const std::vector<RetentionRule>& rules, const std::vector<RetentionState>& effect)
{
    QStringList lines;
    for (const RetentionState& state : effect) {
        if (std::ranges::find(rules, state.rule.kind, &RetentionRule::kind) == rules.end())
            continue;
        lines.append(RetentionWords::effect(state));
    }
    confirm(window(),
            {m_change->text(), tr("Keep records for other times?"),
             QString(lines.join(u'\n') + QStringLiteral("\n\n") + tr("What is deleted cannot be brought back.")),
             tr("Take over")},
            [this, edit = editOf(rules)] { change(edit); });
}

/// These rules, in the place of those that are shown.
SeenEdit RetentionCard::editOf(const std::vector<RetentionRule>& rules) const
{
    SeenEdit edit{{QStringLiteral("setRetention"), {}, {}}, {}};
    QJsonArray list;
    for (const RetentionRule& rule : rules) {
        const auto shown = std::ranges::find(m_lines, rule.kind, [](const Line& line) { return line.state.rule.kind; });
        const qint64 now = shown == m_lines.end() ? 0 : shown->state.rule.days;
        list.append(toJson(rule));
        edit.change.seen.insert(rule.kind, QJsonObject{{QStringLiteral("days"), now}});
        edit.mine.insert(rule.kind, QJsonObject{{QStringLiteral("days"), rule.days}});
    }
    edit.change.params = {{QStringLiteral("rules"), list}, {QStringLiteral("by"), operatorName()}};
    return edit;
}

void RetentionCard::change(const SeenEdit& edit)
{
    if (m_isWorking)
        return;
    setWorking(true);
    m_client.request<void>(
        this, [change = edit.change](EngineApi& engine, Reply<> reply) { engine.changeSeen(change, std::move(reply)); },
        [this, edit](const Result<>& result) {
            setWorking(false);
            if (!result && result.error().event == events::REV_OVERTAKEN)
                return askAboutOther(edit, result.error());
            if (!result)
                return onFailed(result.error());
            refresh();
        });
}

void RetentionCard::askAboutOther(const SeenEdit& edit, const Error& overtaken)
{
    auto* dialog = new OvertakenDialog(edit, overtaken, window());
    connect(dialog, &OvertakenDialog::mineWanted, this, &RetentionCard::change);
    connect(dialog, &OvertakenDialog::theirsWanted, this, [this] {
        for (const Line& line : m_lines)
            line.days->setValue(int(line.state.rule.days));
        refresh();
    });
    dialog->open();
}

void RetentionCard::onFailed(const Error& error)
{
    m_notice->showError(error);
}

void RetentionCard::retranslate()
{
    setTitle(tr("How long records are kept"));
    m_change->setText(tr("Take over…"));
    m_change->setToolTip(tr("Shows first what would be deleted"));
    static_cast<WrappedLabel*>(m_rest)->setWords(tr(
        "The ledger with its signatures is kept for ever: a chain with a hole proves nothing. The log cache keeps what "
        "a receiver has not applied, up to the quota of its dataset. Sent files are cleaned as their task says, "
        "fetched files as node.json says."));
    showLines();
}

} // namespace busheng
