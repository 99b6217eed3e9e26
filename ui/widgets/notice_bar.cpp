// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/notice_bar.h"

#include "engine/model/operator_events.h"
#include "ui/widgets/icons.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr int kRadius = 8;
constexpr int kIconSize = 18;
constexpr int kPadding = 10;

} // namespace

NoticeBar::NoticeBar(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_body(new QLabel(this)), m_copy(new QToolButton(this))
{
    for (QLabel* label : {m_title, m_body}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setAutoRaise(true);
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_report); });

    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_body);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * kPadding + kIconSize, kPadding - 2, kPadding - 4, kPadding - 2);
    layout->addLayout(texts, 1);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
    retranslate();
    hide();
}

void NoticeBar::showText(const EventText& text, const QString& report, Tone tone)
{
    m_title->setText(text.title);
    m_body->setText(text.cause + u'\n' + text.remedy);
    m_report = report;
    m_tone = tone;
    setAccessibleName(text.title);
    setAccessibleDescription(m_body->text());
    show();
    update();
}

void NoticeBar::showError(const Error& error, Tone tone)
{
    showText(errorText(error), errorReport(error), error.event == events::REV_WAITING ? Tone::Busy : tone);
}

void NoticeBar::retranslate()
{
    m_copy->setText(tr("Copy details"));
    m_copy->setToolTip(tr("Copy this message with its technical details"));
    m_copy->setAccessibleName(m_copy->text());
}

void NoticeBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void NoticeBar::paintEvent(QPaintEvent*)
{
    const ThemeColors colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.toneSoft(m_tone));
    painter.drawRoundedRect(rect(), kRadius, kRadius);
    const QRect icon(kPadding, m_title->geometry().top() + 1, kIconSize, kIconSize);
    const QString drawing = m_tone == Tone::Bad    ? QStringLiteral("stopped")
                            : m_tone == Tone::Busy ? QStringLiteral("waiting")
                                                   : QStringLiteral("alarm");
    paintIcon(painter, icon, drawing, colors.tone(m_tone));
}

} // namespace busheng
