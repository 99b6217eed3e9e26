// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

class QHBoxLayout;
class QToolButton;

namespace busheng {

/// The kinds of a list as buttons, each with how many there are: who presses one sees that kind alone or leaves it out.
class KindFilter : public QWidget {
    Q_OBJECT
public:
    /// `kinds`: as the engine calls them. All are wanted at first.
    explicit KindFilter(const QStringList& kinds, QWidget* parent = nullptr);

    /// `count` -1: not known.
    void setKind(int index, const QString& text, qint64 count);
    /// Those that are wanted; none when all are.
    QStringList wanted() const;
    /// Whether there is nothing to show, because no kind is wanted.
    bool isNothingWanted() const;
    QToolButton* button(int index) const { return m_buttons.at(std::size_t(index)); }
    /// Something beside the buttons.
    void addWidget(QWidget* widget);

Q_SIGNALS:
    void changed();

private:
    const QStringList m_kinds;
    std::vector<QToolButton*> m_buttons;
    QHBoxLayout* m_layout;
};

} // namespace busheng
