// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/subscription_row.h"
#include "ui/widgets/card.h"

namespace busheng {

class EmptyState;
class KeyValueList;
class NoticeBar;

/// The particulars of the selected flow, and what stops it with the way out.
class FlowDetailsCard : public Card {
    Q_OBJECT
public:
    explicit FlowDetailsCard(QWidget* parent = nullptr);

    void showRow(const SubscriptionRow& row);
    void clear();
    void retranslate();
    const NoticeBar& notice() const { return *m_notice; }
    const KeyValueList& values() const { return *m_values; }

private:
    void showError(const SubscriptionRow& row);

    KeyValueList* m_values;
    NoticeBar* m_notice;
};

} // namespace busheng
