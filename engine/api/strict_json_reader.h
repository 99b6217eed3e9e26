// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/value_fields.h"
#include "engine/base/result.h"

#include <QJsonObject>

#include <functional>
#include <optional>

namespace busheng {

/// Reads one JSON object that a person may have written: every key known, every value of its type. Ask for all keys,
/// then finish(): it reports the first thing that is wrong, an unknown key before a missing one, because a misspelt key
/// is both. A visitor of fields() too.
///
/// Fails: Config with CFG_UNKNOWN_KEY (and the nearest key asked for), CFG_MISSING_KEY, CFG_BAD_VALUE; keys are given
/// as dotted paths from the root ("datasets[2].tables").
class StrictJsonReader {
public:
    /// `where` names the file or form; `path` leads to `object` from the root, empty for the root itself.
    StrictJsonReader(const QJsonObject& object, const QString& where, const QString& path = QString());

    void operator()(QLatin1String key, QString& out, Presence presence = Presence::Required);
    void operator()(QLatin1String key, bool& out, Presence presence = Presence::Required);
    void operator()(QLatin1String key, QStringList& out, Presence presence = Presence::Required);
    void operator()(QLatin1String key, Route& out, Presence presence = Presence::Required);
    void operator()(QLatin1String key, NewColumns& out, Presence presence = Presence::Required);
    /// A whole number from 0.
    void operator()(QLatin1String key, qint64& out, Presence presence = Presence::Required);
    /// A list of values, each by its own fields().
    template <typename T>
    void operator()(QLatin1String key, std::vector<T>& out, Presence presence = Presence::Required);
    /// A whole number from `lowest` to `highest`.
    void number(QLatin1String key, qint64& out, qint64 lowest, qint64 highest, Presence presence = Presence::Required);
    /// An object, read by `read`, which returns what its own finish() says.
    void object(QLatin1String key, Presence presence, const std::function<Result<>(StrictJsonReader&)>& read);
    /// An array of objects; `read` is called for each with its own reader.
    void objects(QLatin1String key, Presence presence, const std::function<Result<>(StrictJsonReader&)>& read);

    /// Reports that the value at `key` is not what it must be, unless something else is already wrong.
    void refuse(QLatin1String key, const QString& expected);
    Result<> finish() const;

    /// The dotted path of `key` here.
    QString pathOf(const QString& key) const;
    const QString& where() const { return m_where; }
    const QString& path() const { return m_path; }
    /// The object as it is, for a part that is read elsewhere. Makes every key known.
    const QJsonObject& whole();

private:
    std::optional<QJsonValue> take(QLatin1String key, Presence presence);
    void note(Error error);
    Error badValue(const QString& path, const QJsonValue& value, const QString& expected) const;

    QJsonObject m_object;
    QString m_where;
    QString m_path;
    QStringList m_known;
    std::optional<Error> m_error;
};

/// A configuration value by its fields().
template <typename T>
Result<T> readStrictly(StrictJsonReader& reader)
{
    T value;
    fields(reader, value);
    ENGINE_TRY(reader.finish());
    return value;
}

template <typename T>
void StrictJsonReader::operator()(QLatin1String key, std::vector<T>& out, Presence presence)
{
    objects(key, presence, [&out](StrictJsonReader& item) -> Result<> {
        ENGINE_TRY_AS(T value, readStrictly<T>(item));
        out.push_back(std::move(value));
        return {};
    });
}

/// The one of `known` that a person most likely meant by `written`; empty when none is near.
QString nearestKey(const QString& written, const QStringList& known);

} // namespace busheng
