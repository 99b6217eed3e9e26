// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/exchange_commands.h"

#include "app/cli/await.h"
#include "app/client/command_support.h"
#include "app/client/exchange_output.h"
#include "app/client/mapping_options.h"
#include "ui/client/operator_name.h"

#include <QDateTime>
#include <QFile>
#include <QSaveFile>

#include <algorithm>

namespace busheng::cli {
namespace {

using CommandRun = Result<ExitCode> (*)(EngineApi&, const ClientCall&);

struct Command : CommandForm {
    CommandRun run;
};

const QString kReason = QStringLiteral("reason");
const QString kUntil = QStringLiteral("until");
const QString kPeer = QStringLiteral("peer");
const QString kDataset = QStringLiteral("dataset");

/// The end of a day here; 0: none is given.
Result<qint64> untilOf(const ClientCall& call)
{
    if (!call.has(kUntil))
        return qint64{0};
    const QDate day = QDate::fromString(call.option(kUntil), QStringLiteral("yyyy-MM-dd"));
    if (!day.isValid())
        return usageError(QStringLiteral("--until is a day as 2027-12-31, not '%1'").arg(call.option(kUntil)));
    return day.endOfDay().toMSecsSinceEpoch();
}

Result<ExchangeAgreement> agreementOf(EngineApi& engine, const QString& id)
{
    ENGINE_TRY_AS(const auto all,
                  await<std::vector<ExchangeAgreement>>([&](auto reply) { engine.exchange().agreements(reply); }));
    const auto found = std::ranges::find(all, id, &ExchangeAgreement::id);
    if (found == all.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("agreement"), id},
                              QStringLiteral("no agreement '%1'").arg(id)));
    return *found;
}

Result<std::optional<DatasetOffer>> offerOf(EngineApi& engine, const QString& provider, const QString& dataset)
{
    ENGINE_TRY_AS(const auto all,
                  await<std::vector<DatasetOffer>>([&](auto reply) { engine.exchange().catalogue(reply); }));
    const auto found = std::ranges::find_if(
        all, [&](const DatasetOffer& one) { return one.provider == provider && one.dataset == dataset; });
    return found == all.end() ? std::optional<DatasetOffer>() : std::optional(*found);
}

QStringList columnsOf(const OfferedTable& table, bool withSensitive)
{
    QStringList columns;
    for (const OfferedColumn& column : table.columns) {
        if (withSensitive || column.isKey || !column.isSensitive)
            columns.append(column.name);
    }
    return columns;
}

/// What --columns and --where name; a table with * has all columns that the catalogue knows, --all all tables with
/// what is not sensitive.
Result<std::vector<TableMapping>> tablesOf(const ClientCall& call, const std::optional<DatasetOffer>& offer)
{
    ENGINE_TRY_AS(const SubscriptionConfig named, subscriptionOf(call));
    std::vector<TableMapping> tables = named.mappings;
    if (call.has(QStringLiteral("all")) && offer) {
        for (const OfferedTable& table : offer->tables) {
            if (std::ranges::find(tables, table.table, &TableMapping::table) == tables.end())
                tables.push_back({table.table, {}, columnsOf(table, false), {}, {}});
        }
    }
    for (TableMapping& mapping : tables) {
        if (!mapping.columns.isEmpty())
            continue;
        const auto known = offer ? std::ranges::find(offer->tables, mapping.table, &OfferedTable::table)
                                 : std::vector<OfferedTable>::const_iterator();
        if (!offer || known == offer->tables.end())
            return usageError(
                QStringLiteral("the columns of table %1 are not known here: name them").arg(mapping.table));
        mapping.columns = columnsOf(*known, true);
    }
    return tables;
}

Result<> writeFile(const QString& path, const QString& text)
{
    QSaveFile file(path);
    const QByteArray bytes = text.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {path, file.errorString()}, file.errorString()));
    return {};
}

/// The step that was just taken, to the file of --out.
Result<ExitCode> finish(EngineApi& engine, const ClientCall& call, const QString& id)
{
    const QString out = call.option(QStringLiteral("out"));
    if (!out.isEmpty()) {
        ENGINE_TRY_AS(const QString text,
                      await<QString>([&](auto reply) { engine.exchange().exportPaper(id, reply); }));
        ENGINE_TRY(writeFile(out, text));
    }
    if (call.json)
        printJson(QJsonObject{{QStringLiteral("agreement"), id}});
    else
        print(id);
    return ExitOk;
}

Result<ExitCode> publish(EngineApi& engine, const ClientCall& call)
{
    const QString name = argument(call, 2);
    ENGINE_TRY_AS(const QJsonObject configuration,
                  await<QJsonObject>([&](auto reply) { engine.settings().exportConfiguration(reply); }));
    const QJsonArray datasets = configuration.value(QLatin1String("datasets")).toArray();
    const auto found = std::ranges::find_if(
        datasets, [&name](const QJsonValue& one) { return one[QLatin1String("name")].toString() == name; });
    if (found == datasets.end())
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kDataset, name},
                              QStringLiteral("no dataset '%1'").arg(name)));
    ENGINE_TRY_AS(DatasetConfig dataset, datasetFromJson((*found).toObject(), name));
    dataset.onApplication = !call.has(QStringLiteral("by-grant"));
    const auto take = [&call](const char* option, QString& member) {
        if (call.has(QLatin1String(option)))
            member = call.option(QLatin1String(option));
    };
    take("title", dataset.title);
    take("description", dataset.description);
    take("contact", dataset.contact);
    take("refresh", dataset.refresh);
    if (call.has(QStringLiteral("sensitive"))) {
        dataset.sensitive.clear();
        for (const QString& text : call.all(QStringLiteral("sensitive"))) {
            const QString table = text.section(u':', 0, 0).trimmed();
            const QStringList columns = text.section(u':', 1).split(u',', Qt::SkipEmptyParts);
            if (table.isEmpty() || columns.isEmpty())
                return usageError(QStringLiteral("--sensitive is TABLE:COLUMN,COLUMN, not '%1'").arg(text));
            for (const QString& column : columns)
                dataset.sensitive.append(QString(table + u'.' + column.trimmed()));
        }
    }
    return done(call, await<>([&](Reply<> reply) { engine.settings().addDataset(dataset, reply); }));
}

Result<ExitCode> showCatalogue(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(auto offers,
                  await<std::vector<DatasetOffer>>([&](auto reply) { engine.exchange().catalogue(reply); }));
    if (call.has(kPeer))
        std::erase_if(offers, [&call](const DatasetOffer& one) { return one.provider != call.option(kPeer); });
    if (call.json)
        printArray(offers);
    else
        printCatalogue(offers);
    return ExitOk;
}

Result<ExitCode> apply(EngineApi& engine, const ClientCall& call)
{
    ExchangeApplication application;
    application.peerCode = call.option(kPeer);
    application.dataset = call.option(kDataset);
    application.purpose = call.option(QStringLiteral("purpose"));
    application.legalBasis = call.option(QStringLiteral("basis"));
    ENGINE_TRY_AS(application.validUntilUtcMs, untilOf(call));
    ENGINE_TRY_AS(const auto offer, offerOf(engine, application.peerCode, application.dataset));
    ENGINE_TRY_AS(application.tables, tablesOf(call, offer));
    ENGINE_TRY_AS(const QString id, await<QString>([&](auto reply) {
                      if (call.has(QStringLiteral("draft")))
                          engine.exchange().saveDraft(application, operatorName(), reply);
                      else
                          engine.exchange().apply(application, operatorName(), reply);
                  }));
    return finish(engine, call, id);
}

Result<ExitCode> submit(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const ExchangeAgreement draft, agreementOf(engine, argument(call, 2)));
    const ExchangeApplication application{draft.id,      draft.peerCode,   draft.dataset,        draft.asked,
                                          draft.purpose, draft.legalBasis, draft.validUntilUtcMs};
    ENGINE_TRY_AS(const QString id,
                  await<QString>([&](auto reply) { engine.exchange().apply(application, operatorName(), reply); }));
    return finish(engine, call, id);
}

Result<ExitCode> discard(EngineApi& engine, const ClientCall& call)
{
    return done(call, await<>([&](Reply<> reply) { engine.exchange().discardDraft(argument(call, 2), reply); }));
}

Result<ExitCode> listAgreements(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(auto all,
                  await<std::vector<ExchangeAgreement>>([&](auto reply) { engine.exchange().agreements(reply); }));
    if (const QString state = call.option(QStringLiteral("state")); !state.isEmpty())
        std::erase_if(all, [&](const ExchangeAgreement& one) { return agreementStateName(one.state) != state; });
    if (call.json)
        printArray(all);
    else
        printAgreements(all);
    return ExitOk;
}

Result<ExitCode> showAgreement(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const ExchangeAgreement agreement, agreementOf(engine, argument(call, 2)));
    ENGINE_TRY_AS(const auto history, await<std::vector<ExchangeEvent>>([&](auto reply) {
                      engine.exchange().agreementHistory(agreement.id, reply);
                  }));
    if (!call.json) {
        printAgreement(agreement, history);
        return ExitOk;
    }
    QJsonObject json = toJson(agreement);
    QJsonArray events;
    for (const ExchangeEvent& event : history)
        events.append(toJson(event));
    json.insert(QStringLiteral("history"), events);
    printJson(json);
    return ExitOk;
}

/// What was asked for, without the columns that are sensitive.
std::vector<TableMapping> withoutSensitive(std::vector<TableMapping> tables, const DatasetOffer& offer)
{
    for (TableMapping& mapping : tables) {
        const auto table = std::ranges::find(offer.tables, mapping.table, &OfferedTable::table);
        if (table == offer.tables.end())
            continue;
        const QStringList open = columnsOf(*table, false);
        mapping.columns.removeIf([&open](const QString& column) { return !open.contains(column); });
    }
    return tables;
}

Result<ExitCode> approve(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const ExchangeAgreement agreement, agreementOf(engine, argument(call, 2)));
    ENGINE_TRY_AS(const NodeSnapshot node, await<NodeSnapshot>([&](auto reply) { engine.snapshot(reply); }));
    ENGINE_TRY_AS(const auto offer, offerOf(engine, node.code, agreement.dataset));
    ExchangeDecision decision;
    decision.agreement = agreement.id;
    decision.approves = true;
    decision.reason = call.option(kReason);
    decision.withSensitive = call.has(QStringLiteral("with-sensitive"));
    ENGINE_TRY_AS(decision.validUntilUtcMs, untilOf(call));
    ENGINE_TRY_AS(decision.tables, tablesOf(call, offer));
    if (decision.tables.empty() && call.has(QStringLiteral("without-sensitive")) && offer)
        decision.tables = withoutSensitive(agreement.asked, *offer);
    ENGINE_TRY(await<>([&](Reply<> reply) { engine.exchange().decide(decision, operatorName(), reply); }));
    return finish(engine, call, agreement.id);
}

Result<ExitCode> refuse(EngineApi& engine, const ClientCall& call)
{
    ExchangeDecision decision;
    decision.agreement = argument(call, 2);
    decision.reason = call.option(kReason);
    ENGINE_TRY(await<>([&](Reply<> reply) { engine.exchange().decide(decision, operatorName(), reply); }));
    return finish(engine, call, decision.agreement);
}

Result<ExitCode> endAgreement(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const ExchangeAgreement agreement, agreementOf(engine, argument(call, 2)));
    if (agreement.isProvider != (call.words.value(1) == u"revoke"))
        return usageError(agreement.isProvider ? QStringLiteral("this node gives here: it revokes")
                                               : QStringLiteral("this node has applied here: it withdraws"));
    ENGINE_TRY(await<>(
        [&](Reply<> reply) { engine.exchange().end(agreement.id, call.option(kReason), operatorName(), reply); }));
    return finish(engine, call, agreement.id);
}

Result<ExitCode> exportPaper(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const QString text,
                  await<QString>([&](auto reply) { engine.exchange().exportPaper(argument(call, 2), reply); }));
    return done(call, writeFile(argument(call, 3), text));
}

Result<ExitCode> importPaper(EngineApi& engine, const ClientCall& call)
{
    constexpr qint64 kMost = 5 << 20; // what is larger the node refuses anyway
    const QString path = argument(call, 2);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, file.errorString()}, file.errorString()));
    const QString text = QString::fromUtf8(file.read(kMost));
    ENGINE_TRY_AS(const QString id,
                  await<QString>([&](auto reply) { engine.exchange().importPaper(text, path, reply); }));
    return finish(engine, call, id);
}

/// All that was approved, under the names and within the bounds that the call gives.
Result<ExitCode> subscribe(EngineApi& engine, const ClientCall& call)
{
    ENGINE_TRY_AS(const ExchangeAgreement agreement, agreementOf(engine, argument(call, 2)));
    if (agreement.isProvider || !isInForce(agreement.state))
        return fail(makeEvent(ErrorCode::Config, events::EXC_REFUSED,
                              {agreement.id, QStringLiteral("nothing is approved to this node by it")},
                              QStringLiteral("nothing is approved to this node by it")));
    ENGINE_TRY_AS(SubscriptionConfig subscription, subscriptionOf(call));
    const std::vector<TableMapping> given = subscription.mappings;
    subscription.name = call.option(QStringLiteral("name"));
    subscription.peerCode = agreement.peerCode;
    subscription.dataset = agreement.dataset;
    subscription.mappings = shapeOf(agreement.approved);
    for (const TableMapping& named : given) {
        const auto mapping = std::ranges::find(subscription.mappings, named.table, &TableMapping::table);
        if (mapping == subscription.mappings.end())
            return usageError(QStringLiteral("table %1 is not approved").arg(named.table));
        mapping->targetTable = named.targetTable;
        mapping->renames = named.renames;
        if (!named.columns.isEmpty())
            mapping->columns = named.columns;
        if (!named.filter.isEmpty())
            mapping->filter = mapping->filter.isEmpty()
                                  ? named.filter
                                  : QStringLiteral("(%1) and (%2)").arg(mapping->filter, named.filter);
    }
    return done(call, await<>([&](Reply<> reply) { engine.settings().addSubscription(subscription, reply); }));
}

const Command kCommands[] = {
    {"exchange publish", 1, "", "title description contact refresh sensitive by-grant",
     "exchange publish DATASET [--title TEXT] [--description TEXT] [--contact TEXT] [--refresh TEXT] "
     "[--sensitive TABLE:COLUMN,COLUMN]... [--by-grant]",
     publish},
    {"exchange catalogue", 0, "", "peer", "exchange catalogue [--peer CODE]", showCatalogue},
    {"exchange apply", 0, "peer dataset purpose basis until", "columns where all draft out",
     "exchange apply --peer CODE --dataset DATASET --columns TABLE:COLUMN,COLUMN|* ... | --all [--where TABLE:FILTER] "
     "--purpose TEXT --basis TEXT --until yyyy-MM-dd [--draft] [--out FILE]",
     apply},
    {"exchange submit", 1, "", "out", "exchange submit DRAFT [--out FILE]", submit},
    {"exchange discard", 1, "", "", "exchange discard DRAFT", discard},
    {"exchange list", 0, "", "state",
     "exchange list [--state draft|applied|approved|partlyApproved|refused|withdrawn|revoked|expired]", listAgreements},
    {"exchange show", 1, "", "", "exchange show AGREEMENT", showAgreement},
    {"exchange approve", 1, "", "columns where until reason with-sensitive without-sensitive out",
     "exchange approve AGREEMENT [--columns TABLE:COLUMN,COLUMN]... [--where TABLE:FILTER] [--until yyyy-MM-dd] "
     "[--with-sensitive|--without-sensitive] [--reason TEXT] [--out FILE]",
     approve},
    {"exchange refuse", 1, "reason", "out", "exchange refuse AGREEMENT --reason TEXT [--out FILE]", refuse},
    {"exchange revoke", 1, "reason", "out", "exchange revoke AGREEMENT --reason TEXT [--out FILE]", endAgreement},
    {"exchange withdraw", 1, "reason", "out", "exchange withdraw AGREEMENT --reason TEXT [--out FILE]", endAgreement},
    {"exchange export", 2, "", "", "exchange export AGREEMENT FILE", exportPaper},
    {"exchange import", 1, "", "", "exchange import FILE", importPaper},
    {"exchange subscribe", 1, "name target",
     "replace-target strict new-columns target-schema table columns where review-structure",
     "exchange subscribe AGREEMENT --name NAME --target TARGET [mapping as for 'subscription add']", subscribe},
};

} // namespace

std::optional<Result<ExitCode>> runExchangeCommand(EngineApi& engine, const ClientCall& call)
{
    for (const Command& command : kCommands) {
        if (!isOfForm(command, call))
            continue;
        if (auto right = checkForm(command, call); !right)
            return Result<ExitCode>(fail(right.error()));
        return command.run(engine, call);
    }
    return std::nullopt;
}

QString exchangeUsage()
{
    QString text;
    for (const Command& command : kCommands)
        text += QStringLiteral("  ") + QString::fromLatin1(command.usage) + u'\n';
    return text;
}

} // namespace busheng::cli
