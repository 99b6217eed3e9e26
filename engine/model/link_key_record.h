// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace busheng {

/// One link key in the inventory, from its making to its end: what an auditor sees of it. The key itself is never here.
///
///   out:  granted -> active -> retired -> wiped      granted: made, and the peer has not said yet that it holds it
///   in:              active ------------> wiped      the peer granted it to us
struct LinkKeyRecord {
    QString peerCode;
    QString direction; ///< "out": we made it and seal with it; "in": the peer did
    quint32 epoch = 0;
    QString suite;       ///< CipherSuite::name()
    QString fingerprint; ///< the same at both ends
    QString state;       ///< "granted", "active", "retired" (its packets are still on their way), "wiped"
    QString why;         ///< what made it due: "first", "packets", "bytes", "age", "asked", "suite"; in: "granted"
    QString by;          ///< who asked for it; empty: nobody
    quint64 packets = 0; ///< sealed with it
    quint64 sealedBytes = 0;
    qint64 madeUtcMs = 0;
    qint64 activeUtcMs = 0; ///< 0: not yet; so below
    qint64 retiredUtcMs = 0;
    qint64 wipedUtcMs = 0;

    bool operator==(const LinkKeyRecord&) const = default;
};

} // namespace busheng
