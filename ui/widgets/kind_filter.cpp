// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/kind_filter.h"

#include "ui/text/words.h"

#include <QHBoxLayout>
#include <QToolButton>

#include <algorithm>

namespace busheng {

KindFilter::KindFilter(const QStringList& kinds, QWidget* parent)
    : QWidget(parent), m_kinds(kinds), m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(8, 4, 8, 4);
    for (qsizetype i = 0; i < kinds.size(); ++i) {
        auto* button = new QToolButton(this);
        button->setCheckable(true);
        button->setChecked(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        connect(button, &QToolButton::toggled, this, &KindFilter::changed);
        m_buttons.push_back(button);
        m_layout->addWidget(button);
    }
    m_layout->addStretch(1);
}

void KindFilter::setKind(int index, const QString& text, qint64 count)
{
    button(index)->setText(count < 0 ? text : QString(text + u' ' + Words::count(quint64(count))));
}

QStringList KindFilter::wanted() const
{
    QStringList kinds;
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        if (m_buttons[i]->isChecked())
            kinds.append(m_kinds.at(qsizetype(i)));
    }
    return kinds.size() == m_kinds.size() ? QStringList() : kinds;
}

bool KindFilter::isNothingWanted() const
{
    return std::ranges::none_of(m_buttons, [](const QToolButton* one) { return one->isChecked(); });
}

void KindFilter::addWidget(QWidget* widget)
{
    m_layout->addWidget(widget);
}

} // namespace busheng
