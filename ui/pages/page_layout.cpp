// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page_layout.h"

#include "ui/text/display_text.h"
#include "ui/widgets/card.h"
#include "ui/widgets/notice_bar.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kSideMargin = 16;
constexpr int kEndMargin = 12;
constexpr int kSpacing = 10;
constexpr int kSearchCharacters = 24;

} // namespace

QVBoxLayout* layPage(QWidget& page, NoticeBar& notice)
{
    auto* layout = new QVBoxLayout(&page);
    layout->setContentsMargins(kSideMargin, kEndMargin, kSideMargin, kEndMargin);
    layout->setSpacing(kSpacing);
    layout->addWidget(&notice);
    notice.hide();
    return layout;
}

QLineEdit* searchField(QWidget* parent)
{
    auto* field = new QLineEdit(parent);
    field->setClearButtonEnabled(true);
    field->setFixedWidth(field->fontMetrics().horizontalAdvance(u'0') * kSearchCharacters);
    return field;
}

void offerNames(QComboBox& box, const QStringList& names)
{
    QStringList shown;
    for (int i = 0; i < box.count(); ++i)
        shown.append(box.itemData(i).toString());
    if (names == shown)
        return;
    const QString chosen = box.currentData().toString();
    box.clear();
    for (const QString& name : names)
        box.addItem(displayText(name), name);
    box.setCurrentIndex(std::max(0, box.findData(chosen)));
}

void offerAction(Card& card, QTableView& table, QAction& action, bool hasButton)
{
    action.setShortcutContext(Qt::WidgetShortcut);
    table.addAction(&action);
    table.setContextMenuPolicy(Qt::ActionsContextMenu);
    if (!hasButton)
        return;
    auto* button = new QToolButton(&card);
    button->setDefaultAction(&action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setAutoRaise(true);
    card.addHeadWidget(button);
    QObject::connect(&action, &QAction::visibleChanged, button,
                     [button, &action] { button->setVisible(action.isVisible()); });
}

} // namespace busheng
