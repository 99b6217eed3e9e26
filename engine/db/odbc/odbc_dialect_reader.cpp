// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_dialect.h"
#include "engine/db/values/neutral_values.h"
#include "engine/model/events.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kLargestFile = 256 << 10;
constexpr int kLongestName = 1000;
constexpr qsizetype kChangeDigits = 16;
enum class Need { Required, Optional };

/// Reads one object of a dialect file; the first thing that is wrong stays. The engine's other strict reader
/// (engine/api) reads configurations, which this folder does not know.
class DialectReader {
public:
    DialectReader(QJsonObject object, QString where, QString path)
        : m_object(std::move(object)), m_where(std::move(where)), m_path(std::move(path))
    {
    }

    void text(const char* key, QString& out, Need need = Need::Required)
    {
        const QJsonValue value = take(key, need);
        if (value.isUndefined())
            return;
        if (!value.isString() || (need == Need::Required && value.toString().trimmed().isEmpty()))
            return refuse(key, value, QStringLiteral("a text that is not empty"));
        out = value.toString();
    }

    /// A text with places: all of `required` stand in it, and no others than these and `allowed`.
    void places(const char* key, QString& out, const QStringList& required, const QStringList& allowed = {},
                Need need = Need::Required)
    {
        text(key, out, need);
        if (!out.isEmpty() && m_object.contains(QLatin1String(key)))
            check(key, out, required, allowed);
    }

    void lines(const char* key, QStringList& out, const QStringList& allowed = {}, Need need = Need::Required)
    {
        const QJsonValue value = take(key, need);
        if (value.isUndefined())
            return;
        const QJsonArray array = value.toArray();
        if (!value.isArray() || std::ranges::any_of(array, [](const QJsonValue& line) {
                return !line.isString() || line.toString().trimmed().isEmpty();
            }))
            return refuse(key, value, QStringLiteral("a list of statements"));
        for (const QJsonValue& line : array) {
            out.append(line.toString());
            check(key, out.back(), {}, allowed);
        }
    }

    void flag(const char* key, bool& out)
    {
        const QJsonValue value = take(key, Need::Optional);
        if (value.isUndefined())
            return;
        if (!value.isBool())
            return refuse(key, value, QStringLiteral("true or false"));
        out = value.toBool();
    }

    void number(const char* key, int& out, int lowest, int highest)
    {
        const QJsonValue value = take(key, Need::Required);
        const double given = value.toDouble(lowest - 1.0);
        if (value.isUndefined())
            return;
        if (!value.isDouble() || given != static_cast<int>(given) || given < lowest || given > highest)
            return refuse(key, value, QStringLiteral("a whole number from %1 to %2").arg(lowest).arg(highest));
        out = static_cast<int>(given);
    }

    /// One of `words`; their place in the list.
    int word(const char* key, const QStringList& words, Need need = Need::Required)
    {
        QString given;
        text(key, given, need);
        if (given.isEmpty())
            return 0;
        if (!words.contains(given))
            refuse(key, given, words.join(QStringLiteral(", ")));
        return std::max(0, int(words.indexOf(given)));
    }

    template <typename Read>
    void object(const char* key, Need need, const Read& read)
    {
        const QJsonValue value = take(key, need);
        if (value.isUndefined())
            return;
        if (!value.isObject())
            return refuse(key, value, QStringLiteral("an object in braces"));
        inside(DialectReader(value.toObject(), m_where, pathOf(key)), read);
    }

    template <typename Read>
    void objects(const char* key, Need need, const Read& read)
    {
        const QJsonValue value = take(key, need);
        if (value.isUndefined())
            return;
        if (!value.isArray())
            return refuse(key, value, QStringLiteral("a list of objects"));
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            inside(DialectReader(array[i].toObject(), m_where, QStringLiteral("%1[%2]").arg(pathOf(key)).arg(i)), read);
    }

    void refuse(const char* key, const QJsonValue& value, const QString& expected)
    {
        const QString shown =
            value.isString()
                ? value.toString().left(80)
                : QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact)).left(80);
        note(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {m_where, pathOf(key), shown, expected},
                       QStringLiteral("%1: %2 is not %3").arg(m_where, pathOf(key), expected)));
    }

    Result<> finish()
    {
        for (const QString& key : m_object.keys()) {
            if (!m_known.contains(key))
                note(makeEvent(ErrorCode::Config, events::CFG_UNKNOWN_KEY, {m_where, pathOf(key), nearest(key)},
                               QStringLiteral("%1: unknown key %2").arg(m_where, pathOf(key))));
        }
        return m_error ? Result<>(fail(*m_error)) : Result<>();
    }

private:
    QString pathOf(const QString& key) const { return m_path.isEmpty() ? key : QString(m_path + u'.' + key); }
    QString pathOf(const char* key) const { return pathOf(QString::fromLatin1(key)); }

    QJsonValue take(const char* key, Need need)
    {
        const QString name = QString::fromLatin1(key);
        m_known.append(name);
        if (!m_object.contains(name) && need == Need::Required)
            note(makeEvent(ErrorCode::Config, events::CFG_MISSING_KEY, {m_where, pathOf(name)},
                           QStringLiteral("%1: %2 is missing").arg(m_where, pathOf(name))));
        return m_object.contains(name) ? m_object[name] : QJsonValue(QJsonValue::Undefined);
    }

    /// A known key with the same beginning.
    QString nearest(const QString& key) const
    {
        const auto near = std::ranges::find_if(
            m_known, [&key](const QString& known) { return known.startsWith(key.left(3), Qt::CaseInsensitive); });
        return near == m_known.end() ? QString() : *near;
    }

    void check(const char* key, const QString& given, const QStringList& required, const QStringList& allowed)
    {
        static const QRegularExpression kPlace(QStringLiteral("\\{([^{}]*)\\}"));
        QStringList found;
        for (auto match = kPlace.globalMatch(given); match.hasNext();)
            found.append(match.next().captured(1));
        for (const QString& place : std::as_const(found)) {
            if (!required.contains(place) && !allowed.contains(place))
                return refuse(key, given,
                              QStringLiteral("a text whose places are among {%1}; {%2} is none")
                                  .arg((required + allowed).join(QStringLiteral("} {")), place));
        }
        for (const QString& place : required) {
            if (!found.contains(place))
                return refuse(key, given, QStringLiteral("a text with the place {%1}").arg(place));
        }
    }

    template <typename Read>
    void inside(DialectReader reader, const Read& read)
    {
        read(reader);
        if (auto done = reader.finish(); !done)
            note(done.error());
    }

    void note(const Error& error)
    {
        if (!m_error)
            m_error = error;
    }

    QJsonObject m_object;
    QString m_where;
    QString m_path;
    QStringList m_known;
    std::optional<Error> m_error;
};

const QString kColumn = QStringLiteral("column");
const QString kTable = QStringLiteral("table");
const QString kUser = QStringLiteral("user");
const QString kSchema = QStringLiteral("schema");
const QString kText = QStringLiteral("text");

void readType(DialectReader& in, OdbcTypeRule& rule)
{
    static const QStringList kWhens{QStringLiteral("always"), QStringLiteral("hasPrecision"),
                                    QStringLiteral("noPrecision"), QStringLiteral("isWhole")};
    static const QStringList kGrades{QStringLiteral("exact"), QStringLiteral("widened"), QStringLiteral("refused")};
    in.text("native", rule.native);
    rule.when = static_cast<OdbcTypeRule::When>(in.word("when", kWhens, Need::Optional));
    const int grade = in.word("grade", kGrades);
    rule.isExact = grade == 0;
    if (grade == 2) {
        in.text("why", rule.why);
        return;
    }
    const QStringList sizes{QStringLiteral("length"), QStringLiteral("precision"), QStringLiteral("scale")};
    in.places("as", rule.as, {}, sizes);
    // Any sizes will do to see whether it is a type at all.
    const QString sample = filled(rule.as, {{QStringLiteral("length"), QStringLiteral("6")},
                                            {QStringLiteral("precision"), QStringLiteral("6")},
                                            {QStringLiteral("scale"), QStringLiteral("6")}});
    if (!rule.as.isEmpty() && !parseNeutralType(sample))
        in.refuse("as", rule.as,
                  QStringLiteral("a type of this program: int64, decimal({precision},{scale}), text({length}), ..."));
    in.places("read", rule.read, {kColumn}, sizes, Need::Optional);
    in.places("order", rule.order, {kColumn}, {}, Need::Optional);
    in.flag("trimmed", rule.isTrimmed);
}

void readTrigger(DialectReader& in, OdbcTrigger& trigger)
{
    static const QStringList kPlaces{kTable,
                                     QStringLiteral("changes"),
                                     QStringLiteral("key"),
                                     QStringLiteral("newKey"),
                                     QStringLiteral("oldKey"),
                                     QStringLiteral("same"),
                                     QStringLiteral("nulls"),
                                     QStringLiteral("digits"),
                                     QStringLiteral("owner"),
                                     QStringLiteral("schemaText"),
                                     QStringLiteral("tableText"),
                                     QStringLiteral("changesText")};
    in.places("changes", trigger.changes, {QStringLiteral("digits")}, {QStringLiteral("owner")});
    in.text("newRow", trigger.newRow);
    in.text("oldRow", trigger.oldRow);
    in.places("equal", trigger.equal, {QStringLiteral("old"), QStringLiteral("new")}, {}, Need::Optional);
    in.lines("install", trigger.install, kPlaces);
    in.lines("uninstall", trigger.uninstall, kPlaces);
    in.places("missing", trigger.missing, {}, kPlaces);
    in.places("may", trigger.may, {}, kPlaces, Need::Optional);
    in.places("grant", trigger.grant, {kTable, kUser}, {}, Need::Optional);
}

void readLiterals(DialectReader& in, OdbcDialect& dialect)
{
    for (const char* word : {"decimal", "uuid", "date", "time", "datetime", "moment"}) {
        QString text;
        in.places(word, text, {kText}, {}, Need::Optional);
        if (!text.isEmpty())
            dialect.literals.insert(QString::fromLatin1(word), text);
    }
    QString binary;
    in.places("binary", binary, {QStringLiteral("hex")}, {}, Need::Optional);
    if (!binary.isEmpty())
        dialect.literals.insert(QStringLiteral("binary"), binary);
}

void readStamps(DialectReader& in, OdbcDialect& dialect)
{
    for (const char* word : {"date", "datetime", "moment"}) {
        in.object(word, Need::Optional, [&](DialectReader& stamp) {
            OdbcStamp& made = dialect.stamps[QString::fromLatin1(word)];
            stamp.places("newest", made.newest, {kColumn, kTable});
            stamp.places("since", made.since, {kColumn, QStringLiteral("stamp"), QStringLiteral("overlap")});
        });
    }
}

void readNames(DialectReader& in, OdbcDialect& dialect)
{
    static const QRegularExpression kName(QStringLiteral("^[a-z][a-z0-9_-]{0,31}$"));
    in.text("name", dialect.name);
    if (!dialect.name.isEmpty() && !kName.match(dialect.name).hasMatch())
        in.refuse("name", dialect.name, QStringLiteral("small letters, digits, - and _, 32 at most"));
    in.text("title", dialect.title);
    in.text("tried", dialect.tried, Need::Optional);
    in.text("connection", dialect.connection, Need::Optional);
    dialect.isWide = in.word("characters", {QStringLiteral("utf16"), QStringLiteral("utf8")}) == 0;
    in.flag("wholeAsText", dialect.wholeAsText);
    in.text("quoteOpen", dialect.quoteOpen);
    in.text("quoteClose", dialect.quoteClose);
    in.number("mostName", dialect.mostName, 1, kLongestName);
    in.flag("schemas", dialect.hasSchemas);
    in.flag("escapesBackslash", dialect.escapesBackslash);
    in.text("lengthWord", dialect.lengthWord, Need::Optional);
    in.places("textLiteral", dialect.textLiteral, {kText}, {}, Need::Optional);
}

void readCatalog(DialectReader& in, OdbcDialect& dialect)
{
    const QStringList schema = dialect.hasSchemas ? QStringList{kSchema} : QStringList();
    in.lines("session", dialect.session);
    in.lines("snapshot", dialect.snapshot);
    in.text("product", dialect.product);
    in.text("user", dialect.user, Need::Optional);
    in.text("schema", dialect.schema, dialect.hasSchemas ? Need::Required : Need::Optional);
    in.text("tables", dialect.tables);
    in.places("columns", dialect.columns, schema + QStringList{kTable});
    in.places("keys", dialect.keys, schema + QStringList{kTable});
    in.places("indexes", dialect.indexes, schema + QStringList{kTable}, {}, Need::Optional);
    in.places("paging", dialect.paging, {QStringLiteral("select"), QStringLiteral("rows")});
    in.places("textOrder", dialect.textOrder, {kColumn});
}

void readDialect(DialectReader& in, OdbcDialect& dialect)
{
    readNames(in, dialect);
    readCatalog(in, dialect);
    in.object("literals", Need::Required, [&](DialectReader& inner) { readLiterals(inner, dialect); });
    QSet<std::pair<QString, int>> seen;
    in.objects("types", Need::Required, [&](DialectReader& inner) {
        OdbcTypeRule rule;
        readType(inner, rule);
        const std::pair key(rule.native.toLower(), static_cast<int>(rule.when));
        if (seen.contains(key))
            inner.refuse("native", rule.native, QStringLiteral("a type that the list has once"));
        seen.insert(key);
        dialect.types.push_back(std::move(rule));
    });
    in.object("stamps", Need::Optional, [&](DialectReader& inner) { readStamps(inner, dialect); });
    in.places("mark", dialect.mark, {kTable, kColumn, QStringLiteral("mark"), QStringLiteral("rows")},
              {QStringLiteral("key")});
    in.places("grantRead", dialect.grantRead, {kTable, kUser}, {}, Need::Optional);
    in.places("grantUpdate", dialect.grantUpdate, {kTable, kColumn, kUser}, {}, Need::Optional);
    in.objects("settings", Need::Optional, [&](DialectReader& inner) {
        OdbcSetting& setting = dialect.settings.emplace_back();
        inner.text("name", setting.name);
        inner.text("sql", setting.sql);
        inner.text("mend", setting.mend);
    });
    in.object("trigger", Need::Optional, [&](DialectReader& inner) {
        readTrigger(inner, dialect.trigger.emplace());
        const QString name = dialect.trigger->changes.section(u'.', -1);
        const qsizetype length = name.size() - qsizetype(sizeof("{digits}")) + 1 + kChangeDigits;
        if (length > dialect.mostName)
            inner.refuse("changes", dialect.trigger->changes,
                         QStringLiteral("a name of %1 characters at most, with its 16 digits").arg(dialect.mostName));
    });
    if (dialect.types.empty())
        in.refuse("types", QJsonArray(), QStringLiteral("a list with at least one type"));
}

} // namespace

Result<OdbcDialect> readOdbcDialect(const QByteArray& json, const QString& where)
{
    if (json.size() > kLargestFile)
        return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE,
                              {where, QStringLiteral("it is larger than a dialect file can be")},
                              QStringLiteral("%1 is too large").arg(where)));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (!document.isObject()) {
        const auto before = json.left(problem.offset);
        const QString place =
            QStringLiteral("%1:%2").arg(before.count('\n') + 1).arg(problem.offset - before.lastIndexOf('\n'));
        const QString why =
            problem.error == QJsonParseError::NoError ? QStringLiteral("not an object {...}") : problem.errorString();
        return fail(makeEvent(ErrorCode::Config, events::CFG_SYNTAX, {where, place, why},
                              QStringLiteral("%1, %2: %3").arg(where, place, why)));
    }
    OdbcDialect dialect;
    DialectReader reader(document.object(), where, {});
    readDialect(reader, dialect);
    ENGINE_TRY(reader.finish());
    return dialect;
}

} // namespace busheng
