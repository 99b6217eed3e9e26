// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/structure_desk.h"

#include "engine/base/log.h"
#include "engine/crypto/wipe.h"
#include "engine/db/database_password.h"
#include "engine/host/structure_review.h"
#include "engine/model/events.h"

#include <QTimer>

#include <algorithm>

namespace busheng {
namespace {

constexpr std::size_t kLargestAnswer = 8U << 20; ///< of a message

template <typename Config>
const Config* byName(const std::vector<Config>& all, const QString& name)
{
    const auto found = std::ranges::find(all, name, &Config::name);
    return found == all.end() ? nullptr : &*found;
}

Failure notFound(const QString& kind, const QString& name)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {kind, name},
                          QStringLiteral("no %1 '%2'").arg(kind, name)));
}

const QString kNoLine = QStringLiteral("its node is asked about the tables, and there is no line to it");
const QString kNoAnswer =
    QStringLiteral("its node gives no answer about the tables, as older ones never do: upgrade it");

Failure lineDown(const QString& peer, const QString& why)
{
    return fail(makeEvent(ErrorCode::Network, events::LNK_DOWN, {peer, why},
                          QStringLiteral("link with %1: %2").arg(peer, why)));
}

DescribedTable described(const TableSchema& table)
{
    DescribedTable shown{table.name, {}};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const ColumnSchema& column = table.columns[i];
        const bool isKey = std::ranges::find(table.keyColumns, static_cast<std::uint32_t>(i)) != table.keyColumns.end();
        shown.columns.push_back({column.name, column.declaredType, isKey, column.notNull, column.defaultValue});
    }
    return shown;
}

} // namespace

/// The vault's password goes where a person with the right to has registered it to go, and nowhere else: to try another
/// place one has to know it.
Result<> StructureDesk::requireRegistered(const DatabaseConfig& database) const
{
    const NodeConfiguration all = m_context.configuration();
    for (const auto& known : {all.sources, all.targets}) {
        if (std::ranges::find(known, database) != known.end())
            return {};
    }
    if (const SecretBytes kept{databasePassword(database.name).value_or(Bytes())}; kept.bytes.empty())
        return {};
    return fail(
        makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                  {QStringLiteral("testDatabase"), QStringLiteral("secret"), QString(),
                   QStringLiteral("the password, typed: the one in the vault is tried only at the place that is "
                                  "registered")},
                  QStringLiteral("the vault's password of %1 is not sent to another place than the registered "
                                 "one")
                      .arg(database.name)));
}

void StructureDesk::test(const DatabaseConfig& database, const QString& secret, Done<void> onDone)
{
    if (const Result<> may = secret.isEmpty() ? requireRegistered(database) : Result<>(); !may)
        return onDone(fail(may.error()));
    m_errands.run<void>(
        QStringLiteral("test"),
        [database, password = secret.toUtf8()]() -> Result<> {
            const PasswordForThisThread tried(database.name, view(password));
            ENGINE_TRY(tablesOf(database, 1));
            return {};
        },
        std::move(onDone));
}

void StructureDesk::describe(const QString& kind, const QString& database, const QString& table,
                             Done<DescribedTable> onDone)
{
    const NodeConfiguration all = m_context.configuration();
    const DatabaseConfig* const config = byName(kind == u"target" ? all.targets : all.sources, database);
    if (config == nullptr)
        return onDone(notFound(kind, database));
    m_errands.runLong<DescribedTable>(
        QStringLiteral("table.") + database,
        [config = *config, table](const std::stop_token& stop) -> Result<DescribedTable> {
            ENGINE_TRY_AS(const DatasetSchema read, readSourceSchema(config, {table}, stop));
            if (read.tables.empty())
                return notFound(QStringLiteral("table"), table);
            return described(read.tables.front());
        },
        std::move(onDone));
}

QString StructureDesk::providerOf(const SubscriptionConfig& subscription) const
{
    return subscription.peerCode.isEmpty() ? m_context.nodeCode : subscription.peerCode;
}

void StructureDesk::read(const QString& dataset, Done<DatasetSchema> onSchema)
{
    const NodeConfiguration all = m_context.configuration();
    const DatasetConfig* const config = byName(all.datasets, dataset);
    if (config == nullptr)
        return onSchema(notFound(QStringLiteral("dataset"), dataset));
    const DatabaseConfig* const source = byName(all.sources, config->source);
    if (source == nullptr)
        return onSchema(notFound(QStringLiteral("source"), config->source));
    m_errands.runLong<DatasetSchema>(
        QStringLiteral("structure.") + dataset,
        [source = *source, config = *config](const std::stop_token& stop) -> Result<DatasetSchema> {
            ENGINE_TRY_AS(DatasetSchema schema, readSourceSchema(source, config.tables, stop));
            ENGINE_TRY(declareReadAs(source, config.readAs, schema));
            return schema;
        },
        std::move(onSchema));
}

/// Asks for it, and keeps what comes.
void StructureDesk::bring(const SubscriptionConfig& subscription, Done<DatasetSchema> onSchema)
{
    const QString provider = providerOf(subscription);
    Done<DatasetSchema> keep = [this, provider, dataset = subscription.dataset,
                                onSchema = std::move(onSchema)](const Result<DatasetSchema>& schema) {
        if (schema)
            m_known = Known{provider, dataset, *schema};
        onSchema(schema);
    };
    if (provider == m_context.nodeCode)
        return read(subscription.dataset, std::move(keep));
    const std::uint64_t id = ++m_last;
    if (!m_context.send(provider, control::StructureRequest{id, subscription.dataset}))
        return keep(lineDown(provider, kNoLine));
    m_asked[id] = {provider, std::move(keep)};
    QTimer::singleShot(m_context.patience, &m_timers, [this, id] {
        const auto asked = m_asked.find(id);
        if (asked == m_asked.end())
            return;
        const Asked tooLate = std::move(asked->second);
        m_asked.erase(asked);
        tooLate.onSchema(lineDown(tooLate.peer, kNoAnswer));
    });
}

void StructureDesk::ofDataset(const SubscriptionConfig& subscription, Done<DatasetStructure> onDone)
{
    bring(subscription, [provider = providerOf(subscription), dataset = subscription.dataset,
                         onDone = std::move(onDone)](const Result<DatasetSchema>& schema) {
        if (!schema)
            return onDone(fail(schema.error()));
        DatasetStructure shown{provider, dataset, {}};
        for (const TableSchema& table : schema->tables)
            shown.tables.push_back(described(table));
        onDone(std::move(shown));
    });
}

void StructureDesk::tryMapping(const SubscriptionConfig& subscription, const QString& table,
                               Done<StructureSnapshot> onDone)
{
    const NodeConfiguration all = m_context.configuration();
    const DatabaseConfig* const target = byName(all.targets, subscription.target);
    if (target == nullptr)
        return onDone(notFound(QStringLiteral("target"), subscription.target));
    StructureJob job;
    job.subscription = subscription;
    job.target = *target;
    job.schemaIsWhole = true;
    job.onlyTable = table;
    auto compare = [this, job, onDone](const Result<DatasetSchema>& schema) mutable {
        if (!schema)
            return onDone(fail(schema.error()));
        job.schema = *schema;
        m_errands.runLong<StructureSnapshot>(
            QStringLiteral("structure.") + job.subscription.target,
            [job](const std::stop_token& stop) { return compareStructure(job, stop); }, onDone);
    };
    if (m_known && m_known->provider == providerOf(subscription) && m_known->dataset == subscription.dataset)
        return compare(m_known->schema);
    bring(subscription, compare);
}

void StructureDesk::alter(const QString& subscription, const QStringList& statements, Done<QStringList> onDone)
{
    SubscriptionConfig wanted;
    wanted.name = subscription;
    m_context.structure(
        wanted, [this, subscription, statements, onDone = std::move(onDone)](const Result<StructureSnapshot>& shown) {
            if (!shown)
                return onDone(fail(shown.error()));
            if (statements.isEmpty() || shown->sql != statements)
                return onDone(fail(makeEvent(
                    ErrorCode::Config, events::CFG_BAD_VALUE,
                    {QStringLiteral("alterTarget"), QStringLiteral("statements"), statements.join(QStringLiteral("; ")),
                     QStringLiteral("the statements that the structure of this subscription shows now")},
                    QStringLiteral("the structure of %1 shows other statements by now").arg(subscription))));
            run(subscription, statements, onDone);
        });
}

void StructureDesk::run(const QString& subscription, const QStringList& statements, const Done<QStringList>& onDone)
{
    const NodeConfiguration all = m_context.configuration();
    const SubscriptionConfig* const known = byName(all.subscriptions, subscription);
    if (known == nullptr)
        return onDone(notFound(QStringLiteral("subscription"), subscription));
    const DatabaseConfig* const target = byName(all.targets, known->target);
    if (target == nullptr)
        return onDone(notFound(QStringLiteral("target"), known->target));
    m_errands.runLong<QStringList>(
        QStringLiteral("alter.") + target->name,
        [target = *target, statements](const std::stop_token& stop) -> Result<QStringList> {
            ENGINE_TRY_AS(const QStringList run, runAtTarget(target, statements, stop));
            qCInfo(logHost).noquote() << "run at target" << target.name
                                      << "by a person's order:" << run.join(QStringLiteral("; "));
            return run;
        },
        onDone);
}

bool StructureDesk::onControl(const QString& peer, const control::Body& body)
{
    if (const auto* request = std::get_if<control::StructureRequest>(&body)) {
        answer(peer, *request);
        return true;
    }
    const auto* structure = std::get_if<control::StructureAnswer>(&body);
    if (structure == nullptr)
        return false;
    const auto asked = m_asked.find(structure->id);
    if (asked == m_asked.end() || asked->second.peer != peer)
        return true; // nobody waits any more
    const auto onSchema = std::move(asked->second.onSchema);
    m_asked.erase(asked);
    if (!structure->event.isEmpty())
        onSchema(fail(makeEvent(ErrorCode::Config, structure->event, structure->args,
                                QStringLiteral("%1 says: %2").arg(peer, structure->event))));
    else
        onSchema(decodeSchema(structure->content));
    return true;
}

void StructureDesk::answer(const QString& peer, const control::StructureRequest& request)
{
    const auto reply = [this, peer, id = request.id, dataset = request.dataset](const Result<DatasetSchema>& schema) {
        control::StructureAnswer body;
        body.id = id;
        if (schema)
            body.content = encodeSchema(*schema);
        Error why = schema ? Error() : schema.error();
        if (body.content.size() > kLargestAnswer) {
            body.content.clear();
            why = makeEvent(ErrorCode::Config, events::NOT_YET,
                            {QStringLiteral("the structure of so many columns in one message")},
                            QStringLiteral("the structure of the dataset does not fit into a message"));
        }
        if (body.content.empty()) {
            body.event = why.event.isEmpty() ? QString(events::SRC_UNAVAILABLE) : why.event;
            body.args = why.event.isEmpty() ? QStringList{dataset, why.detail} : why.args;
        }
        m_context.send(peer, body);
    };
    const NodeConfiguration all = m_context.configuration();
    const DatasetConfig* const dataset = byName(all.datasets, request.dataset);
    const Result<> may = dataset == nullptr ? Result<>(notFound(QStringLiteral("dataset"), request.dataset))
                                            : m_context.requireMayKnow(peer, *dataset);
    if (!may)
        return reply(fail(may.error()));
    if (m_answering.contains(peer)) // each reads the catalog on a connection of its own
        return reply(
            fail(ErrorCode::Config, QStringLiteral("a structure is being read for %1; one at a time").arg(peer)));
    m_answering.insert(peer);
    read(request.dataset, [this, peer, reply](const Result<DatasetSchema>& schema) {
        m_answering.remove(peer);
        reply(schema);
    });
}

void StructureDesk::onClosed(const QString& peer)
{
    std::vector<Done<DatasetSchema>> waiting;
    for (auto asked = m_asked.begin(); asked != m_asked.end();) {
        if (asked->second.peer == peer) {
            waiting.push_back(std::move(asked->second.onSchema));
            asked = m_asked.erase(asked);
        } else {
            ++asked;
        }
    }
    for (const auto& onSchema : waiting)
        onSchema(lineDown(peer, kNoLine));
}

} // namespace busheng
