// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/exchange.h"

#include "engine/model/row_filter.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <utility>

namespace busheng {
namespace {

constexpr std::size_t kMostTables = 10'000;

const std::array<std::pair<AgreementState, const char*>, 8> kStates = {{
    {AgreementState::Draft, "draft"},
    {AgreementState::Applied, "applied"},
    {AgreementState::Approved, "approved"},
    {AgreementState::PartlyApproved, "partlyApproved"},
    {AgreementState::Refused, "refused"},
    {AgreementState::Withdrawn, "withdrawn"},
    {AgreementState::Revoked, "revoked"},
    {AgreementState::Expired, "expired"},
}};

const TableMapping* named(const std::vector<TableMapping>& tables, const QString& table)
{
    const auto found = std::ranges::find(tables, table, &TableMapping::table);
    return found == tables.end() ? nullptr : &*found;
}

/// Whether rows that pass `narrower` pass `wider`; texts as TableMapping::filter has them.
bool filterIsWithin(const QString& narrower, const QString& wider)
{
    if (wider.isEmpty())
        return true;
    const auto one = parseRowFilter(narrower);
    const auto other = parseRowFilter(wider);
    return one && other && isWithin(*one, *other);
}

QString offerMistake(const TableMapping& mapping, const DatasetOffer& offer)
{
    const auto table = std::ranges::find(offer.tables, mapping.table, &OfferedTable::table);
    if (table == offer.tables.end())
        return QStringLiteral("the dataset has no table %1").arg(mapping.table);
    if (table->columns.empty())
        return {}; // not read yet: the source says it when rows are to go
    for (const QString& column : mapping.columns) {
        if (std::ranges::find(table->columns, column, &OfferedColumn::name) == table->columns.end())
            return QStringLiteral("table %1 has no column %2").arg(mapping.table, column);
    }
    for (const OfferedColumn& column : table->columns) {
        if (column.isKey && !mapping.columns.contains(column.name))
            return QStringLiteral("column %1 of table %2 belongs to the key: it is always among the columns")
                .arg(column.name, mapping.table);
    }
    return {};
}

} // namespace

QString agreementStateName(AgreementState state)
{
    const auto found = std::ranges::find(kStates, state, [](const auto& one) { return one.first; });
    return found == kStates.end() ? QString() : QString::fromLatin1(found->second);
}

AgreementState agreementStateFrom(const QString& name)
{
    const auto found =
        std::ranges::find_if(kStates, [&name](const auto& one) { return name == QLatin1String(one.second); });
    return found == kStates.end() ? AgreementState::Draft : found->first;
}

std::vector<TableMapping> shapeOf(const std::vector<TableMapping>& approved)
{
    std::vector<TableMapping> shape = approved;
    shape.push_back({kOtherTables, {}, {}, {}, {}});
    return shape;
}

QString beyondApproval(const std::vector<TableMapping>& shape, const std::vector<TableMapping>& approved)
{
    if (named(shape, kOtherTables) == nullptr)
        return QStringLiteral("it asks for all tables, and not all of them are approved by name");
    for (const TableMapping& wanted : shape) {
        if (wanted.table == kOtherTables)
            continue;
        const TableMapping* given = named(approved, wanted.table);
        if (given == nullptr)
            return QStringLiteral("table %1 is not approved").arg(wanted.table);
        if (wanted.columns.isEmpty())
            return QStringLiteral("it asks for all columns of table %1, and not all of them are approved by name")
                .arg(wanted.table);
        for (const QString& column : wanted.columns) {
            if (!given->columns.contains(column))
                return QStringLiteral("column %1 of table %2 is not approved").arg(column, wanted.table);
        }
        if (!filterIsWithin(wanted.filter, given->filter))
            return QStringLiteral("table %1 is approved for some rows only: %2").arg(wanted.table, given->filter);
    }
    return {};
}

QString extentMistake(const std::vector<TableMapping>& tables, const DatasetOffer* offer)
{
    if (tables.empty() || tables.size() > kMostTables)
        return QStringLiteral("at least one table is needed");
    QString place;
    QString value;
    if (const QString mistake = mappingMistake(tables, place, value); !mistake.isEmpty())
        return mistake;
    for (const TableMapping& mapping : tables) {
        if (mapping.table == kOtherTables || !mapping.targetTable.isEmpty() || !mapping.renames.empty())
            return QStringLiteral("a table, its columns and its rows: nothing else");
        if (mapping.columns.isEmpty())
            return QStringLiteral("table %1 needs its columns by name").arg(mapping.table);
        if (offer == nullptr)
            continue;
        if (const QString mistake = offerMistake(mapping, *offer); !mistake.isEmpty())
            return mistake;
    }
    return {};
}

QStringList sensitiveColumns(const std::vector<TableMapping>& tables, const DatasetOffer& offer)
{
    QStringList found;
    for (const OfferedTable& table : offer.tables) {
        const TableMapping* mapping = named(tables, table.table);
        for (const OfferedColumn& column : table.columns) {
            if (mapping != nullptr && column.isSensitive && mapping->columns.contains(column.name))
                found.append(QString(table.table + u'.' + column.name));
        }
    }
    return found;
}

bool isWholeOf(const std::vector<TableMapping>& tables, const std::vector<TableMapping>& asked)
{
    return std::ranges::all_of(asked, [&tables](const TableMapping& wanted) {
        const TableMapping* given = named(tables, wanted.table);
        return given != nullptr && filterIsWithin(wanted.filter, given->filter) &&
               std::ranges::all_of(wanted.columns,
                                   [given](const QString& column) { return given->columns.contains(column); });
    });
}

} // namespace busheng
