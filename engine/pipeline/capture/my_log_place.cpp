// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/capture/my_log_place.h"

#include "engine/model/events.h"

#include <algorithm>
#include <chrono>

namespace busheng {
namespace {

const QVersionNumber kMySqlWithPartialJson(8, 0, 3);
const QVersionNumber kMySqlWithCompression(8, 0, 20);
constexpr int kReadWaitMs = 100;
constexpr auto kReadPatience = std::chrono::seconds(30);

/// When the file of the place was begun, in seconds: its head says so.
Result<QString> birthOf(MyBinlogStream::Options options)
{
    options.from.offset = 4; // where every file begins
    ENGINE_TRY_AS(const auto stream, MyBinlogStream::open(options));
    MyLogCursor cursor;
    cursor.startAt(options.from, stream->startsWithChecksums());
    const auto begun = std::chrono::steady_clock::now();
    while (cursor.born() == 0) {
        ENGINE_TRY_AS(const std::optional<BytesView> event, stream->next());
        if (event)
            ENGINE_TRY(cursor.take(*event));
        else if (!stream->wait(kReadWaitMs) && std::chrono::steady_clock::now() - begun > kReadPatience)
            return fail(makeTransient(ErrorCode::Sql, QString(), QStringLiteral("the binary log does not come")));
    }
    return QString::number(cursor.born());
}

/// What is at a place, and is not when the log is another.
Result<QString> markAt(MyConnection& connection, const MyBinlogStream::Options& options)
{
    if (!connection.isMariaDb())
        return birthOf(options);
    return connection.queryText(
        QStringLiteral("SELECT BINLOG_GTID_POS(%1, %2)").arg(myLiteral(options.from.file)).arg(options.from.offset));
}

Result<QString> serverOf(MyConnection& connection)
{
    return connection.queryText(connection.isMariaDb() ? QStringLiteral("SELECT @@global.server_id")
                                                       : QStringLiteral("SELECT @@global.server_uuid"));
}

QString originOf(const QString& server, const MyLogPlace& place, const QString& mark)
{
    return QStringLiteral("%1 %2 %3 %4").arg(server, place.file).arg(place.offset).arg(mark);
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

std::vector<MyLogSetting> myLogSettings(const MyConnection& connection)
{
    const auto set = [](const QString& name, const QString& wanted) -> MyLogSetting {
        return {name, wanted, QStringLiteral("SET GLOBAL %1 = '%2'; my.cnf [mysqld]: %1 = %2").arg(name, wanted)};
    };
    std::vector<MyLogSetting> settings{
        {QStringLiteral("log_bin"), QStringLiteral("1"), QStringLiteral("my.cnf [mysqld]: log_bin = binlog")},
        set(QStringLiteral("binlog_format"), QStringLiteral("ROW")),
        set(QStringLiteral("binlog_row_image"), QStringLiteral("FULL"))};
    if (connection.isMariaDb()) {
        settings.push_back(set(QStringLiteral("binlog_row_metadata"), QStringLiteral("FULL")));
        return settings;
    }
    if (connection.version() >= kMySqlWithPartialJson)
        settings.push_back({QStringLiteral("binlog_row_value_options"), QString(),
                            QStringLiteral("SET GLOBAL binlog_row_value_options = ''; my.cnf [mysqld]: "
                                           "binlog_row_value_options =")});
    if (connection.version() >= kMySqlWithCompression)
        settings.push_back({QStringLiteral("binlog_transaction_compression"), QStringLiteral("0"),
                            QStringLiteral("SET GLOBAL binlog_transaction_compression = OFF; my.cnf [mysqld]: "
                                           "binlog_transaction_compression = OFF")});
    return settings;
}

Result<MyLogFiles> readMyLog(MyConnection& connection, const QString& source)
{
    for (const MyLogSetting& setting : myLogSettings(connection)) {
        ENGINE_TRY_AS(const QString value, connection.queryText(QStringLiteral("SELECT @@global.") + setting.name));
        if (value.compare(setting.wanted, Qt::CaseInsensitive) == 0)
            continue;
        const QString why = QStringLiteral("%1 is %2, and rows can be read only where it is '%3'")
                                .arg(setting.name, value, setting.wanted);
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

Result<QString> readMyOrigin(MyConnection& connection, const MyBinlogStream::Options& options)
{
    ENGINE_TRY_AS(const QString server, serverOf(connection));
    ENGINE_TRY_AS(const QString mark, markAt(connection, options));
    return originOf(server, options.from, mark);
}

Result<> checkMyOrigin(MyConnection& connection, const QString& source, const MyLogFiles& log, const QString& origin,
                       MyBinlogStream::Options options)
{
    if (origin.isEmpty())
        return {};
    const QStringList parts = origin.split(u' ');
    options.from = {parts.value(1), parts.value(2).toULongLong()};
    ENGINE_TRY_AS(const QString server, serverOf(connection));
    QString mark = parts.value(3);
    // Where the file was purged meanwhile there is nothing to compare; the numbers of files then only rise.
    if (std::ranges::find(log.files, options.from.file, &MyLogFiles::File::name) != log.files.end()) {
        ENGINE_TRY_AS(mark, markAt(connection, options));
    }
    const QString now = originOf(server, options.from, mark);
    if (now == origin)
        return {};
    return fail(makeEvent(ErrorCode::Schema, events::CAP_TIMELINE, {source, origin, now},
                          QStringLiteral("source %1: its log was %2 and is %3").arg(source, origin, now)));
}

} // namespace busheng
