// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/wizard/wizard_step.h"

namespace busheng {

class Card;
class KeyValueList;
class PeersStep;

/// What was set up, and what comes next in the console.
class SummaryStep : public WizardStep {
    Q_OBJECT
public:
    /// `peers`: has the engine's state. Must outlive this.
    SummaryStep(FirstStart& shared, const PeersStep& peers);

    QString title() const override;
    QString headline() const override;
    QString explanation() const override;
    QString nextText() const override;
    void enter() override { showNode(); }
    void goOn() override { Q_EMIT finished(); }
    void retranslate() override;

    const KeyValueList& node() const { return *m_node; }
    QString next() const;

private:
    void showNode();

    const PeersStep& m_peers;
    Card* m_nodeCard;
    KeyValueList* m_node;
    Card* m_nextCard;
    QLabel* m_next;
};

} // namespace busheng
