// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QButtonGroup>
#include <QVBoxLayout>
#include <QWidget>

namespace busheng {

/// One entry of the navigation: icon, word, and a number at the right when something there wants attention.
class NavigationButton : public QAbstractButton {
    Q_OBJECT
public:
    NavigationButton(const QString& icon, QWidget* parent);
    void setBadge(int count);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    QString m_icon;
    bool m_showsFocus = false; ///< only when the keyboard brought it here
    int m_badge = 0;
};

/// The pages, at the left of the window. One is current; up and down move, Ctrl+1 ... jump (set by the window).
class NavigationBar : public QWidget {
    Q_OBJECT
public:
    explicit NavigationBar(QWidget* parent = nullptr);

    int addPage(const QString& icon); ///< returns its index
    void setPageText(int index, const QString& text);
    void setPageBadge(int index, int count);
    void setCurrent(int index); ///< one that rests is not gone to
    QAbstractButton* button(int index) const { return m_buttons.button(index); }
    int current() const { return m_buttons.checkedId(); }
    void setProduct(const QString& name, const QString& tagline);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QButtonGroup m_buttons;
    QVBoxLayout* m_layout;
    QString m_product;
    QString m_tagline;
};

} // namespace busheng
