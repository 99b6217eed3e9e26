// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/engine_client.h"

#include <initializer_list>

class QAction;
class QWidget;

namespace busheng {

/// Keeps one control grey, with the reason as its tool tip, as long as who works here may not use `method` of the local
/// API. The page enables and disables the control as if there were no rights; this has the last word. What the page
/// says in the tool tip comes back with the right.
///
/// Thread: GUI. Owned by the control; the client must outlive it.
class RightGuard : public QObject {
    Q_OBJECT
public:
    RightGuard(EngineClient& client, QObject& control, const QString& method);

    void setMethod(const QString& method);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void look();
    bool isEnabled() const;
    void setEnabled(bool on);
    QString toolTip() const;
    void setToolTip(const QString& text);
    QString ownToolTip();

    EngineClient& m_client;
    QAction* m_action; ///< one of the two
    QWidget* m_widget;
    QString m_method;
    QString m_reason;          ///< shown now; empty: the control is free
    QString m_keptToolTip;     ///< the page's, meanwhile
    bool m_wasEnabled = false; ///< the page would have it so
    bool m_isLooking = false;
};

/// `method` is needed for what the control, an action or a widget, does. Said again for the same control it takes the
/// place of the one before: for a button that does now this, now that.
void needRight(EngineClient& client, QObject& control, const QString& method);
/// The same for several.
void needRights(EngineClient& client, std::initializer_list<std::pair<QObject*, const char*>> controls);

} // namespace busheng
