// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace busheng {

/// The quality gate (§6.1): what the user of data asks of the rows of an initial load before any change is applied
/// behind them. docs/offline-start.md.

/// One thing that is asked of a table. `kind`, and what `argument` says:
///
///   rows        the table's number of rows is in "MIN..MAX"
///   unique      no two rows are equal in `columns`
///   notNull     none of `columns` is NULL
///   range       the column is in "MIN..MAX", one of which may be missing; NULL passes
///   matches     the whole text of the column fits the regular expression; NULL passes
///   codes       the column is one of "GB/T 2260", of "table:TABLE.COLUMN" or of the lines of "file:PATH"; NULL passes
///   idCard      the column is an identity number (id_card.h); NULL passes
///   references  `columns` are a row of "TABLE(COLUMN,...)"; rows with a NULL pass
///   sql         the SELECT gives no row: what it gives is bad
struct GateRule {
    QString table; ///< at the target, as the target names it; of kind sql it is for people only
    QString kind;
    QStringList columns = {};
    QString argument = {};

    bool operator==(const GateRule&) const = default;
};

QStringList gateRuleKinds();
/// "off", "onFindings" (a person signs when a rule found something), "signOff" (a person signs in any case).
QStringList gatePolicies();
/// Whether a SELECT, of a rule or an export, has INTO OUTFILE or INTO DUMPFILE outside its literals: MariaDB lets a
/// read-only transaction write so. Rather too often than once too seldom.
bool writesIntoFile(const QString& query);
/// Why the rule cannot be meant, as far as that shows without the tables; empty: nothing.
QString gateRuleMistake(const GateRule& rule);
/// "unique(id) person", for people and reports.
QString gateRuleText(const GateRule& rule);

/// JSON. decode fails with Corrupt on anything else, and on more than 1,000 rules.
QByteArray encodeGateRules(const std::vector<GateRule>& rules);
Result<std::vector<GateRule>> decodeGateRules(const QByteArray& json);

inline constexpr int kGateSamples = 20;

struct GateRuleResult {
    GateRule rule;
    quint64 badRows = 0;
    QStringList samples = {}; ///< keys of the first kGateSamples
    QString error = {};       ///< why it could not be asked; empty: it could

    bool isPassed() const { return badRows == 0 && error.isEmpty(); }
    bool operator==(const GateRuleResult&) const = default;
};

/// What a gate found, and what a person said to it.
struct GateReport {
    QString subscription;
    QString stream;         ///< StreamId::name()
    quint64 generation = 0; ///< of the load
    quint64 position = 0;   ///< of the load's snapshot: the changes behind it wait
    quint64 sequence = 0;   ///< the load's last packet
    quint64 rowsLoaded = 0;
    qint64 startedUtcMs = 0;
    qint64 finishedUtcMs = 0;
    std::vector<GateRuleResult> results;
    QString state = {};  ///< "waiting", "signed", "rejected", "passed" (by its policy, without a person)
    QString digest = {}; ///< SM3 of what was found, hex: what a person signs
    QString by = {};
    QString reason = {};
    qint64 decidedUtcMs = 0;

    quint64 failedRules() const;
    bool mayGoOn() const { return state == QStringLiteral("signed") || state == QStringLiteral("passed"); }
    bool operator==(const GateReport&) const = default;
};

/// What the digest is over: the report without what a person said.
QByteArray gateFindingsText(const GateReport& report);
QJsonObject gateReportToJson(const GateReport& report);
GateReport gateReportFromJson(const QJsonObject& json);
/// Lines of RFC 4180, one for each rule and one for each sample; no cell is a formula.
QString gateReportCsv(const GateReport& report);

} // namespace busheng
