// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/hand.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QMainWindow>
#include <QRadioButton>
#include <QRegularExpression>
#include <QTabBar>
#include <QTest>

#include <algorithm>

namespace busheng::test {
namespace {

constexpr int kPatienceMs = 30'000;
constexpr int kMostSteps = 150; ///< of the Tab key: more than any window has

QString nameOf(QWidget* widget)
{
    // Qt 6.4 says of a combo box what is chosen in it, whatever it is called.
    if (qobject_cast<QComboBox*>(widget) != nullptr && !widget->accessibleName().isEmpty())
        return widget->accessibleName();
    const QAccessibleInterface* const spoken = QAccessible::queryAccessibleInterface(widget);
    return spoken == nullptr ? QString() : spoken->text(QAccessible::Name);
}

/// As it is spoken: without the signs for keys.
QString plain(QString name)
{
    name.remove(QRegularExpression(QStringLiteral("\\(&?\\w\\)")));
    return name.remove(u'&');
}

/// Where its word begins: what is beside it belongs to nobody.
QPoint spotOf(const QWidget& widget)
{
    constexpr int kInside = 14;
    return {std::min(widget.width() / 2, kInside), widget.height() / 2};
}

bool isOneToUse(const QWidget& widget)
{
    // Of the buttons of a group only the one that is chosen takes the focus.
    const bool isControl =
        widget.focusPolicy() != Qt::NoFocus || qobject_cast<const QAbstractButton*>(&widget) != nullptr;
    return widget.isVisible() && widget.isEnabled() && isControl;
}

} // namespace

bool Hand::waitFor(const std::function<bool()>& condition)
{
    return QTest::qWaitFor(condition, kPatienceMs);
}

QWidget* Hand::front()
{
    if (QWidget* const modal = QApplication::activeModalWidget())
        return modal;
    if (QApplication::activeWindow() == nullptr) { // what a window manager does behind a dialog that was closed
        for (QWidget* const window : QApplication::topLevelWidgets()) {
            if (window->isVisible() && qobject_cast<QMainWindow*>(window) != nullptr)
                window->activateWindow();
        }
    }
    return QApplication::activeWindow();
}

QWidget* Hand::named(const QString& name)
{
    const QWidget* const window = front();
    if (window == nullptr)
        return nullptr;
    for (QWidget* const widget : window->findChildren<QWidget*>()) {
        if (isOneToUse(*widget) && plain(nameOf(widget)) == plain(name))
            return widget;
    }
    return nullptr;
}

QWidget* Hand::find(const QString& name)
{
    QWidget* found = nullptr;
    if (waitFor([&] { return (found = named(name)) != nullptr; }))
        return found;
    QStringList there;
    for (QWidget* const widget : front() == nullptr ? QList<QWidget*>() : front()->findChildren<QWidget*>()) {
        if (isOneToUse(*widget)) {
            const auto* const field = qobject_cast<QLineEdit*>(widget);
            there.append(nameOf(widget) + (field == nullptr ? QString() : QString(u'=' + field->text())));
        }
    }
    qWarning("there is no '%s' that can be used in '%s', but: %s", qPrintable(name),
             front() == nullptr ? "" : qPrintable(front()->windowTitle()),
             qPrintable(there.join(QStringLiteral(" | "))));
    return nullptr;
}

/// The focus is on it, as the way has it.
bool Hand::reach(QWidget* control)
{
    if (control == nullptr)
        return false;
    if (m_way == Way::Mouse) {
        control->window()->raise();
        return true;
    }
    const bool isInFront = waitFor([control] {
        const QWidget* const now = QApplication::focusWidget();
        return now != nullptr && now->window() == control->window();
    });
    if (!isInFront)
        return false;
    QStringList way;
    for (int step = 0; step < kMostSteps; ++step) {
        QWidget* const now = QApplication::focusWidget();
        way.append(now == nullptr ? QStringLiteral("nothing")
                                  : QString(QString::fromLatin1(now->metaObject()->className()) + u' ' + nameOf(now)));
        if (now == control || (now != nullptr && control->focusProxy() == now))
            return true;
        QTest::keyClick(now == nullptr ? front() : now, Qt::Key_Tab);
    }
    way.removeDuplicates();
    qWarning("the Tab key does not lead to '%s', but to: %s", qPrintable(nameOf(control)),
             qPrintable(way.join(QStringLiteral(" | "))));
    return false;
}

bool Hand::press(const QString& name)
{
    QWidget* const control = find(name);
    if (!reach(control))
        return false;
    if (m_way == Way::Mouse)
        QTest::mouseClick(control, Qt::LeftButton, {}, spotOf(*control));
    else
        QTest::keyClick(control, Qt::Key_Space);
    return true;
}

bool Hand::type(const QString& name, const QString& text)
{
    QWidget* const control = find(name);
    if (!reach(control))
        return false;
    if (m_way == Way::Mouse)
        QTest::mouseClick(control, Qt::LeftButton, {}, spotOf(*control));
    auto* const field = qobject_cast<QLineEdit*>(control) != nullptr ? qobject_cast<QLineEdit*>(control)
                                                                     : control->findChild<QLineEdit*>();
    if (field == nullptr)
        return false;
    field->selectAll(); // as Ctrl+A, which the platform's plugin may know or not
    QInputMethodEvent written;
    written.setCommitString(text);
    QCoreApplication::sendEvent(field, &written);
    return true;
}

bool Hand::choose(const QString& name, const QString& item)
{
    auto* const box = qobject_cast<QComboBox*>(find(name));
    if (!reach(box))
        return false;
    const int index = box->findText(item);
    if (index < 0) {
        qWarning("'%s' offers no '%s'", qPrintable(name), qPrintable(item));
        return false;
    }
    if (m_way == Way::Keyboard) {
        while (box->currentIndex() != index)
            QTest::keyClick(box, box->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
        return true;
    }
    QTest::mouseClick(box, Qt::LeftButton, {}, spotOf(*box));
    QAbstractItemView* const list = box->view();
    if (!waitFor([&] { return list->isVisible(); }))
        return false;
    const QModelIndex wanted = box->model()->index(index, box->modelColumn(), box->rootModelIndex());
    list->scrollTo(wanted);
    // For as long as a double click may take the list does not take a click.
    return waitFor([&] {
        if (list->isVisible()) {
            const QPoint place = list->visualRect(wanted).center();
            QTest::mouseMove(list->viewport(), place);
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, place);
        }
        return box->currentIndex() == index;
    });
}

bool Hand::pick(const QString& name)
{
    if (m_way == Way::Mouse)
        return press(name);
    auto* const wanted = qobject_cast<QRadioButton*>(find(name));
    if (wanted == nullptr)
        return false;
    // The one that is chosen is in the way of the Tab key; arrows go to its neighbours.
    const QList<QRadioButton*> all = wanted->parentWidget()->findChildren<QRadioButton*>();
    const auto chosen = std::ranges::find_if(all, [](const QRadioButton* one) { return one->isChecked(); });
    if (chosen == all.end() || !reach(*chosen))
        return false;
    for (qsizetype step = 0; step < all.size() && !wanted->isChecked(); ++step)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    return wanted->isChecked();
}

bool Hand::openTab(int index)
{
    auto* const bar = front() == nullptr ? nullptr : front()->findChild<QTabBar*>();
    if (!reach(bar))
        return false;
    if (m_way == Way::Mouse)
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(index).center());
    while (m_way == Way::Keyboard && bar->currentIndex() != index)
        QTest::keyClick(bar, bar->currentIndex() < index ? Qt::Key_Right : Qt::Key_Left);
    return bar->currentIndex() == index;
}

bool Hand::goTo(QWidget& window, const QString& page, Qt::Key key)
{
    if (!waitFor([&] { return front() == &window; }))
        return false;
    if (m_way == Way::Mouse)
        return press(page);
    QTest::keyClick(&window, key, Qt::ControlModifier);
    return true;
}

} // namespace busheng::test
