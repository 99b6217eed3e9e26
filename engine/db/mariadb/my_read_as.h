// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/schema.h"

namespace busheng {

/// Says in the declared types of `schema` which columns hold texts of another encoding than they declare, as
/// DatasetConfig::readAs does ("*=gb18030", "p.person=gb18030", "p.person.name=gb18030"); the narrower place wins. Only
/// columns of one byte a character can be meant: the server hands out their bytes as they are. Columns of a key are
/// then read as ASCII: rows are found by them at the server, which knows of no other encoding.
///
/// `database`: of tables without one. Fails: Config CFG_BAD_VALUE for a place that is not there, or is no such column.
Result<> declareMyReadAs(DatasetSchema& schema, const QStringList& readAs, const QString& database);

} // namespace busheng
