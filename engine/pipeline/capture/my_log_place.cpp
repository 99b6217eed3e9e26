// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_log_place.h"

#include "engine/model/events.h"
#include "engine/pipeline/capture/my_transaction_feed.h"

#include <algorithm>
#include <array>

namespace busheng {
namespace {

struct Setting {
    const char* name;
    const char* wanted;
};

constexpr std::array kSettings = {Setting{"log_bin", "1"}, Setting{"binlog_format", "ROW"},
                                  Setting{"binlog_row_image", "FULL"}, Setting{"binlog_row_metadata", "FULL"}};

Result<QString> gtidAt(MyConnection& connection, const MyLogPlace& place)
{
    return connection.queryText(
        QStringLiteral("SELECT BINLOG_GTID_POS(%1, %2)").arg(myLiteral(place.file)).arg(place.offset));
}

Failure lost(const QString& source, const MyLogFiles& log, Position position, const QString& why)
{
    const QString wanted = myPlaceText(position, log.files.front().name);
    const QString held =
        QStringLiteral("%1:4 - %2:%3").arg(log.files.front().name, log.files.back().name).arg(log.files.back().size);
    return fail(
        makeEvent(ErrorCode::Schema, events::SRC_POSITION_LOST, {source, wanted, held},
                  QStringLiteral("source %1 cannot go on after %2: %3; it has %4").arg(source, wanted, why, held)));
}

} // namespace

std::uint64_t MyLogFiles::bytesBehind(Position position) const
{
    std::uint64_t bytes = 0;
    for (const File& file : files) {
        const Position first = myPosition({file.name, 0});
        const Position last = myPosition({file.name, file.size});
        if (last <= position)
            continue;
        bytes += file.size - (first < position ? position.order - first.order : 0);
    }
    return bytes;
}

Result<MyLogFiles> readMyLog(MyConnection& connection, const QString& source)
{
    for (const Setting& setting : kSettings) {
        const QString name = QString::fromLatin1(setting.name);
        ENGINE_TRY_AS(const QString value, connection.queryText(QStringLiteral("SELECT @@global.") + name));
        if (value.compare(QLatin1StringView(setting.wanted), Qt::CaseInsensitive) == 0)
            continue;
        const QString why = QStringLiteral("%1 is %2, and rows can be read only where it is %3")
                                .arg(name, value, QLatin1StringView(setting.wanted));
        return fail(makeEvent(ErrorCode::Schema, events::CAP_LOG_REFUSED, {source, why},
                              QStringLiteral("source %1: %2").arg(source, why)));
    }
    ENGINE_TRY_AS(const MyResult rows, connection.query(QStringLiteral("SHOW BINARY LOGS")));
    MyLogFiles log;
    for (int row = 0; row < rows.rows(); ++row)
        log.files.push_back({rows.text(row, 0), static_cast<std::uint64_t>(rows.integer(row, 1))});
    if (log.files.empty())
        return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the server shows no binary log")));
    return log;
}

Result<MyLogPlace> findMyPlace(const MyLogFiles& log, const QString& source, Position position)
{
    const MyLogPlace place = myPlaceOf(position, log.files.front().name);
    const auto found = std::ranges::find_if(log.files, [&](const MyLogFiles::File& file) {
        return myPosition({file.name, 0}).order >> 40 == position.order >> 40;
    });
    if (found == log.files.end())
        return lost(source, log, position,
                    position < myPosition({log.files.front().name, 0})
                        ? QStringLiteral("the file was purged before it was read")
                        : QStringLiteral("its log has not come so far: it was begun anew, or is another server's"));
    if (place.offset > found->size)
        return lost(source, log, position, QStringLiteral("the file is shorter"));
    return MyLogPlace{found->name, place.offset};
}

Result<QString> readMyOrigin(MyConnection& connection, const MyLogPlace& place)
{
    ENGINE_TRY_AS(const QString server, connection.queryText(QStringLiteral("SELECT @@global.server_id")));
    ENGINE_TRY_AS(const QString gtid, gtidAt(connection, place));
    return QStringLiteral("%1 %2 %3 %4").arg(server, place.file).arg(place.offset).arg(gtid);
}

Result<> checkMyOrigin(MyConnection& connection, const QString& source, const MyLogFiles& log, const QString& origin)
{
    if (origin.isEmpty())
        return {};
    const QStringList parts = origin.split(u' ');
    const MyLogPlace place{parts.value(1), parts.value(2).toULongLong()};
    ENGINE_TRY_AS(const QString server, connection.queryText(QStringLiteral("SELECT @@global.server_id")));
    QString now = QStringLiteral("%1 %2 %3 %4").arg(server, parts.value(1), parts.value(2), parts.value(3));
    // Where the file was purged meanwhile there is nothing to compare; the numbers of files then only rise.
    const bool isHeld = std::ranges::find(log.files, place.file, &MyLogFiles::File::name) != log.files.end();
    if (isHeld) {
        ENGINE_TRY_AS(const QString gtid, gtidAt(connection, place));
        now = QStringLiteral("%1 %2 %3 %4").arg(server, parts.value(1), parts.value(2), gtid);
    }
    if (now == origin)
        return {};
    return fail(makeEvent(ErrorCode::Schema, events::CAP_TIMELINE, {source, origin, now},
                          QStringLiteral("source %1: its log was %2 and is %3").arg(source, origin, now)));
}

} // namespace busheng
