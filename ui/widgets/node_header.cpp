// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/node_header.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/state_badge.h"

#include <QPainter>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr int kHeight = 54;

} // namespace

NodeHeader::NodeHeader(QWidget* parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)), m_title(new QLabel(this)), m_name(new ElidedLabel(this)),
      m_certificate(new ElidedLabel(this)), m_code(new StateBadge(this))
{
    setMinimumHeight(kHeight);
    m_title->setTextFormat(Qt::PlainText);
    QFont big = m_title->font();
    big.setPointSizeF(big.pointSizeF() * 1.5);
    big.setWeight(QFont::DemiBold);
    m_title->setFont(big);
    QFont bold = m_name->font();
    bold.setWeight(QFont::DemiBold);
    m_name->setFont(bold);
    m_name->setAlignment(Qt::AlignRight);
    QFont small = m_certificate->font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    m_certificate->setFont(small);
    m_certificate->setMuted(true);
    m_certificate->setAlignment(Qt::AlignRight);

    auto* nameRow = new QHBoxLayout;
    nameRow->setSpacing(8);
    nameRow->addWidget(m_name, 1);
    nameRow->addWidget(m_code);
    auto* identity = new QVBoxLayout;
    identity->setSpacing(1);
    identity->addStretch(1);
    identity->addLayout(nameRow);
    identity->addWidget(m_certificate);
    identity->addStretch(1);
    m_layout->setContentsMargins(18, 4, 12, 4);
    m_layout->setSpacing(14);
    m_layout->addWidget(m_title);
    m_layout->addLayout(identity, 1);
}

void NodeHeader::setTitle(const QString& title)
{
    m_title->setText(title);
}

void NodeHeader::setNode(const QString& name, const QString& code, const QString& certificate)
{
    m_name->setText(name);
    m_code->setState(QStringLiteral("node"), code, Tone::Busy);
    m_code->setVisible(!code.isEmpty());
    m_certificate->setText(certificate);
    m_certificate->setVisible(!certificate.isEmpty());
}

void NodeHeader::addTool(QWidget* tool)
{
    m_layout->addWidget(tool);
}

QString NodeHeader::nodeName() const
{
    return m_name->text();
}

void NodeHeader::paintEvent(QPaintEvent*)
{
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.navigation);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colors.border);
}

} // namespace busheng
