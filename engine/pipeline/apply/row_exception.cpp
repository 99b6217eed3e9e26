// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/row_exception.h"

#include "engine/model/events.h"

#include <xxhash.h>

namespace busheng {

QString exceptionOperation(ChangeKind kind, bool isLoad)
{
    if (isLoad)
        return QStringLiteral("load");
    switch (kind) {
    case ChangeKind::Insert:
        return QStringLiteral("insert");
    case ChangeKind::Update:
        return QStringLiteral("update");
    case ChangeKind::Delete:
        return QStringLiteral("delete");
    case ChangeKind::Upsert:
        return QStringLiteral("upsert");
    case ChangeKind::Remove:
        return QStringLiteral("remove");
    case ChangeKind::Truncate:
    case ChangeKind::Clear:
    case ChangeKind::Part: // put together before
    case ChangeKind::LeftOut:
    case ChangeKind::Value:
        break;
    }
    return QStringLiteral("truncate");
}

bool hasAfter(ChangeKind kind)
{
    return kind != ChangeKind::Delete && kind != ChangeKind::Remove && !isEmptying(kind);
}

Error unreadableTextError(const QString& table, const QString& key, const QString& column)
{
    const QString why = QStringLiteral("bytes that are no text in the encoding of the source's column");
    return makeEvent(ErrorCode::Conflict, events::TGT_VALUE, {table, key, column, why},
                     QStringLiteral("table %1, row %2, column %3: %4").arg(table, key, column, why));
}

RowException exceptionOf(const RefusedOperation& refused, const QString& stream, const PacketPlace& place)
{
    RowException exception;
    exception.stream = stream;
    exception.place = place;
    exception.table = refused.table;
    exception.operation = exceptionOperation(refused.kind, place.isLoad);
    exception.key = refused.keyText;
    exception.keyCells = refused.key;
    exception.otherCells = refused.otherKey;
    exception.newRow = refused.newRow;
    exception.message =
        QStringLiteral("%1: %2").arg(refused.why.args.value(2), refused.why.args.value(3, refused.why.detail));
    return exception;
}

OpenExceptions::Place OpenExceptions::placeOf(const QString& table, BytesView key)
{
    const XXH128_hash_t hash = XXH3_128bits(key.data(), key.size());
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, hash);
    return {table, Bytes(reinterpret_cast<const char*>(bytes.digest), sizeof bytes.digest)}; // NOLINT: bytes are bytes
}

void OpenExceptions::opened(const Place& place, bool isConflict)
{
    ++m_open[place];
    if (!isConflict)
        return;
    ++m_held[place];
    ++m_heldTables[place.first];
}

void OpenExceptions::closed(const Place& place, bool isConflict)
{
    const auto countDown = [](auto& counts, const auto& key) {
        const auto found = counts.find(key);
        if (found != counts.end() && --found->second == 0)
            counts.erase(found);
    };
    countDown(m_open, place);
    if (!isConflict)
        return;
    countDown(m_held, place);
    countDown(m_heldTables, place.first);
}

void OpenExceptions::clear()
{
    m_open.clear();
    m_held.clear();
    m_heldTables.clear();
}

} // namespace busheng
