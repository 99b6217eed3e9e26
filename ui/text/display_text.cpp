// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/display_text.h"

#include <QChar>

namespace busheng {
namespace {

bool misleads(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control: // C0, C1, tab, line feed
    case QChar::Other_Format:  // bidi marks and overrides, zero-width joiners, tags
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0; // letters that look like nothing
    }
}

QString escaped(char32_t c)
{
    return QStringLiteral("\\u") + QString::number(uint(c), 16).toUpper().rightJustified(4, u'0');
}

} // namespace

QString displayText(const QString& untrusted)
{
    QString text;
    text.reserve(untrusted.size());
    for (qsizetype i = 0; i < untrusted.size(); ++i) {
        const QChar c = untrusted.at(i);
        if (c.isHighSurrogate() && i + 1 < untrusted.size() && untrusted.at(i + 1).isLowSurrogate()) {
            const char32_t full = QChar::surrogateToUcs4(c, untrusted.at(++i));
            text += misleads(full) ? escaped(full) : QString::fromUcs4(&full, 1);
        } else if (misleads(c.unicode())) {
            text += escaped(c.unicode());
        } else {
            text += c;
        }
    }
    return text;
}

QString displayText(const QString& untrusted, qsizetype maxLength)
{
    const QString text = displayText(untrusted);
    if (text.size() <= maxLength || maxLength < 3)
        return text;
    const qsizetype head = (maxLength - 1) / 2;
    return text.left(head) + u'…' + text.right(maxLength - 1 - head);
}

QString plainToolTip(const QString& text)
{
    if (text.isEmpty())
        return {};
    return QStringLiteral("<p style='white-space:pre-wrap'>") + text.toHtmlEscaped() + QStringLiteral("</p>");
}

} // namespace busheng
