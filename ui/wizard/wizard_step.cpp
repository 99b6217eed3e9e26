// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/wizard_step.h"

#include <QLabel>

#include <utility>

namespace busheng {

WizardStep::WizardStep(FirstStart& shared) : m_shared(shared) {}

QString WizardStep::nextText() const
{
    return tr("&Next");
}

bool WizardStep::begin()
{
    if (std::exchange(m_isWorking, true))
        return false;
    Q_EMIT working(true);
    return true;
}

void WizardStep::end()
{
    m_isWorking = false;
    Q_EMIT working(false);
}

void WizardStep::advance(std::function<Result<NodeSetupState>(NodeSetupApi&)> step, std::function<void()> onDone)
{
    run<NodeSetupState>(std::move(step), [this, onDone = std::move(onDone)](const NodeSetupState& state) {
        m_shared.state = state;
        onDone();
    });
}

QLabel* WizardStep::textLabel()
{
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace busheng
