// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/strict_json_reader.h"

#include "engine/api/enum_names.h"
#include "engine/model/events.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <vector>

namespace busheng {
namespace {

/// Levenshtein: how many letters must be put in, taken out or exchanged.
qsizetype editDistance(const QString& a, const QString& b)
{
    std::vector<qsizetype> row(static_cast<std::size_t>(b.size()) + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = static_cast<qsizetype>(j);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const qsizetype exchanged = diagonal + (a.at(i) == b.at(static_cast<qsizetype>(j) - 1) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, exchanged});
        }
    }
    return row.back();
}

/// As it stands in the file, cut to a length that fits a message.
QString shown(const QJsonValue& value)
{
    constexpr qsizetype kLongest = 60;
    QString text;
    if (value.isString()) {
        text = value.toString();
    } else {
        const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
        text = QString::fromUtf8(wrapped.mid(1, wrapped.size() - 2));
    }
    if (text.size() > kLongest)
        text = text.left(kLongest) + u'…';
    return text;
}

} // namespace

QString nearestKey(const QString& written, const QStringList& known)
{
    // Longer than any key of ours: not a slip of the fingers, and not worth the quadratic work.
    if (written.size() > 64)
        return {};
    QString nearest;
    qsizetype shortest = std::max<qsizetype>(2, written.size() / 3) + 1;
    for (const QString& candidate : known) {
        const qsizetype distance = editDistance(written.toLower(), candidate.toLower());
        if (distance < shortest) {
            shortest = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

StrictJsonReader::StrictJsonReader(const QJsonObject& object, const QString& where, const QString& path)
    : m_object(object), m_where(where), m_path(path)
{
}

QString StrictJsonReader::pathOf(const QString& key) const
{
    return m_path.isEmpty() ? key : QString(m_path + u'.' + key);
}

const QJsonObject& StrictJsonReader::whole()
{
    m_known = m_object.keys();
    return m_object;
}

void StrictJsonReader::note(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

Error StrictJsonReader::badValue(const QString& path, const QJsonValue& value, const QString& expected) const
{
    return makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {m_where, path, shown(value), expected},
                     QStringLiteral("%1: %2 must be %3").arg(m_where, path, expected));
}

std::optional<QJsonValue> StrictJsonReader::take(QLatin1String key, Presence presence)
{
    m_known.append(key);
    const auto found = m_object.constFind(key);
    if (found != m_object.constEnd())
        return found.value();
    if (presence == Presence::Required)
        note(makeEvent(ErrorCode::Config, events::CFG_MISSING_KEY, {m_where, pathOf(key)},
                       QStringLiteral("%1: %2 is missing").arg(m_where, pathOf(key))));
    return std::nullopt;
}

void StrictJsonReader::refuse(QLatin1String key, const QString& expected)
{
    note(badValue(pathOf(key), m_object.value(key), expected));
}

void StrictJsonReader::operator()(QLatin1String key, QString& out, Presence presence)
{
    const std::optional<QJsonValue> value = take(key, presence);
    if (!value)
        return;
    if (!value->isString())
        return refuse(key, QStringLiteral("a text"));
    out = value->toString();
}

void StrictJsonReader::operator()(QLatin1String key, bool& out, Presence presence)
{
    const std::optional<QJsonValue> value = take(key, presence);
    if (!value)
        return;
    if (!value->isBool())
        return refuse(key, QStringLiteral("true or false"));
    out = value->toBool();
}

void StrictJsonReader::operator()(QLatin1String key, QStringList& out, Presence presence)
{
    const std::optional<QJsonValue> value = take(key, presence);
    if (!value)
        return;
    if (!value->isArray())
        return refuse(key, QStringLiteral("a list of texts"));
    QStringList texts;
    const QJsonArray array = value->toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QJsonValue item = array.at(i);
        if (!item.isString())
            return note(badValue(QStringLiteral("%1[%2]").arg(pathOf(key)).arg(i), item, QStringLiteral("a text")));
        texts.append(item.toString());
    }
    out = texts;
}

void StrictJsonReader::operator()(QLatin1String key, Route& out, Presence presence)
{
    const std::optional<QJsonValue> value = take(key, presence);
    if (!value)
        return;
    const std::optional<Route> route = value->isString() ? routeFromName(value->toString()) : std::nullopt;
    if (!route)
        return refuse(key, QStringLiteral("one of %1").arg(allRouteNames().join(QStringLiteral(", "))));
    out = *route;
}

void StrictJsonReader::operator()(QLatin1String key, NewColumns& out, Presence presence)
{
    const std::optional<QJsonValue> value = take(key, presence);
    if (!value)
        return;
    const std::optional<NewColumns> policy = value->isString() ? newColumnsFromName(value->toString()) : std::nullopt;
    if (!policy)
        return refuse(key, QStringLiteral("one of %1").arg(allNewColumnsNames().join(QStringLiteral(", "))));
    out = *policy;
}

void StrictJsonReader::operator()(QLatin1String key, qint64& out, Presence presence)
{
    constexpr qint64 kLargestExact = 1LL << 53;
    number(key, out, 0, kLargestExact, presence);
}

void StrictJsonReader::number(QLatin1String key, qint64& out, qint64 lowest, qint64 highest, Presence presence)
{
    const std::optional<QJsonValue> value = take(key, presence);
    if (!value)
        return;
    // toInteger() gives its default for everything that is not a whole number: two defaults tell it from a real one.
    const bool whole = value->isDouble() && value->toInteger(0) == value->toInteger(1);
    if (!whole || value->toInteger() < lowest || value->toInteger() > highest)
        return refuse(key, QStringLiteral("a whole number from %1 to %2").arg(lowest).arg(highest));
    out = value->toInteger();
}

void StrictJsonReader::object(QLatin1String key, Presence presence,
                              const std::function<Result<>(StrictJsonReader&)>& read)
{
    const std::optional<QJsonValue> value = take(key, presence);
    if (!value)
        return;
    if (!value->isObject())
        return refuse(key, QStringLiteral("an object"));
    StrictJsonReader reader(value->toObject(), m_where, pathOf(key));
    if (Result<> done = read(reader); !done)
        note(done.error());
}

void StrictJsonReader::objects(QLatin1String key, Presence presence,
                               const std::function<Result<>(StrictJsonReader&)>& read)
{
    const std::optional<QJsonValue> value = take(key, presence);
    if (!value)
        return;
    if (!value->isArray())
        return refuse(key, QStringLiteral("a list"));
    const QJsonArray array = value->toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString place = QStringLiteral("%1[%2]").arg(pathOf(key)).arg(i);
        if (!array.at(i).isObject())
            return note(badValue(place, array.at(i), QStringLiteral("an object")));
        StrictJsonReader reader(array.at(i).toObject(), m_where, place);
        if (Result<> done = read(reader); !done)
            return note(done.error());
    }
}

Result<> StrictJsonReader::finish() const
{
    for (auto it = m_object.constBegin(); it != m_object.constEnd(); ++it) {
        if (m_known.contains(it.key()))
            continue;
        const QString nearest = nearestKey(it.key(), m_known);
        return fail(makeEvent(ErrorCode::Config, events::CFG_UNKNOWN_KEY, {m_where, pathOf(it.key()), nearest},
                              QStringLiteral("%1: %2 is no key here").arg(m_where, pathOf(it.key()))));
    }
    if (m_error)
        return fail(*m_error);
    return {};
}

} // namespace busheng
