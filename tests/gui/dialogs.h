// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QMessageBox>
#include <QTest>
#include <QWidget>

namespace busheng::test {

/// The one dialog of this kind that is open.
template <typename Dialog>
Dialog* openDialog(const QWidget& window)
{
    for (Dialog* found : window.findChildren<Dialog*>()) {
        if (found->isVisible())
            return found;
    }
    qFatal("the dialog is not open");
}

/// Presses the button with this text of the question that is open, and waits until it is gone.
inline void answerQuestion(const QWidget& window, const QString& text)
{
    auto* question = openDialog<QMessageBox>(window);
    for (QAbstractButton* choice : question->buttons()) {
        if (choice->text() == text)
            choice->click();
    }
    QTRY_VERIFY(window.findChild<QMessageBox*>() == nullptr);
}

} // namespace busheng::test
