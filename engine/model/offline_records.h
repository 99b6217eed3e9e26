// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace busheng {

/// How far the package of a stream that this node sends is written. Kept by the journal; `detail` is the host's.
struct OfflineExportRecord {
    QString peerCode;
    quint32 number = 0;    ///< of the stream
    QString state;         ///< "waiting" for an order, "exporting", "complete"
    QByteArray detail;     ///< JSON
    QByteArray lastPacket; ///< of the newest whole part; empty: there is none

    bool operator==(const OfflineExportRecord&) const = default;
};

/// How far a package is read into a stream that this node receives.
struct OfflineImportRecord {
    quint32 number = 0; ///< of the stream
    QString state;      ///< "importing", "imported"
    QByteArray detail;  ///< JSON

    bool operator==(const OfflineImportRecord&) const = default;
};

} // namespace busheng
