// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QMessageBox;
class QWidget;

namespace busheng {

struct Confirmation {
    QString title;
    QString question;
    QString consequence; ///< what it means to say yes
    QString yes;         ///< the verb on the button
};

/// Asks before something that cannot be taken back; "cancel" is the default. `onYes` lives as long as `parent`.
QMessageBox* confirm(QWidget* parent, const Confirmation& what, std::function<void()> onYes);

} // namespace busheng
