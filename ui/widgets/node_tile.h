// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme_colors.h"

#include <QAbstractButton>

namespace busheng {

/// A node on the map of nodes: its name, and its state by shape, word and tone, with what else is known behind the
/// word, and a badge when alarms stand. Pressing it asks for more.
class NodeTile : public QAbstractButton {
    Q_OBJECT
public:
    /// What it shows; safe for display.
    struct Content {
        QString name;
        QString icon;
        QString word;
        QString more;  ///< behind the word; empty: nothing
        QString whole; ///< for a tool tip, and for those who do not see it
        Tone tone = Tone::Neutral;
        int alarms = 0;
        bool isOwn = false; ///< this node itself

        bool operator==(const Content&) const = default;
    };

    explicit NodeTile(QWidget* parent = nullptr);

    void setContent(const Content& content);
    const Content& content() const { return m_content; }
    /// Below the name: the word, and of what stands behind it as much as has room whole; the tool tip has all of it.
    QString shownWords() const;
    /// In which a usual name and a state's word fit, and the least in which both can still be read.
    QSize sizeHint() const override;
    int narrowest() const;

Q_SIGNALS:
    /// An arrow key was pressed: the next node in that direction is wanted.
    void stepWanted(Qt::Key arrow);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    int paintAlarms(QPainter& painter, const ThemeColors& colors) const; ///< how wide the badge is

    Content m_content;
};

} // namespace busheng
