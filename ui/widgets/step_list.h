// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace busheng {

/// The steps of something that is done once, one below the other: those that are done have a tick, the present one
/// stands out. For looking at; whoever goes on or back does it elsewhere.
class StepList : public QWidget {
    Q_OBJECT
public:
    explicit StepList(QWidget* parent = nullptr);

    void setHead(const QString& product, const QString& tagline);
    void setSteps(const QStringList& titles);
    void setCurrent(int step);
    int current() const { return m_current; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_product;
    QString m_tagline;
    QStringList m_titles;
    int m_current = 0;
};

} // namespace busheng
