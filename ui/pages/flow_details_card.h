// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/subscription_row.h"
#include "ui/widgets/card.h"

#include <QPushButton>

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
    QPushButton* acceptButton() const { return m_accept; }
    /// The next thing about an offline start or a quality gate.
    QPushButton* offlineButton() const { return m_offline; }

Q_SIGNALS:
    /// The operator wants to go on although the quality check found something.
    void acceptRequested();
    void offlineRequested();

private:
    static QString logText(const SubscriptionRow& row);

    KeyValueList* m_values;
    QPushButton* m_accept;
    QPushButton* m_offline;
};

} // namespace busheng
