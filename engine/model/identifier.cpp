// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/identifier.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kLongestName = 48;
constexpr int kHighestPort = 65535;

/// The port of "host:port", or -1 when `text` is not that. What a host may be made of is judged finely by
/// parseAddress().
int portOf(const QString& text)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A(\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?\\]|[A-Za-z0-9_.-]+|\\*):([0-9]{1,5})\\z"));
    const QRegularExpressionMatch match = pattern.match(text);
    const int port = match.captured(3).toInt();
    return match.hasMatch() && port <= kHighestPort ? port : -1;
}

} // namespace

bool isValidName(const QString& name)
{
    const qsizetype bytes = name.toUtf8().size();
    if (bytes < 1 || bytes > kLongestName)
        return false;
    const QList<uint> codePoints = name.toUcs4();
    return std::all_of(codePoints.begin(), codePoints.end(),
                       [](uint c) { return QChar::isLetter(c) || (c >= u'0' && c <= u'9') || c == u'_' || c == u'-'; });
}

bool isValidNodeCode(const QString& code)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[0-9]{6}(-[A-Z0-9]{1,12})?\\z"));
    return pattern.match(code).hasMatch();
}

bool isValidAddressList(const QString& addresses)
{
    const QStringList parts = addresses.split(u',');
    return std::all_of(parts.begin(), parts.end(), [](const QString& part) {
        const QString address = part.trimmed();
        return portOf(address) > 0 && !address.startsWith(u'*');
    });
}

bool isValidListenAddress(const QString& address)
{
    return portOf(address) >= 0;
}

QString expectedName()
{
    return QStringLiteral("letters, digits, '_' or '-', 1 to 48 bytes");
}

QString expectedNodeCode()
{
    return QStringLiteral("six digits, optionally '-' and up to 12 capitals or digits");
}

} // namespace busheng
