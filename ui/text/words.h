// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/dataset.h"

#include <QCoreApplication>
#include <QString>

namespace busheng {

/// The five stages whose positions are shown, in the order of the way of a row.
enum class Stage { Source, Cached, Packed, Received, Applied };

/// The one table of words that people read: names of states, stages and kinds, and how numbers look. In the language of
/// the installed translator and the default QLocale. A negative quantity is "not known" and says so.
/// Thread: any, but not while a translator is installed.
class Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
public:
    static QString state(SubscriptionState state);
    static QString stateHint(SubscriptionState state); ///< one sentence: what it means
    static QString stage(Stage stage);
    static QString route(Route route);
    static QString kind(const QString& kind);         ///< "source", "dataset", ... as in SettingsApi; unknown: as it is
    static QString role(const QString& role);         ///< "platform", "provider", "user"; unknown: as it is
    static QString operatorRole(const QString& role); ///< operatorRoleName(); unknown: as it is
    /// The words of verifications, findings and the ledger as the api has them: "equal", "warning", "applied" ...;
    /// unknown: as it is.
    static QString term(const QString& term);
    static QString offlineState(const QString& state); ///< OfflineSnapshot::state
    static QString gateState(const QString& state);    ///< GateReport::state
    static QString unknown();

    static QString count(quint64 value);        ///< 665,276
    static QString knownCount(qint64 value);    ///< the same; negative: unknown
    static QString compactCount(double value);  ///< 66.5万 / 665k: for axes
    static QString bytes(qint64 value);         ///< 1.4 MiB
    static QString rowsPerSecond(double value); ///< 12,400 rows/s
    static QString duration(qint64 ms);         ///< 340 ms, 2.5 s, 4 min 5 s, 3 h 20 min, 2 d 4 h
    static QString time(qint64 utcMs);          ///< local: 2026-01-31 23:00:05; 0 or less: unknown
    static QString date(qint64 utcMs);
    static QString percent(double fraction); ///< 0.5 is 50 %; never 100 % before it is whole
};

} // namespace busheng
