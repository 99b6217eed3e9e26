// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/reports/reconciliation_words.h"

namespace busheng {

/// The reconciliation of a task as both nodes' records have it (§8.2.6), in words: what stands in the CSV and in the
/// PDF. In the language of the installed translator. Thread: any.
class TaskReconciliation {
    Q_DECLARE_TR_FUNCTIONS(Reconciliation)
public:
    /// One sentence: whether both sides agree.
    static QString conclusion(const FileReconciliation& found);
    static QStringList summaryHeader();
    static QList<QStringList> summaryRows(const FileReconciliation& found);
    /// Result, file, both sizes, both digests, first tried at, arrived at, attempts.
    static QStringList detailHeader();
    static QList<QStringList> detailRows(const std::vector<FileDifference>& differences);
    /// The day and minute of both ends; empty: from the first run on.
    static QString period(qint64 fromUtcMs, qint64 toUtcMs);
    /// Both nodes and the period, made now.
    static ReconciliationTitle title(const NodeSnapshot& node, const FileReconciliation& found);
    static QByteArray csv(const ReconciliationTitle& title, const FileReconciliation& found);
    /// Its parts: all before the differences, and some of these.
    static QByteArray csvHead(const ReconciliationTitle& title, const FileReconciliation& found);
    static QByteArray csvRows(const std::vector<FileDifference>& differences);
};

} // namespace busheng
