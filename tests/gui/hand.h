// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

namespace busheng::test {

/// A person at the screen, who knows a control by what a screen reader says of it, and reaches it by the keyboard alone
/// (Tab, arrows, space) or by the mouse alone (what is typed comes from an input method either way). What is not there
/// within half a minute fails the test, with what was looked for.
///
/// Thread: the GUI's. The controls of the window that is in front are seen: a dialog hides those behind it.
class Hand {
public:
    enum class Way { Keyboard, Mouse };
    explicit Hand(Way way) : m_way(way) {}

    /// The way to the control with this name, once it may be used. Null, and the test has failed: there is none.
    QWidget* find(const QString& name);
    bool press(const QString& name);
    bool type(const QString& name, const QString& text);
    /// An item of a combo box, by its text.
    bool choose(const QString& name, const QString& item);
    /// One of several radio buttons.
    bool pick(const QString& name);
    bool openTab(int index);
    /// A page of the console's window, by its name in the navigation, or its key.
    bool goTo(QWidget& window, const QString& page, Qt::Key key);

    static bool waitFor(const std::function<bool()>& condition);

private:
    bool reach(QWidget* control);
    static QWidget* front();
    static QWidget* named(const QString& name);

    const Way m_way;
};

} // namespace busheng::test
