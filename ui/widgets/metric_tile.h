// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme_colors.h"

#include <QString>
#include <QWidget>

namespace busheng {

/// One figure that matters: icon, caption and value. Drawn, because there are several and they change often.
class MetricTile : public QWidget {
    Q_OBJECT
public:
    explicit MetricTile(const QString& icon, QWidget* parent = nullptr);

    void setCaption(const QString& caption);
    void setValue(const QString& value, Tone tone);
    void setIcon(const QString& icon);
    QString value() const { return m_value; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont valueFont() const;
    QFont captionFont() const;
    void describe();

    QString m_icon;
    QString m_caption;
    QString m_value;
    Tone m_tone = Tone::Neutral;
};

} // namespace busheng
