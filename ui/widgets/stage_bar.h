// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme_colors.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace busheng {

/// The stages of a flow from left to right: an icon, name and position each, and between two of them what is waiting.
/// A stretch where nothing waits is a plain line with a tick, one where something waits is dashed and says how much.
class StageBar : public QWidget {
    Q_OBJECT
public:
    enum class Stretch { Unknown, Even, Waiting };
    struct Item {
        QString icon;
        QString name;
        QString position;
        Stretch before = Stretch::Unknown; ///< between the item to the left and this one; ignored for the first
        QString waiting;                   ///< shown on the stretch

        bool operator==(const Item&) const = default;
    };

    explicit StageBar(QWidget* parent = nullptr);

    void setItems(const std::vector<Item>& items);
    const std::vector<Item>& items() const { return m_items; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintStretch(QPainter& painter, const Item& item, int from, int to, const ThemeColors& colors) const;
    void paintItem(QPainter& painter, const Item& item, const QRect& cell, const ThemeColors& colors) const;
    int circleCenter() const;

    std::vector<Item> m_items;
};

} // namespace busheng
