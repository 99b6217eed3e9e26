// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace busheng {

/// One line of plain text that gives way: what does not fit is elided in the middle and shown whole in the tool tip.
class ElidedLabel : public QWidget {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const { return m_text; }
    void setMuted(bool muted);
    void setAlignment(Qt::Alignment alignment);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Qt::Alignment m_alignment = Qt::AlignLeft;
    bool m_isMuted = false;
};

} // namespace busheng
