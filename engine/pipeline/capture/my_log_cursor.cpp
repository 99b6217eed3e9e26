// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_log_cursor.h"

namespace busheng {
namespace {

constexpr int kOffsetBits = 40;
constexpr std::uint64_t kOffsetMask = (std::uint64_t{1} << kOffsetBits) - 1;

} // namespace

Position myPosition(const MyLogPlace& place)
{
    const std::uint64_t number = place.file.section(u'.', -1).toULongLong();
    return {number << kOffsetBits | (place.offset & kOffsetMask)};
}

MyLogPlace myPlaceOf(Position position, const QString& like)
{
    const qsizetype digits = like.section(u'.', -1).size();
    const QString number = QString::number(position.order >> kOffsetBits).rightJustified(digits, u'0');
    return {like.left(like.lastIndexOf(u'.') + 1) + number, position.order & kOffsetMask};
}

QString myPlaceText(Position position, const QString& like)
{
    const MyLogPlace place = myPlaceOf(position, like);
    return place.file + u':' + QString::number(place.offset);
}

void MyLogCursor::startAt(const MyLogPlace& from, bool hasChecksums)
{
    m_place = from;
    m_born = 0;
    m_hasChecksums = hasChecksums;
}

Result<binlog::Event> MyLogCursor::take(BytesView bytes)
{
    // The head of a file says whether there are checksums, and has room for one in any case.
    ENGINE_TRY_AS(binlog::Event event, binlog::readEvent(bytes, false));
    if (event.is(binlog::EventType::FormatDescription)) {
        ENGINE_TRY_AS(m_hasChecksums, binlog::readChecksumUse(event));
        m_born = event.timestamp;
    } else if (m_hasChecksums) {
        ENGINE_TRY_AS(event, binlog::readEvent(bytes, true));
    }
    ENGINE_TRY(moveTo(event));
    return event;
}

/// Offsets in events have 32 bits; files may be longer.
Result<> MyLogCursor::moveTo(const binlog::Event& event)
{
    if (event.is(binlog::EventType::Rotate)) {
        ENGINE_TRY_AS(const binlog::Rotate rotate, binlog::readRotate(event));
        m_place = {rotate.file, rotate.offset};
        return {};
    }
    if (event.is(binlog::EventType::Heartbeat) || event.isArtificial())
        return {};
    const std::uint64_t next = m_place.offset + event.size;
    m_place.offset = static_cast<std::uint32_t>(next) == event.endsAt ? next : event.endsAt;
    return {};
}

} // namespace busheng
