// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/event_text.h"
#include "ui/widgets/theme_colors.h"

#include <QLabel>
#include <QWidget>

class QToolButton;

namespace busheng {

/// An error where it happened: what, why, what to do, and a button that copies all of it with the raw detail.
class NoticeBar : public QWidget {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);

    /// `report` is what the copy button copies. The bar shows itself.
    void showText(const EventText& text, const QString& report, Tone tone);
    /// The same of an error. That something waits for a second person is none, and does not look like one.
    void showError(const Error& error, Tone tone = Tone::Bad);
    Tone tone() const { return m_tone; }
    QString title() const { return m_title->text(); }
    QString body() const { return m_body->text(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_title;
    QLabel* m_body;
    QToolButton* m_copy;
    QString m_report;
    Tone m_tone = Tone::Bad;
};

} // namespace busheng
