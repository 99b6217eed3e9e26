// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/subscription_row.h"
#include "ui/widgets/card.h"

namespace busheng {

class NoticeBar;
class StageBar;

/// Where the selected flow stands, stage by stage, and what stops it with the way out.
class FlowStagesCard : public Card {
    Q_OBJECT
public:
    explicit FlowStagesCard(QWidget* parent = nullptr);

    void showRow(const SubscriptionRow& row);
    void retranslate();
    const NoticeBar& notice() const { return *m_notice; }
    const StageBar& bar() const { return *m_bar; }

private:
    void showStages(const SubscriptionRow& row);
    void showError(const SubscriptionRow& row);

    NoticeBar* m_notice;
    StageBar* m_bar;
};

} // namespace busheng
