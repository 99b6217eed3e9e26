// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace busheng {

/// The package of an offline start, seen from the node that writes it or from the one that reads it. `state`: "" (it
/// starts over the link); out: "waiting" (for an order), "exporting", "failed", "complete"; in: "waiting" (for the
/// package), "importing", "wantsPart", "failed", "imported".
struct OfflineSnapshot {
    QString state;
    QString packageId;
    QString directory;
    qint64 part = 0; ///< in: being read, or wanted
    qint64 parts = 0;
    quint64 packets = 0;
    quint64 packetsTotal = 0; ///< in
    qint64 bytes = 0;         ///< out
    QString error;            ///< catalogue id
    QStringList errorArgs;

    bool operator==(const OfflineSnapshot&) const = default;
};

/// The quality gate of a subscription, in short; SettingsApi has its rules, OfflineApi its report.
struct GateSnapshot {
    QString state; ///< as GateReport's; empty: not asked yet, or there is no gate
    quint64 rules = 0;
    quint64 failedRules = 0;
    QString digest;
    QString by;
    qint64 decidedUtcMs = 0;

    bool operator==(const GateSnapshot&) const = default;
};

} // namespace busheng
