// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme_colors.h"

#include <QStyledItemDelegate>

#include <functional>

namespace busheng {

/// The plain cell of our tables: roomy, a hairline under each row, an optional icon whose name is in `iconRole`.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit RowDelegate(int iconRole, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// Background, selection and the line below; returns the rectangle for the content.
    static QRect paintBackground(QPainter& painter, const QStyleOptionViewItem& option);

private:
    int m_iconRole;
};

/// A state cell, drawn as a badge. `look` gives icon and tone of the value in `role`.
class BadgeDelegate : public RowDelegate {
    Q_OBJECT
public:
    struct Look {
        QString icon;
        Tone tone = Tone::Neutral;
    };
    BadgeDelegate(int role, std::function<Look(int)> look, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_role;
    std::function<Look(int)> m_look;
};

/// A value beside another one: the characters that differ are underlined on a soft ground, so that colour is not all
/// that tells. `from` and `length` are roles; a negative start: nothing differs.
class ChangedTextDelegate : public RowDelegate {
    Q_OBJECT
public:
    ChangedTextDelegate(int fromRole, int lengthRole, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_fromRole;
    int m_lengthRole;
};

/// A cell that shows a bar beside its text while the fraction in `role` is 0 or more.
class ProgressDelegate : public RowDelegate {
    Q_OBJECT
public:
    explicit ProgressDelegate(int role, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_role;
};

} // namespace busheng
