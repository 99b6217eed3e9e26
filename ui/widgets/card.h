// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QVBoxLayout>
#include <QWidget>

namespace busheng {

class ElidedLabel;

/// A titled sheet on the page: what a page is made of. Content goes below the title, small actions beside it.
class Card : public QWidget {
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// Quiet text behind the title, plain; elided when there is no room.
    void setNote(const QString& note);
    void addHeadWidget(QWidget* widget);
    void setContent(QWidget* content, int margin = 0);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVBoxLayout* m_layout;
    QHBoxLayout* m_head;
    QLabel* m_title;
    ElidedLabel* m_note;
};

} // namespace busheng
