// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/large_change.h"
#include "engine/pipeline/apply/target_writer.h"

#include <map>

namespace busheng {

/// One row for the exceptions of a target (docs/apply-errors.md).
struct RowException {
    QString stream;
    PacketPlace place;
    QString table;
    QString operation; ///< exceptionOperation()
    bool isConflict = false;
    bool isOpen = true; ///< else the policy has settled it
    QString key;        ///< for people
    Bytes keyCells;     ///< by which the row is found: RowChange::before of a Remove
    Bytes otherCells;   ///< of the row's other key, where an update moves it or the table has none; else empty
    QString oldRow;     ///< JSON; empty: not known
    QString newRow;
    QString currentRow;
    QString sqlState;
    QString message;
    QString outcome; ///< of what is settled
};

/// The word that the exceptions have for an operation: "insert", ..., "load".
QString exceptionOperation(ChangeKind kind, bool isLoad);
RowException exceptionOf(const RefusedOperation& refused, const QString& stream, const PacketPlace& place);
/// TGT_VALUE: a column of texts was to take bytes that are none in the encoding of the source's column
/// (docs/encodings.md). `key`: of the row, for people.
Error unreadableTextError(const QString& table, const QString& key, const QString& column);
/// The change leaves a row behind.
bool hasAfter(ChangeKind kind);

/// Which rows of a stream are open, by their keys, as a target's exceptions have them. A row that moves has two places.
/// Thread: that of its store.
class OpenExceptions {
public:
    using Place = std::pair<QString, Bytes>; ///< table, digest of the key

    static Place placeOf(const QString& table, BytesView key);
    void opened(const Place& place, bool isConflict);
    void closed(const Place& place, bool isConflict);
    void clear();

    bool hasOpen() const { return !m_open.empty(); }
    bool isOpen(const Place& place) const { return m_open.contains(place); }
    /// Some conflict of the table waits for a person, so that all changes of that row wait.
    bool holds(const QString& table) const { return m_heldTables.contains(table); }
    bool isHeld(const Place& place) const { return m_held.contains(place); }

private:
    // How many open rows there are of each.
    std::map<Place, std::uint32_t> m_open;
    std::map<Place, std::uint32_t> m_held;
    std::map<QString, std::uint32_t> m_heldTables;
};

} // namespace busheng
