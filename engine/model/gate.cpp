// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/gate.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kMostRules = 1'000;

QJsonObject toObject(const GateRule& rule)
{
    return {{QLatin1String("table"), rule.table},
            {QLatin1String("kind"), rule.kind},
            {QLatin1String("columns"), QJsonArray::fromStringList(rule.columns)},
            {QLatin1String("argument"), rule.argument}};
}

QStringList stringsOf(const QJsonValue& value)
{
    QStringList strings;
    for (const QJsonValue& item : value.toArray())
        strings.append(item.toString());
    return strings;
}

GateRule ruleOf(const QJsonObject& json)
{
    return {json.value(QLatin1String("table")).toString(), json.value(QLatin1String("kind")).toString(),
            stringsOf(json.value(QLatin1String("columns"))), json.value(QLatin1String("argument")).toString()};
}

QJsonObject findings(const GateReport& report)
{
    QJsonArray results;
    for (const GateRuleResult& result : report.results)
        results.append(QJsonObject{{QLatin1String("rule"), toObject(result.rule)},
                                   {QLatin1String("badRows"), static_cast<qint64>(result.badRows)},
                                   {QLatin1String("samples"), QJsonArray::fromStringList(result.samples)},
                                   {QLatin1String("error"), result.error}});
    return {{QLatin1String("subscription"), report.subscription},
            {QLatin1String("stream"), report.stream},
            {QLatin1String("generation"), static_cast<qint64>(report.generation)},
            {QLatin1String("position"), static_cast<qint64>(report.position)},
            {QLatin1String("sequence"), static_cast<qint64>(report.sequence)},
            {QLatin1String("rowsLoaded"), static_cast<qint64>(report.rowsLoaded)},
            {QLatin1String("startedUtcMs"), report.startedUtcMs},
            {QLatin1String("finishedUtcMs"), report.finishedUtcMs},
            {QLatin1String("results"), results}};
}

QString csvCell(QString text)
{
    if (!text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front()))
        text.prepend(u'\'');
    return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

bool isRange(const QString& text)
{
    const QStringList ends = text.split(QStringLiteral(".."));
    return ends.size() == 2 && !(ends[0].trimmed().isEmpty() && ends[1].trimmed().isEmpty());
}

QString codesMistake(const QString& argument)
{
    if (argument == u"GB/T 2260")
        return {};
    if (argument.startsWith(u"table:") && argument.mid(6).contains(u'.'))
        return {};
    if (argument.startsWith(u"file:/") || (argument.startsWith(u"file:") && QDir::isAbsolutePath(argument.mid(5))))
        return {};
    return QStringLiteral("codes are 'GB/T 2260', 'table:TABLE.COLUMN' or 'file:' and a whole path");
}

bool isReference(const QString& argument, qsizetype columns)
{
    const qsizetype open = argument.indexOf(u'(');
    return open > 0 && argument.endsWith(u')') &&
           argument.mid(open + 1).chopped(1).split(u',', Qt::SkipEmptyParts).size() == columns;
}

} // namespace

QStringList gateRuleKinds()
{
    return {QStringLiteral("rows"),   QStringLiteral("unique"),     QStringLiteral("notNull"),
            QStringLiteral("range"),  QStringLiteral("matches"),    QStringLiteral("codes"),
            QStringLiteral("idCard"), QStringLiteral("references"), QStringLiteral("sql")};
}

QStringList gatePolicies()
{
    return {QStringLiteral("off"), QStringLiteral("onFindings"), QStringLiteral("signOff")};
}

bool writesIntoFile(const QString& query)
{
    // Literals are left out only where all databases agree on where they end; else their words count as well.
    static const QRegularExpression unclear(QStringLiteral("\\\\|/\\*|--|#"));
    static const QRegularExpression literal(QStringLiteral("'[^']*'|\"[^\"]*\"|`[^`]*`"));
    // A digit may stand before: as in a comment for servers from a version on, which is run.
    static const QRegularExpression intoFile(
        QStringLiteral("(?<![a-z_$])into(?![a-z0-9_$]).*(?<![a-z_$])(outfile|dumpfile)(?![a-z0-9_$])"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    QString text = QString::fromUtf8(query.toUtf8()); // expressions match nothing in half a character
    if (!text.contains(unclear))
        text.replace(literal, QStringLiteral("''"));
    return text.contains(intoFile);
}

QString gateRuleMistake(const GateRule& rule)
{
    const QString& kind = rule.kind;
    if (!gateRuleKinds().contains(kind))
        return QStringLiteral("there is no rule of this kind");
    if (kind == u"sql")
        return rule.argument.trimmed().isEmpty() ? QStringLiteral("the SELECT is missing") : QString();
    if (rule.table.isEmpty())
        return QStringLiteral("the table is missing");
    if (kind == u"rows")
        return isRange(rule.argument) ? QString() : QStringLiteral("a range is MIN..MAX");
    if (rule.columns.isEmpty())
        return QStringLiteral("the columns are missing");
    const bool isOfOne = kind == u"range" || kind == u"matches" || kind == u"codes" || kind == u"idCard";
    if (isOfOne && rule.columns.size() != 1)
        return QStringLiteral("it is of one column");
    if (kind == u"range" && !isRange(rule.argument))
        return QStringLiteral("a range is MIN..MAX");
    if (kind == u"matches" && (rule.argument.isEmpty() || !QRegularExpression(rule.argument).isValid()))
        return QStringLiteral("it is no regular expression");
    if (kind == u"codes")
        return codesMistake(rule.argument);
    if (kind == u"references" && !isReference(rule.argument, rule.columns.size()))
        return QStringLiteral("a reference is TABLE(COLUMN,...) with as many columns");
    return {};
}

QString gateRuleText(const GateRule& rule)
{
    QString text = rule.kind;
    if (!rule.columns.isEmpty())
        text += u'(' + rule.columns.join(QStringLiteral(", ")) + u')';
    if (!rule.argument.isEmpty() && rule.kind != u"sql")
        text += u' ' + rule.argument;
    return rule.table.isEmpty() ? text : QString(rule.table + u": " + text);
}

QByteArray encodeGateRules(const std::vector<GateRule>& rules)
{
    QJsonArray all;
    for (const GateRule& rule : rules)
        all.append(toObject(rule));
    return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

Result<std::vector<GateRule>> decodeGateRules(const QByteArray& json)
{
    std::vector<GateRule> rules;
    if (json.isEmpty())
        return rules;
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray() || document.array().size() > kMostRules)
        return fail(ErrorCode::Corrupt, QStringLiteral("the rules of the gate cannot be read"));
    for (const QJsonValue& item : document.array()) {
        rules.push_back(ruleOf(item.toObject()));
        if (!item.isObject() || !gateRuleMistake(rules.back()).isEmpty())
            return fail(ErrorCode::Corrupt, QStringLiteral("a rule of the gate cannot be read"));
    }
    return rules;
}

quint64 GateReport::failedRules() const
{
    return static_cast<quint64>(
        std::ranges::count_if(results, [](const GateRuleResult& result) { return !result.isPassed(); }));
}

QByteArray gateFindingsText(const GateReport& report)
{
    return QJsonDocument(findings(report)).toJson(QJsonDocument::Compact); // keys are sorted
}

QJsonObject gateReportToJson(const GateReport& report)
{
    QJsonObject json = findings(report);
    json.insert(QLatin1String("state"), report.state);
    json.insert(QLatin1String("digest"), report.digest);
    json.insert(QLatin1String("by"), report.by);
    json.insert(QLatin1String("reason"), report.reason);
    json.insert(QLatin1String("decidedUtcMs"), report.decidedUtcMs);
    return json;
}

GateReport gateReportFromJson(const QJsonObject& json)
{
    const auto text = [&json](const char* key) { return json.value(QLatin1String(key)).toString(); };
    const auto number = [&json](const char* key) { return json.value(QLatin1String(key)).toInteger(); };
    GateReport report;
    report.subscription = text("subscription");
    report.stream = text("stream");
    report.generation = static_cast<quint64>(number("generation"));
    report.position = static_cast<quint64>(number("position"));
    report.sequence = static_cast<quint64>(number("sequence"));
    report.rowsLoaded = static_cast<quint64>(number("rowsLoaded"));
    report.startedUtcMs = number("startedUtcMs");
    report.finishedUtcMs = number("finishedUtcMs");
    for (const QJsonValue& item : json.value(QLatin1String("results")).toArray()) {
        const QJsonObject one = item.toObject();
        report.results.push_back({ruleOf(one.value(QLatin1String("rule")).toObject()),
                                  static_cast<quint64>(one.value(QLatin1String("badRows")).toInteger()),
                                  stringsOf(one.value(QLatin1String("samples"))),
                                  one.value(QLatin1String("error")).toString()});
    }
    report.state = text("state");
    report.digest = text("digest");
    report.by = text("by");
    report.reason = text("reason");
    report.decidedUtcMs = number("decidedUtcMs");
    return report;
}

QString gateReportCsv(const GateReport& report)
{
    QString csv = QStringLiteral("table,rule,columns,argument,bad_rows,error,key\r\n");
    for (const GateRuleResult& result : report.results) {
        const QString head = csvCell(result.rule.table) + u',' + csvCell(result.rule.kind) + u',' +
                             csvCell(result.rule.columns.join(u' ')) + u',' + csvCell(result.rule.argument) + u',' +
                             QString::number(result.badRows) + u',' + csvCell(result.error) + u',';
        csv += head + csvCell(QString()) + QStringLiteral("\r\n");
        for (const QString& key : result.samples)
            csv += head + csvCell(key) + QStringLiteral("\r\n");
    }
    return csv;
}

} // namespace busheng
