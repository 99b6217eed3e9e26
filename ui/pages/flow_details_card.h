// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/subscription_row.h"
#include "ui/widgets/card.h"

namespace busheng {

class KeyValueList;

/// The particulars of the selected flow.
class FlowDetailsCard : public Card {
    Q_OBJECT
public:
    explicit FlowDetailsCard(QWidget* parent = nullptr);

    void showRow(const SubscriptionRow& row);
    void clear();
    void retranslate();
    const KeyValueList& values() const { return *m_values; }

private:
    KeyValueList* m_values;
};

} // namespace busheng
