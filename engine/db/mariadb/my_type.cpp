// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_type.h"

#include "engine/db/mariadb/my_quoting.h"

#include <QHash>
#include <QRegularExpression>

namespace busheng {
namespace {

constexpr std::uint32_t kMostOfFourBytes = 16'383; ///< characters of a varchar in utf8mb4

const QHash<QString, MyKind>& kinds()
{
    static const QHash<QString, MyKind> all = [] {
        QHash<QString, MyKind> map;
        const auto add = [&map](MyKind kind, const QString& words) {
            for (const QString& word : words.split(u' '))
                map.insert(word, kind);
        };
        add(MyKind::Integer, QStringLiteral("tinyint smallint mediumint int bigint"));
        add(MyKind::Float, QStringLiteral("float"));
        add(MyKind::Double, QStringLiteral("double"));
        add(MyKind::Decimal, QStringLiteral("decimal"));
        add(MyKind::Bit, QStringLiteral("bit"));
        add(MyKind::Year, QStringLiteral("year"));
        add(MyKind::Date, QStringLiteral("date"));
        add(MyKind::Time, QStringLiteral("time"));
        add(MyKind::DateTime, QStringLiteral("datetime"));
        add(MyKind::Timestamp, QStringLiteral("timestamp"));
        add(MyKind::Text, QStringLiteral("char varchar tinytext text mediumtext longtext"));
        add(MyKind::Binary, QStringLiteral("binary varbinary tinyblob blob mediumblob longblob"));
        add(MyKind::Enum, QStringLiteral("enum"));
        add(MyKind::Set, QStringLiteral("set"));
        add(MyKind::Geometry, QStringLiteral("geometry point linestring polygon multipoint multilinestring "
                                             "multipolygon geometrycollection"));
        return map;
    }();
    return all;
}

/// 'a','it''s' as information_schema writes it; the position behind the closing bracket, or -1.
qsizetype readLabels(const QString& text, qsizetype at, QStringList& labels)
{
    while (at < text.size() && text[at] == u'\'') {
        QString label;
        for (++at; at < text.size(); ++at) {
            if (text[at] == u'\'') {
                if (at + 1 >= text.size() || text[at + 1] != u'\'')
                    break;
                ++at;
            } else if (text[at] == u'\\' && at + 1 < text.size()) {
                ++at;
            }
            label += text[at];
        }
        labels.append(label);
        if (++at < text.size() && text[at] == u',')
            ++at;
    }
    return at < text.size() && text[at] == u')' && !labels.isEmpty() ? at + 1 : -1;
}

bool readNumbers(const QString& text, MyType& type)
{
    const QStringList numbers = text.split(u',');
    if (numbers.size() > 2)
        return false;
    bool first = false;
    bool second = true;
    type.length = numbers[0].trimmed().toUInt(&first);
    type.hasLength = true;
    if (numbers.size() == 2) {
        type.scale = numbers[1].trimmed().toUInt(&second);
        type.hasScale = true;
    }
    return first && second;
}

/// The text type of the next size, of those that are counted in bytes.
QString longerWord(const QString& word)
{
    static const QHash<QString, QString> kLonger{{QStringLiteral("tinytext"), QStringLiteral("text")},
                                                 {QStringLiteral("text"), QStringLiteral("mediumtext")},
                                                 {QStringLiteral("mediumtext"), QStringLiteral("longtext")}};
    return kLonger.value(word, word);
}

/// What stands behind the type proper.
bool readAttributes(const QString& rest, MyType& type)
{
    static const QRegularExpression kAttributes(QRegularExpression::anchoredPattern(
        QStringLiteral("( unsigned)?( zerofill)?(?: character set ([a-z0-9_]+))?(?: collate ([a-z0-9_]+))?"
                       "(?: read as ([a-z0-9]+))?")));
    const auto match = kAttributes.match(rest);
    if (!match.hasMatch())
        return false;
    type.isUnsigned = !match.captured(1).isEmpty();
    type.isZerofill = !match.captured(2).isEmpty();
    type.characterSet = match.captured(3);
    type.collation = match.captured(4);
    type.readAs = match.captured(5);
    const bool needsCharacterSet = type.hasTexts();
    const bool mayReadAs = type.readAs.isEmpty() || type.kind == MyKind::Text;
    return mayReadAs && type.characterSet.isEmpty() != needsCharacterSet &&
           type.collation.isEmpty() != needsCharacterSet;
}

} // namespace

std::optional<MyType> MyType::parse(const QString& declared)
{
    static const QRegularExpression kWord(QStringLiteral("^([a-z]+)"));
    const auto word = kWord.match(declared);
    if (!word.hasMatch())
        return std::nullopt;
    MyType type;
    type.word = word.captured(1);
    const auto kind = kinds().constFind(type.word);
    if (kind == kinds().constEnd())
        return std::nullopt;
    type.kind = *kind;
    qsizetype at = type.word.size();
    const bool hasLabels = type.kind == MyKind::Enum || type.kind == MyKind::Set;
    if (at < declared.size() && declared[at] == u'(') {
        if (hasLabels) {
            at = readLabels(declared, at + 1, type.labels);
        } else {
            const qsizetype end = declared.indexOf(u')', at);
            if (end < 0 || !readNumbers(declared.mid(at + 1, end - at - 1), type))
                return std::nullopt;
            at = end + 1;
        }
    }
    if (at < 0 || (hasLabels && type.labels.isEmpty()) || !readAttributes(declared.mid(at), type))
        return std::nullopt;
    return type;
}

QString MyType::sql() const
{
    // A column of one byte a character may be longer than one of four can be.
    const bool isTooLong = !readAs.isEmpty() && hasLength && length > kMostOfFourBytes;
    QString text = isTooLong          ? QStringLiteral("mediumtext")
                   : readAs.isEmpty() ? word
                                      : longerWord(word); // three bytes of UTF-8 for two of it
    if (!labels.isEmpty()) {
        QStringList quoted;
        for (QString label : labels)
            quoted.append(u'\'' + label.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("''")) +
                          u'\'');
        text += u'(' + quoted.join(u',') + u')';
    } else if (hasScale) {
        text += QStringLiteral("(%1,%2)").arg(length).arg(scale);
    } else if (hasLength && !isTooLong) {
        text += QStringLiteral("(%1)").arg(length);
    }
    if (isUnsigned)
        text += QStringLiteral(" unsigned");
    if (isZerofill)
        text += QStringLiteral(" zerofill");
    if (!characterSet.isEmpty())
        text += QStringLiteral(" character set ") + storedSet();
    if (!collation.isEmpty())
        text += QStringLiteral(" collate ") + (readAs.isEmpty() ? collation : QStringLiteral("utf8mb4_nopad_bin"));
    return text;
}

bool MyType::canBeKey() const
{
    switch (kind) {
    case MyKind::Float:
    case MyKind::Double:
    case MyKind::Bit:
    case MyKind::Enum:
    case MyKind::Set:
    case MyKind::Geometry:
        return false;
    default:
        return true;
    }
}

} // namespace busheng
