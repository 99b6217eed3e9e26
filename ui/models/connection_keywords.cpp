// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connection_keywords.h"

#include <algorithm>

namespace busheng {
namespace {

bool isBlank(QChar c)
{
    return c.isSpace();
}

QString quoted(const QString& value)
{
    const bool isPlain =
        std::none_of(value.begin(), value.end(), [](QChar c) { return isBlank(c) || c == u'\'' || c == u'\\'; });
    if (isPlain)
        return value;
    QString escaped = value;
    escaped.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'"));
    return u'\'' + escaped + u'\'';
}

/// Takes a value from `at` on; false when a quote does not end.
bool takeValue(const QString& text, qsizetype& at, QString& value)
{
    const bool isQuoted = at < text.size() && text.at(at) == u'\'';
    if (isQuoted)
        ++at;
    for (; at < text.size(); ++at) {
        const QChar c = text.at(at);
        if (isQuoted ? c == u'\'' : isBlank(c))
            break;
        if (c == u'\\' && at + 1 < text.size())
            ++at;
        value.append(text.at(at));
    }
    if (!isQuoted)
        return true;
    return at++ < text.size();
}

} // namespace

QString joinConnectionKeywords(const ConnectionKeywords& keywords)
{
    QStringList parts;
    for (const auto& [keyword, value] : keywords) {
        if (!value.isEmpty())
            parts.append(keyword + u'=' + quoted(value));
    }
    return parts.join(u' ');
}

std::optional<ConnectionKeywords> splitConnectionKeywords(const QString& location)
{
    ConnectionKeywords keywords;
    qsizetype at = 0;
    while (true) {
        while (at < location.size() && isBlank(location.at(at)))
            ++at;
        if (at == location.size())
            return keywords;
        const qsizetype equals = location.indexOf(u'=', at);
        const QString keyword = equals < 0 ? QString() : location.mid(at, equals - at).trimmed();
        const bool isWord = !keyword.isEmpty() && std::all_of(keyword.begin(), keyword.end(), [](QChar c) {
            return c.isLower() || c.isDigit() || c == u'_';
        });
        if (!isWord)
            return std::nullopt;
        at = equals + 1;
        while (at < location.size() && isBlank(location.at(at)))
            ++at;
        QString value;
        if (!takeValue(location, at, value))
            return std::nullopt;
        keywords.append({keyword, value});
    }
}

} // namespace busheng
