// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/structure_review.h"

#include "engine/crypto/sm3.h"
#include "engine/db/dataset_projection.h"
#include "engine/db/sqlite/sqlite_database.h"
#include "engine/host/text_widening.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/target_names.h"

#include <QRegularExpression>

#include <algorithm>

namespace busheng {
namespace {

Result<DatasetSchema> carriedSchema(const StructureJob& job, const std::stop_token& stop)
{
    if (job.schema && !job.schemaIsWhole)
        return *job.schema;
    DatasetSchema whole;
    if (job.schema) {
        whole = *job.schema;
    } else {
        ENGINE_TRY_AS(whole, readSourceSchema(job.source, job.tables, stop));
        ENGINE_TRY(declareReadAs(job.source, job.readAs, whole));
    }
    const std::vector<TableMapping> shape = sourceShape(job.subscription.mappings);
    if (shape.empty())
        return whole;
    ENGINE_TRY_AS(const DatasetProjection part, DatasetProjection::of(job.subscription.name, shape, whole));
    return part.schema();
}

void putTarget(StructureColumn& shown, const ColumnSchema& found)
{
    shown.targetColumn = found.name;
    shown.targetType = found.declaredType;
    shown.targetNotNull = found.notNull;
    shown.targetDefault = found.defaultValue;
}

bool isAsWanted(const ColumnSchema& found, const ColumnSchema* wanted)
{
    return wanted != nullptr && found.declaredType == wanted->declaredType && found.notNull == wanted->notNull;
}

StructureTable compared(const TableSchema& source, const TableSchema& named, const TargetLook::Table& look)
{
    StructureTable table;
    table.table = source.name;
    table.targetTable = named.name;
    table.differences = look.differences;
    table.state = !look.differences.isEmpty() ? QStringLiteral("differs")
                  : look.found                ? QStringLiteral("same")
                                              : QStringLiteral("missing");
    for (std::size_t i = 0; i < source.columns.size(); ++i) {
        const ColumnSchema& column = source.columns[i];
        StructureColumn shown;
        shown.column = column.name;
        shown.targetColumn = named.columns[i].name;
        shown.sourceType = column.declaredType;
        shown.sourceNotNull = column.notNull;
        shown.sourceDefault = column.defaultValue;
        const ColumnSchema* found = look.found ? look.found->column(shown.targetColumn) : nullptr;
        if (found != nullptr)
            putTarget(shown, *found);
        if (look.ignored.contains(shown.targetColumn))
            shown.state = QStringLiteral("ignored");
        else if (found == nullptr)
            shown.state = QStringLiteral("missing");
        else
            shown.state = isAsWanted(*found, look.wanted.column(shown.targetColumn)) ? QStringLiteral("same")
                                                                                     : QStringLiteral("differs");
        table.columns.push_back(std::move(shown));
    }
    for (const ColumnSchema& found : look.found ? look.found->columns : std::vector<ColumnSchema>()) {
        if (named.column(found.name) != nullptr)
            continue;
        StructureColumn shown;
        putTarget(shown, found);
        shown.state = QStringLiteral("extra");
        table.columns.push_back(std::move(shown));
    }
    return table;
}

} // namespace

Result<StructureSnapshot> compareStructure(const StructureJob& job, const std::stop_token& stop)
{
    ENGINE_TRY_AS(DatasetSchema schema, carriedSchema(job, stop));
    if (!job.onlyTable.isEmpty()) {
        ENGINE_TRY(targetNames(job.target, job.subscription).named(schema)); // beside the others its name must be free
        std::erase_if(schema.tables, [&job](const TableSchema& table) { return table.name != job.onlyTable; });
        if (schema.tables.empty())
            return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("table"), job.onlyTable},
                                  QStringLiteral("the subscription takes no table '%1'").arg(job.onlyTable)));
    }
    ENGINE_TRY_AS(const TargetLook look, lookAtTarget(job.target, job.subscription, schema, stop));
    const TargetNames names = targetNames(job.target, job.subscription);
    StructureSnapshot shown;
    shown.subscription = job.subscription.name;
    shown.target = job.target.name;
    shown.sql = look.sql;
    for (std::size_t i = 0; i < schema.tables.size(); ++i)
        shown.tables.push_back(
            compared(schema.tables[i], names.named(schema.tables[i], schema.engine), look.tables.at(i)));
    return shown;
}

Result<QStringList> runAtTarget(const DatabaseConfig& target, const QStringList& statements,
                                const std::stop_token& stop)
{
    if (target.driver != u"sqlite")
        return runWidenings(target, statements, stop);
    ENGINE_TRY_AS(const auto database,
                  SqliteDatabase::open(target.location, SqliteDatabase::OpenMode::ReadWrite, target.name));
    for (const QString& statement : statements)
        ENGINE_TRY(database->execute(statement));
    return statements;
}

QString structureDigest(const QStringList& statements)
{
    const QByteArray text = statements.join(QStringLiteral(";\n")).toUtf8();
    return toHex(view(sm3(view(text))));
}

Result<> requireApproval(const QString& subscription, const QStringList& statements, const QString& approved)
{
    if (structureDigest(statements) == approved)
        return {};
    // For one line of an alarm; "structure show" has them as they are.
    static const QRegularExpression lineBreak(QStringLiteral("\\s*\\n\\s*"));
    const QString all = statements.join(QStringLiteral("; ")).replace(lineBreak, QStringLiteral(" "));
    return fail(makeEvent(ErrorCode::Schema, events::MAP_REVIEW, {subscription, all},
                          QStringLiteral("the structure for %1 waits for approval: %2").arg(subscription, all)));
}

} // namespace busheng
