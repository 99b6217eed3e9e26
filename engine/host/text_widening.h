// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"

#include "engine/base/result.h"

#include <stop_token>
#include <vector>

namespace busheng {

/// A column of a target that is to hold more.
struct Widening {
    std::size_t index = 0; ///< the caller's
    QString table;
    QString column;
    QString wantedType;    ///< in the target's words: what the stream's structure asks for
    qint64 characters = 0; ///< that a text has, where that type does not hold it; 0: it does
};

/// A statement for each, which changes nothing of the column but its type; empty where there is none (SQLite's columns
/// hold anything). Blocks on the database. Fails: as its connection.
Result<QStringList> wideningSql(const DatabaseConfig& target, const std::vector<Widening>& widenings,
                                const std::stop_token& stop);
/// Runs them one by one, as the node's own user; those that were run.
Result<QStringList> runWidenings(const DatabaseConfig& target, const QStringList& statements,
                                 const std::stop_token& stop);
/// The encoding of a target's database, in its own words; empty where each column has one of its own, or it is UTF-8.
Result<QString> targetEncoding(const DatabaseConfig& target, const std::stop_token& stop);

} // namespace busheng
