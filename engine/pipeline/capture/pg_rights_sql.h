// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"

namespace busheng {

/// SQL for a person to copy: what the administrator of a database runs so that `user` may do what a node must, and no
/// more. One statement each, without a password: that is given by hand. Nothing here is run by the engine.

/// At the source, as a superuser or as the owner of tables and database. The publication is made here because only the
/// owner of the tables may, and then given to `user`, who keeps his notes on it.
QStringList pgSourceUserSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& nodeCode,
                            const QString& user);
/// At the source, for a route that looks at the tables: reading them, writing the flag, making triggers.
QStringList pgReaderSql(const DatabaseConfig& source, const DatasetConfig& dataset, const QString& user);
/// At the target. `makesTables`: the tables of the dataset are not there yet, and `user` shall make them.
QStringList pgTargetUserSql(const DatabaseConfig& target, const QStringList& tables, const QString& user,
                            bool makesTables);

/// "CREATE PUBLICATION ..." as capturing needs it.
QString pgPublicationSql(const QStringList& tables, const QString& publication);

} // namespace busheng
