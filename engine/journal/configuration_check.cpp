// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/configuration_check.h"

#include "engine/files/names/task_name.h"
#include "engine/model/events.h"
#include "engine/model/fault_policy.h"
#include "engine/model/gate.h"
#include "engine/model/identifier.h"
#include "engine/model/rate_plan.h"
#include "engine/model/timetable.h"
#include "engine/text/text_decoder.h"

namespace busheng {
namespace {

constexpr qsizetype kShownOfText = 48;
constexpr qsizetype kLongestText = 1024;
constexpr qsizetype kLongestDescription = 4000;
constexpr qsizetype kLongestSchema = 63;
constexpr qsizetype kLongestExportQuery = 20'000;
constexpr qint64 kLargestOverlap = 1'000'000'000;

Result<> checkName(const QString& name, const ConfigPlace& place, const QString& key)
{
    if (!isValidName(name))
        return badValue(place, key, name, expectedName());
    return {};
}

Result<> checkCode(const QString& code, const ConfigPlace& place, const QString& key)
{
    if (!isValidNodeCode(code))
        return badValue(place, key, code, expectedNodeCode());
    return {};
}

Result<> checkText(const QString& text, const ConfigPlace& place, const QString& key)
{
    if (text.isEmpty() || text.size() > kLongestText || text.contains(QChar(u'\0')))
        return badValue(place, key, text.left(kShownOfText), QStringLiteral("1 to %1 characters").arg(kLongestText));
    return {};
}

/// Approvals name the columns of rows, which these are not; texts are read in another encoding with their rows only.
Result<> checkLargeColumns(const DatasetConfig& dataset, const ConfigPlace& place)
{
    const QString key = QStringLiteral("largeColumns");
    for (qsizetype i = 0; i < dataset.largeColumns.size(); ++i) {
        const QString& entry = dataset.largeColumns.at(i);
        ENGINE_TRY(checkText(entry, place, QStringLiteral("largeColumns[%1]").arg(i)));
        if (entry.lastIndexOf(u'.') < 1 || entry.endsWith(u'.') || dataset.largeColumns.indexOf(entry) != i)
            return badValue(place, QStringLiteral("largeColumns[%1]").arg(i), entry.left(kShownOfText),
                            QStringLiteral("TABLE.COLUMN, each once"));
    }
    if (dataset.largeColumns.isEmpty())
        return {};
    if (dataset.route != Route::Log)
        return badValue(place, key, dataset.largeColumns.join(u',').left(kShownOfText),
                        QStringLiteral("empty: only the route 'log' sends values apart from their rows"));
    if (dataset.onApplication)
        return badValue(place, key, dataset.largeColumns.join(u',').left(kShownOfText),
                        QStringLiteral("empty: approvals name the columns of rows, and these do not come with them"));
    if (!dataset.readAs.isEmpty())
        return badValue(place, key, dataset.largeColumns.join(u',').left(kShownOfText),
                        QStringLiteral("empty: texts that are in another encoding than they say come with their rows"));
    return {};
}

/// Options of one route mean nothing to another.
Result<> checkRouteOptions(const DatasetConfig& dataset, const ConfigPlace& place)
{
    const bool isStamped = dataset.route == Route::Timestamp;
    const bool hasColumn = isStamped || dataset.route == Route::Flag;
    if (hasColumn && dataset.routeColumn.isEmpty())
        return badValue(place, QStringLiteral("routeColumn"), QString(),
                        isStamped ? QStringLiteral("the column that rises with each change of a row")
                                  : QStringLiteral("the column that is set to 0 with each change of a row"));
    if (!hasColumn && !dataset.routeColumn.isEmpty())
        return badValue(place, QStringLiteral("routeColumn"), dataset.routeColumn.left(kShownOfText),
                        QStringLiteral("empty: only the routes 'timestamp' and 'flag' read by a column"));
    if (!isStamped && !dataset.deletedColumn.isEmpty())
        return badValue(place, QStringLiteral("deletedColumn"), dataset.deletedColumn.left(kShownOfText),
                        QStringLiteral("empty: only the route 'timestamp' knows deleted rows by a column"));
    for (const auto& [key, column] : {std::pair(QStringLiteral("routeColumn"), dataset.routeColumn),
                                      std::pair(QStringLiteral("deletedColumn"), dataset.deletedColumn)}) {
        if (column.size() > kLongestText)
            return badValue(place, key, column.left(kShownOfText),
                            QStringLiteral("1 to %1 characters").arg(kLongestText));
    }
    if (dataset.overlap < 0 || dataset.overlap > kLargestOverlap)
        return badValue(place, QStringLiteral("overlap"), QString::number(dataset.overlap),
                        QStringLiteral("0 to %1").arg(kLargestOverlap));
    if (dataset.route != Route::FullCopy)
        return dataset.copyTimes.isEmpty() ? Result<>()
                                           : badValue(place, QStringLiteral("copyTimes"), dataset.copyTimes,
                                                      QStringLiteral("empty: only the route 'full-copy' has times"));
    const auto table = Timetable::parse(dataset.copyTimes);
    return table ? Result<>() : badValue(place, QStringLiteral("copyTimes"), dataset.copyTimes, table.error().detail);
}

} // namespace

Failure badValue(const ConfigPlace& place, const QString& key, const QString& value, const QString& expected)
{
    const QString path = place.prefix + key;
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE, {place.where, path, value, expected},
                          QStringLiteral("%1: %2 must be %3").arg(place.where, path, expected)));
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
    for (const auto& [key, text] : {std::pair(QStringLiteral("title"), dataset.title),
                                    std::pair(QStringLiteral("description"), dataset.description),
                                    std::pair(QStringLiteral("contact"), dataset.contact),
                                    std::pair(QStringLiteral("refresh"), dataset.refresh)}) {
        if (text.size() > kLongestDescription || text.contains(QChar(u'\0')))
            return badValue(place, key, text.left(kShownOfText),
                            QStringLiteral("at most %1 characters").arg(kLongestDescription));
    }
    for (qsizetype i = 0; i < dataset.sensitive.size(); ++i)
        ENGINE_TRY(checkText(dataset.sensitive.at(i), place, QStringLiteral("sensitive[%1]").arg(i)));
    for (qsizetype i = 0; i < dataset.readAs.size(); ++i) {
        const QString& entry = dataset.readAs.at(i);
        ENGINE_TRY(checkText(entry, place, QStringLiteral("readAs[%1]").arg(i)));
        if (entry.indexOf(u'=') < 1 || TextDecoder::nameOf(entry.section(u'=', -1).trimmed()).isEmpty())
            return badValue(place, QStringLiteral("readAs[%1]").arg(i), entry.left(kShownOfText),
                            QStringLiteral("TABLE.COLUMN=ENCODING with gb18030, big5 or utf8"));
    }
    ENGINE_TRY(checkLargeColumns(dataset, place));
    for (qsizetype i = 0; i < dataset.grantedTo.size(); ++i)
        ENGINE_TRY(checkCode(dataset.grantedTo.at(i), place, QStringLiteral("grantedTo[%1]").arg(i)));
    return checkRouteOptions(dataset, place);
}

Result<> checkLink(const LinkConfig& link, const ConfigPlace& place)
{
    ENGINE_TRY(checkCode(link.peerCode, place, QStringLiteral("peerCode")));
    if (!link.address.isEmpty() && !isValidAddressList(link.address))
        return badValue(place, QStringLiteral("address"), link.address,
                        QStringLiteral("empty or host:port, several separated by ','"));
    for (const auto& [key, line] : {std::pair(QStringLiteral("sendLimit"), link.sendLimit),
                                    std::pair(QStringLiteral("receiveLimit"), link.receiveLimit)}) {
        if (const auto plan = RatePlan::parse(line); !plan)
            return badValue(place, key, line,
                            QStringLiteral("a rate and windows, as in 8MiB/s, mon-fri 08:30-18:00 2MiB/s: %1")
                                .arg(plan.error().detail));
    }
    for (const QString& right : link.rights) {
        if (!linkRightNames().contains(right) || link.rights.count(right) != 1)
            return badValue(place, QStringLiteral("rights"), right.left(kShownOfText),
                            QStringLiteral("giveTables, takeTables, sendFiles, takeFiles, each at most once"));
    }
    return {};
}

namespace {

Result<> checkGate(const SubscriptionConfig& subscription, const ConfigPlace& place)
{
    constexpr std::size_t kMostRules = 1'000;
    if (!gatePolicies().contains(subscription.gate))
        return badValue(place, QStringLiteral("gate"), subscription.gate.left(kShownOfText),
                        QStringLiteral("off, onFindings or signOff"));
    if (subscription.gateRules.size() > kMostRules)
        return badValue(place, QStringLiteral("gateRules"), QString::number(subscription.gateRules.size()),
                        QStringLiteral("at most 1,000 rules"));
    for (std::size_t i = 0; i < subscription.gateRules.size(); ++i) {
        const GateRule& rule = subscription.gateRules[i];
        if (const QString mistake = gateRuleMistake(rule); !mistake.isEmpty())
            return badValue(place, QStringLiteral("gateRules[%1]").arg(i), gateRuleText(rule).left(kShownOfText),
                            mistake);
        if (rule.kind == u"sql" && writesIntoFile(rule.argument))
            return badValue(place, QStringLiteral("gateRules[%1]").arg(i), rule.argument.left(kShownOfText),
                            QStringLiteral("one SELECT that writes no file (INTO OUTFILE, INTO DUMPFILE)"));
    }
    return {};
}

} // namespace

Result<> checkSubscription(const SubscriptionConfig& subscription, const ConfigPlace& place)
{
    ENGINE_TRY(checkName(subscription.name, place, QStringLiteral("name")));
    ENGINE_TRY(checkCode(subscription.peerCode, place, QStringLiteral("peerCode")));
    ENGINE_TRY(checkName(subscription.dataset, place, QStringLiteral("dataset")));
    if (subscription.targetSchema.size() > kLongestSchema || subscription.targetSchema.contains(u'.') ||
        subscription.targetSchema.contains(QChar(u'\0')))
        return badValue(place, QStringLiteral("targetSchema"), subscription.targetSchema.left(kShownOfText),
                        QStringLiteral("empty, or the name of one schema"));
    QString key;
    QString wrongMapping;
    const QString mistake = mappingMistake(subscription.mappings, key, wrongMapping);
    if (!mistake.isEmpty())
        return badValue(place, key, wrongMapping.left(kShownOfText), mistake);
    if (!rowErrorPolicyFromWord(subscription.onRowError))
        return badValue(place, QStringLiteral("onRowError"), subscription.onRowError.left(kShownOfText),
                        QStringLiteral("stop or setAside"));
    if (!conflictRuleFromWord(subscription.onConflict))
        return badValue(place, QStringLiteral("onConflict"), subscription.onConflict.left(kShownOfText),
                        QStringLiteral("stop, sourceWins, targetWins, newer:COLUMN or ask"));
    if (!structurePolicyFromWord(subscription.onStructure))
        return badValue(place, QStringLiteral("onStructure"), subscription.onStructure.left(kShownOfText),
                        QStringLiteral("park or stop"));
    ENGINE_TRY(checkGate(subscription, place));
    if (subscription.verifyTimes.isEmpty())
        return {};
    const auto table = Timetable::parse(subscription.verifyTimes);
    return table ? Result<>()
                 : badValue(place, QStringLiteral("verifyTimes"), subscription.verifyTimes, table.error().detail);
}

namespace {

/// Of a task that exports rows.
Result<> checkExport(const FileTaskConfig& task, const ConfigPlace& place)
{
    if (!task.isExport()) {
        if (task.exportTable.isEmpty() && task.exportQuery.isEmpty())
            return {};
        return badValue(place, QStringLiteral("exportSource"), QString(),
                        QStringLiteral("the name of a source: there is a table or a query to read"));
    }
    if (task.exportTable.isEmpty() == task.exportQuery.isEmpty())
        return badValue(place, QStringLiteral("exportTable"), task.exportTable.left(kShownOfText),
                        QStringLiteral("a table, or a query instead of it"));
    for (const QString* text : {&task.exportTable, &task.exportQuery}) {
        if (text->size() > kLongestExportQuery || text->contains(QChar(u'\0')))
            return badValue(place, QStringLiteral("exportQuery"), text->left(kShownOfText),
                            QStringLiteral("one SELECT of at most %1 characters").arg(kLongestExportQuery));
    }
    if (writesIntoFile(task.exportQuery))
        return badValue(place, QStringLiteral("exportQuery"), task.exportQuery.left(kShownOfText),
                        QStringLiteral("one SELECT that writes no file (INTO OUTFILE, INTO DUMPFILE)"));
    if (task.sourceDirectory.isEmpty())
        return badValue(place, QStringLiteral("sourceDirectory"), QString(),
                        QStringLiteral("a directory of its own, into which a task with a source exports"));
    if (!task.patterns.isEmpty())
        return badValue(place, QStringLiteral("patterns"), task.patterns.join(u',').left(kShownOfText),
                        QStringLiteral("none, for a task with a source"));
    if (task.completeness != u"commit")
        return badValue(place, QStringLiteral("completeness"), task.completeness.left(kShownOfText),
                        QStringLiteral("commit, for a task with a source"));
    return {};
}

} // namespace

Result<> checkFileTask(const FileTaskConfig& task, const ConfigPlace& place)
{
    if (const auto named = parseTaskName(view(task.name.toUtf8())); !named)
        return badValue(place, QStringLiteral("name"), task.name.left(kShownOfText),
                        QStringLiteral("a name of a task (§8.2.4 f): ") + nameReason(named.error()));
    ENGINE_TRY(checkCode(task.peerCode, place, QStringLiteral("peerCode")));
    const QString treeDirectory = QStringLiteral("a directory beneath it, as in reports/2024, without '.' and '..'");
    if (!isValidTreeDirectory(task.sourceDirectory))
        return badValue(place, QStringLiteral("sourceDirectory"), task.sourceDirectory.left(kShownOfText),
                        treeDirectory);
    if (!isValidTreeDirectory(task.targetDirectory))
        return badValue(place, QStringLiteral("targetDirectory"), task.targetDirectory.left(kShownOfText),
                        treeDirectory);
    const auto checkNumber = [&](const QString& key, qint64 value, qint64 lowest, qint64 highest) -> Result<> {
        if (value >= lowest && value <= highest)
            return {};
        return badValue(place, key, QString::number(value),
                        QStringLiteral("a whole number from %1 to %2").arg(lowest).arg(highest));
    };
    ENGINE_TRY(checkNumber(QStringLiteral("priority"), task.priority, 1, 9));
    ENGINE_TRY(checkNumber(QStringLiteral("resends"), task.resends, 3, 20));
    ENGINE_TRY(checkNumber(QStringLiteral("firstPauseSeconds"), task.firstPauseSeconds, 1, 3600));
    if (task.splitBytes != 0)
        ENGINE_TRY(checkNumber(QStringLiteral("splitBytes"), task.splitBytes, 1LL << 20, 1LL << 50));
    ENGINE_TRY(checkNumber(QStringLiteral("cleanAfterDays"), task.cleanAfterDays, 0, 36'500));
    const auto checkWord = [&](const QString& key, const QString& word, const QStringList& words) -> Result<> {
        if (words.contains(word))
            return {};
        return badValue(place, key, word.left(kShownOfText),
                        QStringLiteral("one of %1").arg(words.join(QStringLiteral(", "))));
    };
    ENGINE_TRY(checkWord(QStringLiteral("completeness"), task.completeness,
                         {QStringLiteral("commit"), QStringLiteral("control"), QStringLiteral("settled")}));
    ENGINE_TRY(checkWord(QStringLiteral("cleaning"), task.cleaning,
                         {QStringLiteral("keep"), QStringLiteral("archive"), QStringLiteral("delete")}));
    ENGINE_TRY(checkWord(QStringLiteral("names"), task.names,
                         {QStringLiteral("tree"), QStringLiteral("portable"), QStringLiteral("upload")}));
    ENGINE_TRY(checkWord(QStringLiteral("missed"), task.missed, {QStringLiteral("makeUp"), QStringLiteral("skip")}));
    ENGINE_TRY(checkWord(QStringLiteral("textEncoding"), task.textEncoding,
                         {QString(), QStringLiteral("GB18030"), QStringLiteral("UTF-16LE"), QStringLiteral("UTF-16BE"),
                          QStringLiteral("Big5")}));
    ENGINE_TRY(
        checkWord(QStringLiteral("exportFormat"), task.exportFormat, {QStringLiteral("csv"), QStringLiteral("jsonl")}));
    ENGINE_TRY(checkNumber(QStringLiteral("exportLargeBytes"), task.exportLargeBytes, 0, 1LL << 40));
    ENGINE_TRY(checkNumber(QStringLiteral("cleanAboveBytes"), task.cleanAboveBytes, 0, 1LL << 53));
    ENGINE_TRY(checkNumber(QStringLiteral("cleanFreeBytes"), task.cleanFreeBytes, 0, 1LL << 53));
    ENGINE_TRY(checkNumber(QStringLiteral("rateKiB"), task.rateKiB, 0, 1LL << 40));
    ENGINE_TRY(checkWord(QStringLiteral("atRest"), task.atRest, {QStringLiteral("clear"), QStringLiteral("sealed")}));
    if (task.splitBytes != 0 && (task.isSealedAtRest() || task.cleanFetched))
        return badValue(place, QStringLiteral("splitBytes"), QString::number(task.splitBytes),
                        QStringLiteral("0, where files lie sealed, or are cleaned when they were fetched: of parts "
                                       "neither is known"));
    ENGINE_TRY(checkExport(task, place));
    if (task.starts == u"demand")
        return {};
    if (task.starts == u"service") {
        if (!task.isExport())
            return {};
        return badValue(
            place, QStringLiteral("starts"), task.starts,
            QStringLiteral("demand or a timetable, for a task with a source: it would export all the time"));
    }
    const auto table = Timetable::parse(task.starts);
    return table ? Result<>()
                 : badValue(place, QStringLiteral("starts"), task.starts,
                            QStringLiteral("demand, service, or a timetable: ") + table.error().detail);
}

} // namespace busheng
