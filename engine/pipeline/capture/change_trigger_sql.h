// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"

namespace busheng {

/// What the trigger route makes at a server (docs/routes.md): a table of the keys of rows that changed, and triggers
/// that write them there in the transaction that changes the rows. One statement each; they say all that is done.

/// Tells the change tables of datasets and tables apart: 16 digits.
QString changeSuffix(const QString& dataset, const QString& table);

/// `changes`: the change table, quoted; the function has its name. The function runs as who made it, so that those who
/// write need no right on the change table.
QStringList pgChangeTriggerSql(const TableSchema& table, const QString& changes);
/// `changes`: "database.table".
QStringList myChangeTriggerSql(const TableSchema& table, const QString& quotedTable, const QString& changes);
/// Names of the triggers: at insert, update, delete.
QStringList myChangeTriggers(const QString& changes);

} // namespace busheng
