// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/capture/pg_captured_table.h"

namespace busheng {

/// What the log route needs of the server and of the tables before anything is made there. A table whose changed rows
/// the log could not tell apart is refused here, because publishing it would make the source's own updates fail.
/// Fails: Config CAP_LOG_REFUSED (version, wal_level, rights); Schema SRC_TABLE_REFUSED.
Result<> requirePgLogRoute(PgConnection& connection, const QString& source);
Result<> requirePgIdentities(PgConnection& connection, const QString& source,
                             const std::vector<PgCapturedTable>& tables);

/// Our publication at the source.
struct PgPublicationState {
    bool exists = false;
    std::optional<std::vector<PgCapturedTable>> captured; ///< as kept in its comment
    QStringList missing;                                  ///< tables that are not in it, as SQL
    bool hasOtherFault = false;
    bool isOnlyShort() const { return exists && !missing.isEmpty() && !hasOtherFault; }
    QString fault; ///< what keeps it from publishing all changes of the tables, empty: nothing
};
/// `expected`: what one without a comment should be of.
Result<PgPublicationState> readPgPublication(PgConnection& connection, const QString& publication,
                                             const QStringList& tables,
                                             const std::vector<PgCapturedTable>& expected = {});
/// Makes it in one transaction, with the structure kept in its comment.
Result<> createPgPublication(PgConnection& connection, const QString& publication,
                             const std::vector<PgCapturedTable>& tables);
/// Adds and takes away tables, so that it is of `tables` alone, and keeps their structure in it, in one transaction.
/// Tables that somebody has added or taken away already are left as they are.
Result<> alterPgPublication(PgConnection& connection, const QString& publication,
                            const std::vector<PgCapturedTable>& tables);
/// Fails: Config SRC_RIGHTS with the statement for who may, when the role may not do that.
Result<> requireMayAlterPgPublication(PgConnection& connection, const QString& source, const QString& publication,
                                      const std::vector<PgCapturedTable>& tables);
/// Keeps another structure in it.
Result<> commentPgPublication(PgConnection& connection, const QString& publication,
                              const std::vector<PgCapturedTable>& tables);
Result<> dropPgPublication(PgConnection& connection, const QString& publication);

} // namespace busheng
