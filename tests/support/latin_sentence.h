// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>

#include <algorithm>

namespace busheng::test {

inline bool hasHan(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.script() == QChar::Script_Han; });
}

/// What reads as an English sentence in a Chinese text: three words or more, one behind the other, outside of quotation
/// marks. Empty: there is none.
inline QString latinSentence(QString text)
{
    static const QRegularExpression quoted(QStringLiteral("\u201c[^\u201d]*\u201d|\"[^\"]*\""));
    static const QRegularExpression sentence(QStringLiteral("[A-Za-z']{2,}([ ,:]+[A-Za-z']{2,}){2,}"));
    return sentence.match(text.remove(quoted)).captured();
}

} // namespace busheng::test
