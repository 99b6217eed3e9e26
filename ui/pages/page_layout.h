// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QAction;
class QComboBox;
class QLineEdit;
class QTableView;
class QVBoxLayout;
class QWidget;

namespace busheng {

class Card;
class NoticeBar;

/// The frame that every page has: its margins, and the place above all for what went wrong (hidden at first).
QVBoxLayout* layPage(QWidget& page, NoticeBar& notice);

/// A field to search in, as the head of a card has it.
QLineEdit* searchField(QWidget* parent);

/// Offers these names, as they are safe for display; what was chosen stays, as long as it is among them.
void offerNames(QComboBox& box, const QStringList& names);

/// Puts an action where mouse, keyboard and context menu find it: at the table, and as a button in the card's head.
void offerAction(Card& card, QTableView& table, QAction& action, bool hasButton = true);

} // namespace busheng
