// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"

#include <concepts>
#include <type_traits>

/// The configuration's part of value_fields.h.
namespace busheng {

enum class Presence {
    Required,
    Optional, ///< strict readers let it be absent: the member's default is safe
};

template <typename T, typename Value>
concept Like = std::same_as<std::remove_const_t<T>, Value>;

template <typename Visitor, Like<DatabaseConfig> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("name"), value.name, Presence::Required);
    visit(QLatin1String("driver"), value.driver, Presence::Required);
    visit(QLatin1String("location"), value.location, Presence::Required);
}

template <typename Visitor, Like<DatasetConfig> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("name"), value.name, Presence::Required);
    visit(QLatin1String("source"), value.source, Presence::Required);
    visit(QLatin1String("route"), value.route, Presence::Required);
    visit(QLatin1String("tables"), value.tables, Presence::Required);
    visit(QLatin1String("grantedTo"), value.grantedTo, Presence::Optional);
    visit(QLatin1String("routeColumn"), value.routeColumn, Presence::Optional);
    visit(QLatin1String("deletedColumn"), value.deletedColumn, Presence::Optional);
    visit(QLatin1String("overlap"), value.overlap, Presence::Optional);
    visit(QLatin1String("copyTimes"), value.copyTimes, Presence::Optional);
    visit(QLatin1String("onApplication"), value.onApplication, Presence::Optional);
    visit(QLatin1String("title"), value.title, Presence::Optional);
    visit(QLatin1String("description"), value.description, Presence::Optional);
    visit(QLatin1String("contact"), value.contact, Presence::Optional);
    visit(QLatin1String("refresh"), value.refresh, Presence::Optional);
    visit(QLatin1String("sensitive"), value.sensitive, Presence::Optional);
    visit(QLatin1String("readAs"), value.readAs, Presence::Optional);
    visit(QLatin1String("largeColumns"), value.largeColumns, Presence::Optional);
}

template <typename Visitor, Like<LinkConfig> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("peerCode"), value.peerCode, Presence::Required);
    visit(QLatin1String("peerName"), value.peerName, Presence::Optional);
    visit(QLatin1String("address"), value.address, Presence::Optional);
    visit(QLatin1String("enabled"), value.enabled, Presence::Optional);
    visit(QLatin1String("sendLimit"), value.sendLimit, Presence::Optional);
    visit(QLatin1String("receiveLimit"), value.receiveLimit, Presence::Optional);
    visit(QLatin1String("rights"), value.rights, Presence::Optional);
}

template <typename Visitor, Like<ColumnRename> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("column"), value.column, Presence::Required);
    visit(QLatin1String("name"), value.name, Presence::Required);
}

template <typename Visitor, Like<TableMapping> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table, Presence::Required);
    visit(QLatin1String("targetTable"), value.targetTable, Presence::Optional);
    visit(QLatin1String("columns"), value.columns, Presence::Optional);
    visit(QLatin1String("renames"), value.renames, Presence::Optional);
    visit(QLatin1String("filter"), value.filter, Presence::Optional);
}

template <typename Visitor, Like<GateRule> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table, Presence::Optional);
    visit(QLatin1String("kind"), value.kind, Presence::Required);
    visit(QLatin1String("columns"), value.columns, Presence::Optional);
    visit(QLatin1String("argument"), value.argument, Presence::Optional);
}

template <typename Visitor, Like<SubscriptionConfig> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("name"), value.name, Presence::Required);
    visit(QLatin1String("peerCode"), value.peerCode, Presence::Required);
    visit(QLatin1String("dataset"), value.dataset, Presence::Required);
    visit(QLatin1String("target"), value.target, Presence::Required);
    visit(QLatin1String("replaceTarget"), value.replaceTarget, Presence::Optional);
    visit(QLatin1String("enabled"), value.enabled, Presence::Optional);
    visit(QLatin1String("strict"), value.strict, Presence::Optional);
    visit(QLatin1String("newColumns"), value.newColumns, Presence::Optional);
    visit(QLatin1String("targetSchema"), value.targetSchema, Presence::Optional);
    visit(QLatin1String("mappings"), value.mappings, Presence::Optional);
    visit(QLatin1String("reviewStructure"), value.reviewStructure, Presence::Optional);
    visit(QLatin1String("verifyTimes"), value.verifyTimes, Presence::Optional);
    visit(QLatin1String("onRowError"), value.onRowError, Presence::Optional);
    visit(QLatin1String("onConflict"), value.onConflict, Presence::Optional);
    visit(QLatin1String("onStructure"), value.onStructure, Presence::Optional);
    visit(QLatin1String("verifyRepairs"), value.verifyRepairs, Presence::Optional);
    visit(QLatin1String("offlineStart"), value.offlineStart, Presence::Optional);
    visit(QLatin1String("gate"), value.gate, Presence::Optional);
    visit(QLatin1String("gateRules"), value.gateRules, Presence::Optional);
}

} // namespace busheng
