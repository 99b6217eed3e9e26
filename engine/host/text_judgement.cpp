// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of a source beside the columns of a target.
#include "engine/db/dataset_projection.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/db/values/common_type.h"
#include "engine/host/text_survey.h"
#include "engine/host/text_widening.h"
#include "engine/text/repertoire.h"

#include <algorithm>

namespace busheng {
namespace {

const QString kCharacters = QStringLiteral("characters");
const QString kBytes = QStringLiteral("bytes");

struct Limit {
    qint64 most = 0; ///< 0: any number
    QString unit;

    bool holds(const TextColumn& column) const
    {
        return most == 0 || (unit == kBytes ? column.longestBytes : column.longestCharacters) <= most;
    }
};

Limit limitOfMy(const MyType& type)
{
    if (type.hasLength)
        return {type.length, kCharacters};
    if (type.word == u"tinytext")
        return {255, kBytes};
    if (type.word == u"text")
        return {65'535, kBytes};
    return type.word == u"mediumtext" ? Limit{16'777'215, kBytes} : Limit{};
}

Limit limitOf(const QString& engine, const QString& declared)
{
    if (engine == u"mariadb") {
        const auto type = MyType::parse(declared);
        return type && type->kind == MyKind::Text ? limitOfMy(*type) : Limit();
    }
    const EngineValues* const values = engineValues(engine);
    QString why;
    const auto type = values == nullptr || engine == u"sqlite" ? std::nullopt : values->parse(declared, why);
    return type && type->kind == CommonKind::Text && type->length > 0 ? Limit{type->length, kCharacters} : Limit();
}

Result<DatasetSchema> structureOf(const SourceTexts& texts)
{
    const QByteArray bytes = QByteArray::fromHex(texts.structure.toLatin1());
    return decodeSchema(view(bytes));
}

TextColumn ofSource(const SourceTextColumn& read, const DatasetSchema& schema)
{
    TextColumn column;
    column.table = read.table;
    column.column = read.column;
    column.rows = read.rows;
    column.longestCharacters = read.longestCharacters;
    column.longestBytes = read.longestBytes;
    column.longestKey = read.longestKey;
    column.unreadable = read.unreadable;
    column.unreadableSamples = read.unreadableSamples;
    column.looksLike = read.looksLike;
    const TableSchema* const table = schema.table(read.table);
    if (const ColumnSchema* const declared = table == nullptr ? nullptr : table->column(read.column))
        column.sourceType = declared->declaredType;
    if (column.unreadable > 0)
        column.problems.append(QStringLiteral("unreadable"));
    if (!column.looksLike.isEmpty())
        column.problems.append(QStringLiteral("looksOtherwise"));
    return column;
}

/// The encoding that the target's column is in, as Repertoire names it.
QString repertoireOf(const DatabaseConfig& target, const QString& encoding, const QString& declared)
{
    if (target.driver != u"mariadb")
        return Repertoire::nameOf(encoding);
    const auto type = MyType::parse(declared);
    return type ? Repertoire::nameOf(type->storedSet()) : QString();
}

void judge(TextColumn& column, const SourceTextColumn& read, const Limit& wanted, const QString& repertoire)
{
    const Limit here{column.limit, column.unit};
    const auto lacking = std::ranges::find(read.lacking, repertoire, &LackingTexts::repertoire);
    if (!repertoire.isEmpty() && lacking != read.lacking.end() && lacking->rows > 0) {
        column.lacking = lacking->rows;
        column.lackingSamples = lacking->samples;
        column.problems.append(QStringLiteral("lacksCharacters"));
    }
    const bool isShorter = here.most > 0 && (wanted.most == 0 || (wanted.unit == here.unit && wanted.most > here.most));
    if (!here.holds(column))
        column.problems.append(QStringLiteral("tooShort"));
    else if (isShorter)
        column.problems.append(QStringLiteral("mayBeTooShort"));
}

bool wantsWidening(const TextColumn& column)
{
    return std::ranges::any_of(column.problems, [](const QString& problem) {
        return problem == u"tooShort" || problem == u"mayBeTooShort" || problem == u"lacksCharacters";
    });
}

} // namespace

Result<std::vector<TextColumn>> sourceColumns(const SourceTexts& texts)
{
    ENGINE_TRY_AS(const DatasetSchema schema, structureOf(texts));
    std::vector<TextColumn> columns;
    for (const SourceTextColumn& read : texts.columns)
        columns.push_back(ofSource(read, schema));
    return columns;
}

Result<std::vector<TextColumn>> judgeTexts(const SourceTexts& texts, const DatabaseConfig& target,
                                           const SubscriptionConfig& subscription, const std::stop_token& stop)
{
    ENGINE_TRY_AS(DatasetSchema schema, structureOf(texts));
    if (const auto shape = sourceShape(subscription.mappings); !shape.empty()) {
        ENGINE_TRY_AS(const DatasetProjection part, DatasetProjection::of(subscription.name, shape, schema));
        schema = part.schema();
    }
    ENGINE_TRY_AS(const TargetLook look, lookAtTarget(target, subscription, schema, stop));
    ENGINE_TRY_AS(const QString encoding, targetEncoding(target, stop));
    const TargetNames names = targetNames(target, subscription);
    std::vector<TextColumn> columns;
    std::vector<Widening> widenings;
    for (const SourceTextColumn& read : texts.columns) {
        const auto table = std::ranges::find(schema.tables, read.table, &TableSchema::name);
        if (table == schema.tables.end())
            continue; // not subscribed
        const auto place = std::ranges::find(table->columns, read.column, &ColumnSchema::name);
        if (place == table->columns.end())
            continue;
        const TableSchema named = names.named(*table, schema.engine);
        const TargetLook::Table& there = look.tables.at(static_cast<std::size_t>(table - schema.tables.begin()));
        TextColumn column = ofSource(read, schema);
        column.targetTable = named.name;
        column.targetColumn = named.columns.at(static_cast<std::size_t>(place - table->columns.begin())).name;
        const ColumnSchema* const wanted = there.wanted.column(column.targetColumn);
        const ColumnSchema* const found = there.found ? there.found->column(column.targetColumn) : nullptr;
        const ColumnSchema* const holds = found != nullptr ? found : wanted;
        if (holds == nullptr || (found != nullptr && wanted == nullptr))
            continue; // left out, or of no type that is possible there
        column.targetType = found == nullptr ? QString() : found->declaredType;
        const Limit here = limitOf(target.driver, holds->declaredType);
        column.limit = here.most;
        column.unit = here.unit;
        const Limit asked = limitOf(target.driver, wanted->declaredType);
        judge(column, read, found == nullptr ? here : asked, repertoireOf(target, encoding, holds->declaredType));
        if (found != nullptr && wantsWidening(column)) {
            const bool isEnough = asked.holds(column);
            widenings.push_back({columns.size(), column.targetTable, column.targetColumn, wanted->declaredType,
                                 isEnough ? 0 : column.longestCharacters});
        }
        columns.push_back(std::move(column));
    }
    ENGINE_TRY_AS(const QStringList statements, wideningSql(target, widenings, stop));
    for (std::size_t i = 0; i < widenings.size(); ++i)
        columns[widenings[i].index].sql = statements.at(static_cast<qsizetype>(i));
    return columns;
}

} // namespace busheng
