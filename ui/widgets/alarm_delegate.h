// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace busheng {

/// An alarm or a finding as a small text: title, what it is about, why, and what to do. The height follows the width of
/// the view. The texts come from the roles that are given, as plain text; empty ones take no room.
class AlarmDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    struct Roles {
        int meta;
        int cause;
        int remedy;
        int severity = -1; ///< "ok", "warning", "error"; -1: all are alarms
    };
    explicit AlarmDelegate(const Roles& roles, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Roles m_roles;
};

} // namespace busheng
