// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/quality_gate.h"

#include "engine/crypto/sm3.h"
#include "engine/gate/gate_query.h"
#include "engine/gate/value_check.h"
#include "engine/host/database_drivers.h"
#include "engine/journal/journal.h"
#include "engine/model/events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qsizetype kLongestSample = 200;

QString textOf(const RowValue& value)
{
    if (value.kind == RowValue::Kind::Null)
        return QStringLiteral("NULL");
    if (value.kind == RowValue::Kind::Binary)
        return toHex(value.bytes);
    return QString::fromUtf8(value.bytes.data(), static_cast<qsizetype>(value.bytes.size()));
}

/// "7, 340100"
QString keyText(std::span<const RowValue> values)
{
    QStringList parts;
    for (const RowValue& value : values)
        parts.append(textOf(value));
    return parts.join(QStringLiteral(", ")).left(kLongestSample);
}

/// Counts bad rows and keeps the first; of a rule that judges values those only that are bad.
class BadRows : public RowReceiver {
public:
    explicit BadRows(GateRuleResult& result, const ValueCheck* check) : m_result(result), m_check(check) {}
    Result<> begin(const std::vector<RowColumn>&, const QString&) override { return {}; }
    Result<> row(std::span<const RowValue> values) override
    {
        if (m_check != nullptr) {
            if (!m_check->isBad(textOf(values.back())))
                return {};
            note(keyText(values.first(values.size() - 1)) + QStringLiteral(": ") + textOf(values.back()));
            return {};
        }
        note(keyText(values));
        return {};
    }

private:
    void note(const QString& sample)
    {
        if (m_result.badRows++ < kGateSamples)
            m_result.samples.append(sample.left(kLongestSample));
    }

    GateRuleResult& m_result;
    const ValueCheck* m_check;
};

class OneNumber : public RowReceiver {
public:
    Result<> begin(const std::vector<RowColumn>&, const QString&) override { return {}; }
    Result<> row(std::span<const RowValue> values) override
    {
        number = textOf(values.front()).toULongLong();
        return {};
    }
    quint64 number = 0;
};

bool isSameTable(const QString& one, const QString& other)
{
    const auto whole = [](const QString& name) { return name.contains(u'.') ? name : u"public." + name; };
    return one == other || whole(one) == whole(other);
}

QStringList keyOf(const DatasetSchema& schema, const QString& table)
{
    QStringList key;
    for (const TableSchema& one : schema.tables) {
        if (!isSameTable(one.name, table))
            continue;
        for (const std::uint32_t column : one.keyColumns)
            key.append(one.columns[column].name);
    }
    return key;
}

} // namespace

Result<GateRuleResult> QualityGate::ask(const GateRule& rule, const DatasetSchema& atTarget,
                                        const std::stop_token& stop) const
{
    GateRuleResult result{rule, 0};
    const GateQuery query =
        gateQuery(rule, {m_options.target.driver}, rule.kind == u"sql" ? QStringList() : keyOf(atTarget, rule.table));
    std::optional<ValueCheck> check;
    if (query.judgesValues) {
        auto made = ValueCheck::of(rule);
        if (!made) {
            result.error = made.error().args.value(1);
            return result;
        }
        check = std::move(*made);
    }
    OneNumber rows;
    BadRows bad(result, check ? &*check : nullptr);
    RowReceiver& receiver = query.counts ? static_cast<RowReceiver&>(rows) : bad;
    auto asked = readRows(m_options.target, {QString(), query.select}, receiver, stop);
    if (!asked && (asked.error().transient || asked.error().code == ErrorCode::Cancelled))
        return fail(asked.error());
    if (!asked)
        result.error = asked.error().native.isEmpty() ? asked.error().detail : asked.error().native;
    else if (query.counts && !isRowCountRight(rule.argument, rows.number)) {
        result.badRows = 1;
        result.samples = {QString::number(rows.number)};
    }
    return result;
}

Result<GateReport> QualityGate::askAgain(const Checkpoint& checkpoint, const DatasetSchema& schema,
                                         const std::stop_token& stop)
{
    GateReport report;
    report.subscription = m_options.subscription.name;
    report.stream = m_options.stream;
    report.generation = checkpoint.generation;
    report.position = checkpoint.position.order;
    report.sequence = checkpoint.sequence;
    report.rowsLoaded = checkpoint.rowsLoaded;
    report.startedUtcMs = m_options.clock.utcMs();
    ENGINE_TRY_AS(const DatasetSchema atTarget, targetNames(m_options.target, m_options.subscription).named(schema));
    for (const GateRule& rule : m_options.subscription.gateRules) {
        ENGINE_TRY_AS(GateRuleResult result, ask(rule, atTarget, stop));
        report.results.push_back(std::move(result));
    }
    report.finishedUtcMs = m_options.clock.utcMs();
    report.digest = toHex(busheng::view(sm3(busheng::view(gateFindingsText(report)))));
    const bool needsPerson = m_options.subscription.gate == u"signOff" || report.failedRules() > 0;
    report.state = needsPerson ? QStringLiteral("waiting") : QStringLiteral("passed");
    ENGINE_TRY(save(report));
    return report;
}

Result<GateReport> QualityGate::report(const Checkpoint& checkpoint, const DatasetSchema& schema,
                                       const std::stop_token& stop)
{
    {
        ENGINE_TRY_AS(const auto journal, Journal::open(m_options.journalPath));
        ENGINE_TRY_AS(std::optional<GateReport> kept, journal->gateReport(m_options.stream, checkpoint.generation));
        if (kept)
            return std::move(*kept);
    }
    return askAgain(checkpoint, schema, stop);
}

Result<> QualityGate::save(const GateReport& report) const
{
    ENGINE_TRY_AS(const auto journal, Journal::open(m_options.journalPath));
    return journal->saveGateReport(report);
}

Result<GateReport> QualityGate::decide(const Checkpoint& checkpoint, const GateDecision& decision)
{
    const auto missing = [this](const QString& key, const QString& expected) {
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                              {m_options.subscription.name, key, QString(), expected},
                              QStringLiteral("%1 is missing").arg(key)));
    };
    if (decision.by.trimmed().isEmpty())
        return missing(QStringLiteral("by"), QStringLiteral("the name of who decides"));
    if (decision.reason.trimmed().isEmpty())
        return missing(QStringLiteral("reason"), QStringLiteral("why, in words"));
    ENGINE_TRY_AS(const auto journal, Journal::open(m_options.journalPath));
    ENGINE_TRY_AS(std::optional<GateReport> kept, journal->gateReport(m_options.stream, checkpoint.generation));
    if (!kept || kept->state != u"waiting") // what was rejected is loaded or asked anew first
        return fail(makeEvent(
            ErrorCode::Config, events::OFL_STATE,
            {m_options.subscription.name, kept ? kept->state : QStringLiteral("not asked"), QStringLiteral("waiting")},
            QStringLiteral("no report of %1 waits for a person").arg(m_options.subscription.name)));
    kept->state = decision.isSigned ? QStringLiteral("signed") : QStringLiteral("rejected");
    kept->by = decision.by;
    kept->reason = decision.reason;
    kept->decidedUtcMs = m_options.clock.utcMs();
    ENGINE_TRY(journal->saveGateReport(*kept));
    return std::move(*kept);
}

} // namespace busheng
