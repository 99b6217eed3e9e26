// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/host/control_message.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>

#include <cstring>

/// Internal to control_message*.cpp: a message's map, member by member.
namespace busheng::control {

inline QCborValue bytesValue(BytesView bytes)
{
    return QCborValue(toQByteArray(bytes));
}

inline QCborValue numberValue(std::uint64_t value)
{
    return QCborValue(static_cast<qint64>(value));
}

inline constexpr std::size_t kMostKeys = 64; ///< epochs, or public keys, in one message

inline bool isWithin(const QCborValue& value, qint64 most)
{
    return value.isInteger() && value.toInteger() >= 0 && value.toInteger() <= most;
}

inline bool isByte(const QCborValue& value)
{
    return isWithin(value, 0xff);
}

inline bool isSmall(const QCborValue& value)
{
    return isWithin(value, 0xffffffffLL);
}

/// Reads members of a map and remembers whether any was absent or of another type.
class MapReader {
public:
    explicit MapReader(const QCborMap& map) : m_map(map) {}

    std::int64_t integer(const char* key)
    {
        const QCborValue value = take(key, QCborValue::Integer);
        return value.toInteger();
    }
    std::uint64_t number(const char* key)
    {
        const std::int64_t value = integer(key);
        m_ok = m_ok && value >= 0;
        return static_cast<std::uint64_t>(value);
    }
    std::uint32_t small(const char* key)
    {
        const std::uint64_t value = number(key);
        m_ok = m_ok && value <= 0xffffffffU;
        return static_cast<std::uint32_t>(value);
    }
    QString string(const char* key) { return take(key, QCborValue::String).toString(); }
    Bytes bytes(const char* key) { return Bytes(view(take(key, QCborValue::ByteArray).toByteArray())); }
    QCborArray array(const char* key) { return take(key, QCborValue::Array).toArray(); }
    bool flag(const char* key)
    {
        const QCborValue value = m_map.value(QLatin1String(key));
        m_ok = m_ok && value.isBool();
        return value.toBool();
    }
    bool has(const char* key) const { return m_map.contains(QLatin1String(key)); }
    /// Said only when it is true.
    bool mark(const char* key) { return m_map.contains(QLatin1String(key)) && flag(key); }
    QStringList strings(const char* key)
    {
        QStringList list;
        for (const QCborValue value : array(key)) {
            m_ok = m_ok && value.isString();
            list.append(value.toString());
        }
        return list;
    }
    Digest digest(const char* key)
    {
        const Bytes raw = bytes(key);
        Digest out{};
        if (raw.size() == out.size())
            std::memcpy(out.data(), raw.data(), out.size());
        else
            m_ok = false;
        return out;
    }
    KeyRange range()
    {
        KeyRange out;
        out.after = bytes("after");
        out.upTo = bytes("upTo");
        return out;
    }
    /// None when the key is absent.
    std::vector<TableMapping> mappings(const char* key)
    {
        if (!m_map.contains(QLatin1String(key)))
            return {};
        const Bytes raw = bytes(key);
        auto decoded = decodeMappings(raw);
        m_ok = m_ok && decoded && !decoded->empty();
        return m_ok ? std::move(*decoded) : std::vector<TableMapping>();
    }
    void fail() { m_ok = false; }
    bool ok() const { return m_ok; }

private:
    QCborValue take(const char* key, QCborValue::Type type)
    {
        const QCborValue value = m_map.value(QLatin1String(key));
        m_ok = m_ok && value.type() == type;
        return value;
    }
    const QCborMap& m_map;
    bool m_ok = true;
};

class MapWriter {
public:
    explicit MapWriter(const char* kind) { m_map.insert(QStringLiteral("kind"), QString::fromLatin1(kind)); }
    MapWriter& put(const char* key, const QCborValue& value)
    {
        m_map.insert(QString::fromLatin1(key), value);
        return *this;
    }
    MapWriter& range(const KeyRange& range)
    {
        return put("after", bytesValue(range.after)).put("upTo", bytesValue(range.upTo));
    }
    /// Left out when it is false.
    MapWriter& mark(const char* key, bool value) { return value ? put(key, true) : *this; }
    /// Left out when there are none.
    MapWriter& mappings(const char* key, const std::vector<TableMapping>& mappings)
    {
        return mappings.empty() ? *this : put(key, bytesValue(encodeMappings(mappings)));
    }
    QCborMap take() { return std::move(m_map); }

private:
    QCborMap m_map;
};

} // namespace busheng::control
