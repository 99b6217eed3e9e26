// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/configuration_check.h"

#include "engine/model/events.h"

#include <QRegularExpression>

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kLongestName = 48;
constexpr qsizetype kLongestText = 1024;
constexpr int kHighestPort = 65535;

const char* const kNameExpected = "letters, digits, '_' or '-', 1 to 48 bytes";
const char* const kCodeExpected = "six digits, optionally '-' and up to 12 capitals or digits";

Failure badValue(const ConfigPlace& place, const QString& key, const QString& value, const QString& expected)
{
    const QString path = place.prefix + key;
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {place.where, path, value, expected},
                          QStringLiteral("%1: %2 must be %3").arg(place.where, path, expected)));
}

Result<> checkName(const QString& name, const ConfigPlace& place, const QString& key)
{
    if (!isValidName(name))
        return badValue(place, key, name, QString::fromLatin1(kNameExpected));
    return {};
}

Result<> checkCode(const QString& code, const ConfigPlace& place, const QString& key)
{
    if (!isValidNodeCode(code))
        return badValue(place, key, code, QString::fromLatin1(kCodeExpected));
    return {};
}

Result<> checkText(const QString& text, const ConfigPlace& place, const QString& key)
{
    if (text.isEmpty() || text.size() > kLongestText || text.contains(QChar(u'\0')))
        return badValue(place, key, text.left(kLongestName), QStringLiteral("1 to %1 characters").arg(kLongestText));
    return {};
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
    static const QRegularExpression pattern(
        QStringLiteral("\\A(\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?\\]|[A-Za-z0-9_.-]+):([0-9]{1,5})\\z"));
    const QStringList parts = addresses.split(u',');
    return std::all_of(parts.begin(), parts.end(), [](const QString& part) {
        const QRegularExpressionMatch match = pattern.match(part.trimmed());
        const int port = match.captured(3).toInt();
        return match.hasMatch() && port >= 1 && port <= kHighestPort;
    });
}

Result<> checkDatabase(const DatabaseConfig& database, const ConfigPlace& place)
{
    ENGINE_TRY(checkName(database.name, place, QStringLiteral("name")));
    ENGINE_TRY(checkName(database.driver, place, QStringLiteral("driver")));
    return checkText(database.location, place, QStringLiteral("location"));
}

Result<> checkDataset(const DatasetConfig& dataset, const ConfigPlace& place)
{
    ENGINE_TRY(checkName(dataset.name, place, QStringLiteral("name")));
    if (dataset.tables.isEmpty())
        return badValue(place, QStringLiteral("tables"), QString(), QStringLiteral("at least one table"));
    for (qsizetype i = 0; i < dataset.tables.size(); ++i) {
        const QString key = QStringLiteral("tables[%1]").arg(i);
        ENGINE_TRY(checkText(dataset.tables.at(i), place, key));
        if (dataset.tables.indexOf(dataset.tables.at(i)) != i)
            return badValue(place, key, dataset.tables.at(i), QStringLiteral("given only once"));
    }
    for (qsizetype i = 0; i < dataset.grantedTo.size(); ++i)
        ENGINE_TRY(checkCode(dataset.grantedTo.at(i), place, QStringLiteral("grantedTo[%1]").arg(i)));
    return {};
}

Result<> checkLink(const LinkConfig& link, const ConfigPlace& place)
{
    ENGINE_TRY(checkCode(link.peerCode, place, QStringLiteral("peerCode")));
    if (!link.address.isEmpty() && !isValidAddressList(link.address))
        return badValue(place, QStringLiteral("address"), link.address,
                        QStringLiteral("empty or host:port, several separated by ','"));
    return {};
}

Result<> checkSubscription(const SubscriptionConfig& subscription, const ConfigPlace& place)
{
    ENGINE_TRY(checkName(subscription.name, place, QStringLiteral("name")));
    ENGINE_TRY(checkCode(subscription.peerCode, place, QStringLiteral("peerCode")));
    return checkName(subscription.dataset, place, QStringLiteral("dataset"));
}

} // namespace busheng
