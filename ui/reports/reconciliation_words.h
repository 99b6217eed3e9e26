// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/reconciliation.h"

#include <QCoreApplication>
#include <QStringList>

namespace busheng {

/// What a report is about.
struct ReconciliationTitle {
    QString task;     ///< or what the listings are of
    QString sender;   ///< node
    QString receiver; ///< node
    QString period;   ///< as it is to be shown; empty: none
    QString madeAt;   ///< "2026-11-27 23:00"
};

/// The words of a reconciliation (§8.2.6), in the language of the installed translator. Thread: any.
class ReconciliationWords {
    Q_DECLARE_TR_FUNCTIONS(Reconciliation)
public:
    static QString title();
    static QString verdict(FileVerdict verdict);
    static QString state(const QString& state);
    /// One sentence: whether both sides agree.
    static QString conclusion(const ReconciliationSummary& summary);
    static QStringList titleLines(const ReconciliationTitle& title);
    /// Rows of the summary: what, files, bytes.
    static QStringList summaryHeader();
    static QList<QStringList> summaryRows(const ReconciliationSummary& summary);
    static QStringList detailHeader();
    static QStringList detailRow(const FileComparison& detail);
};

} // namespace busheng
