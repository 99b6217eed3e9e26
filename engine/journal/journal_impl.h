// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/journal/configuration_check.h"
#include "engine/journal/journal.h"
#include "engine/journal/sql_statement.h"

#include <functional>

namespace busheng {

/// What must survive a loss of power when a call has returned.
enum class Durability {
    Full,   ///< the change itself: configuration, and what an auditor asks for
    Normal, ///< the file stays whole; the last commits may be missing
};

/// Internal to engine/journal: the connection, and the pieces that the concerns of Journal share.
struct Journal::Impl {
    QString path;
    QString connectionName;
    QSqlDatabase database;
    Durability durability = Durability::Full;

    ~Impl();

    SqlStatement statement(const QString& text) const { return {database, path, text}; }
    /// Runs `work` in a transaction; whatever it returns as an error leaves nothing behind.
    Result<> change(Durability wanted, const std::function<Result<>()>& work);

    // Inside a transaction. Check, then insert or replace by name; journal+configuration.cpp,
    // journal+subscriptions.cpp.
    Result<> putDatabase(const QString& table, const DatabaseConfig& item, const ConfigPlace& place);
    Result<> putDataset(const DatasetConfig& item, const ConfigPlace& place);
    /// Fails: LNK_NO_RIGHT.
    Result<> requireRight(const QString& peerCode, LinkRight right);
    /// Fails: CFG_IN_USE when something in `table` that is enabled needs it.
    Result<> requireUnused(const QString& table, const QString& peerCode, LinkRight right);
    Result<> requireSameRoute(const DatasetConfig& item, const ConfigPlace& place);
    Result<> putLink(const LinkConfig& item, const ConfigPlace& place);
    /// `keptNumber`: the stream number to use, when the subscription is the same flow as before.
    Result<> putSubscription(const SubscriptionConfig& item, const ConfigPlace& place,
                             std::optional<qint64> keptNumber);
    Result<> putFileTask(const FileTaskConfig& item, const ConfigPlace& place);
    /// Lines behind the newest one, chained to it.
    Result<> putLedger(const std::vector<LedgerEntry>& entries);
    Result<LedgerEntry> ledgerHead() const;
    /// The stream number of the subscription of that name, when it is the same flow as `item`.
    Result<std::optional<qint64>> numberOfSameFlow(const SubscriptionConfig& item);
    /// Takes all configuration away. CFG_IN_USE when a dataset that is not in `keptDatasets` is still being sent.
    Result<> emptyConfiguration(const std::vector<DatasetConfig>& keptDatasets);
    /// CFG_NOT_FOUND unless `table` has a row with that key.
    Result<> requireRow(const QString& kind, const QString& table, const QString& keyColumn, const QString& name);

    Result<std::vector<DatabaseConfig>> databases(const QString& table) const;
    Result<> remove(const QString& kind, const QString& table, const QString& keyColumn, const QString& usersSql,
                    const QString& name);
};

/// A JSON array of texts in a column.
QString joinTexts(const QStringList& texts);
QStringList splitTexts(const QString& json);

} // namespace busheng
