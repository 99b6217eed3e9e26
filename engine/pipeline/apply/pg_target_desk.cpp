// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/pg_target_desk.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/pg_errors.h"
#include "engine/pipeline/apply/pg_exception_store.h"
#include "engine/pipeline/apply/pg_parking_tables.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kLargestPage = 1000;

const QString kColumns = QStringLiteral(
    "SELECT id, kind, state, table_name, operation, key, sequence, position, old_row, new_row, current_row, sql_state, "
    "message, outcome, attempts, (extract(epoch FROM created_at) * 1000)::bigint, "
    "(extract(epoch FROM changed_at) * 1000)::bigint, decided_by, reason FROM busheng.exceptions WHERE stream = $1 ");

/// bytea as text comes in hex.
Bytes bytesAt(const PgResult& found, int row, int column)
{
    const QString text = found.text(row, column);
    return QByteArray::fromHex(text.mid(2).toLatin1()).toStdString();
}

class PgTargetDesk final : public TargetDesk {
public:
    PgTargetDesk(std::unique_ptr<PgConnection> connection, QString target)
        : m_connection(std::move(connection)), m_target(std::move(target))
    {
    }

    Result<std::vector<ExceptionRecord>> exceptions(const QString& stream, const QString& state, qint64 beforeId,
                                                    int limit) override;
    Result<ExceptionRecord> exception(const QString& stream, qint64 id) override;
    Result<std::vector<RowToResend>> rowsToResend(const QString& stream, qint64 id, int limit) override;
    Result<> dismiss(const QString& stream, qint64 id, const QString& by, const QString& reason) override;
    Result<> decide(const QString& stream, qint64 id, const QString& take, const QString& by) override;
    Result<> park(const QString& stream, const QString& table, const QString& why, bool byPerson) override;
    Result<> release(const QString& stream, const QString& table) override;
    Result<TargetFaults> faults(const QString& stream) override;

private:
    Result<PgResult> ask(const QString& sql, const std::vector<std::optional<QString>>& parameters);
    Result<> changeOpen(const QString& stream, qint64 id, const QString& kind, const QString& set,
                        const std::vector<std::optional<QString>>& values);

    std::unique_ptr<PgConnection> m_connection;
    QString m_target;
};

Result<PgResult> PgTargetDesk::ask(const QString& sql, const std::vector<std::optional<QString>>& parameters)
{
    auto found = m_connection->query(sql, parameters);
    if (!found)
        return pgTargetFailure(std::move(found).error(), m_target);
    return found;
}

Result<std::vector<ExceptionRecord>> PgTargetDesk::exceptions(const QString& stream, const QString& state,
                                                              qint64 beforeId, int limit)
{
    ENGINE_TRY_AS(const PgResult found,
                  ask(kColumns + QStringLiteral("AND ($2 = '' OR state = $2) AND ($3::bigint = 0 OR id < $3::bigint) "
                                                "ORDER BY id DESC LIMIT %1")
                                     .arg(std::clamp(limit, 1, kLargestPage)),
                      {stream, state, QString::number(beforeId)}));
    std::vector<ExceptionRecord> all;
    for (int row = 0; row < found.rows(); ++row)
        all.push_back(exceptionRecordAt(found, row));
    return all;
}

Result<ExceptionRecord> PgTargetDesk::exception(const QString& stream, qint64 id)
{
    ENGINE_TRY_AS(const PgResult found,
                  ask(kColumns + QStringLiteral("AND id = $2::bigint"), {stream, QString::number(id)}));
    if (found.rows() == 0)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                              {QStringLiteral("exception"), QString::number(id)},
                              QStringLiteral("stream %1 has no exception %2").arg(stream).arg(id)));
    return exceptionRecordAt(found, 0);
}

Result<std::vector<RowToResend>> PgTargetDesk::rowsToResend(const QString& stream, qint64 id, int limit)
{
    if (id != 0) {
        ENGINE_TRY_AS(const ExceptionRecord record, exception(stream, id));
        if (record.state != u"open")
            return fail(makeEvent(ErrorCode::Config, events::FLT_STATE,
                                  {QString::number(id), record.state, QStringLiteral("open")},
                                  QStringLiteral("exception %1 is %2").arg(id).arg(record.state)));
    }
    const QString which = id != 0 ? QStringLiteral("id = $2::bigint")
                                  : QStringLiteral("$2::bigint = 0 AND state = 'open' AND kind = 'error'");
    ENGINE_TRY_AS(const PgResult found,
                  ask(QStringLiteral("SELECT table_name, key_cells, other_cells FROM busheng.exceptions WHERE stream = "
                                     "$1 AND %1 ORDER BY id LIMIT %2")
                          .arg(which)
                          .arg(limit),
                      {stream, QString::number(id)}));
    std::vector<RowToResend> rows;
    for (int row = 0; row < found.rows(); ++row) {
        for (const int column : {1, 2}) {
            if (!found.isNull(row, column))
                rows.push_back({found.text(row, 0), bytesAt(found, row, column)});
        }
    }
    eachOnce(rows);
    return rows;
}

/// `set` has $3 and on for `values`.
Result<> PgTargetDesk::changeOpen(const QString& stream, qint64 id, const QString& kind, const QString& set,
                                  const std::vector<std::optional<QString>>& values)
{
    std::vector<std::optional<QString>> parameters{stream, QString::number(id)};
    parameters.insert(parameters.end(), values.begin(), values.end());
    // A conflict is one with all that waits behind it, of the same row.
    const QString which =
        kind.isEmpty()
            ? QStringLiteral("id = $2::bigint")
            : QStringLiteral("kind = '%1' AND (table_name, key_digest) IN (SELECT table_name, key_digest FROM "
                             "busheng.exceptions WHERE stream = $1 AND id = $2::bigint AND state = 'open' AND "
                             "kind = '%1')")
                  .arg(kind);
    ENGINE_TRY_AS(
        const PgResult changed,
        ask(QStringLiteral("UPDATE busheng.exceptions SET changed_at = clock_timestamp(), %1 WHERE stream = $1 "
                           "AND state = 'open' AND %2")
                .arg(set, which),
            parameters));
    if (changed.affectedRows() > 0)
        return {};
    ENGINE_TRY_AS(const ExceptionRecord record, exception(stream, id));
    return notOpen(record, kind);
}

Result<> PgTargetDesk::dismiss(const QString& stream, qint64 id, const QString& by, const QString& reason)
{
    ENGINE_TRY(
        changeOpen(stream, id, {}, QStringLiteral("state = 'dismissed', decided_by = $3, reason = $4"), {by, reason}));
    qCInfo(logApply).noquote() << "exception" << id << "of stream" << stream << "in target" << m_target
                               << "was dismissed by" << by;
    return {};
}

Result<> PgTargetDesk::decide(const QString& stream, qint64 id, const QString& take, const QString& by)
{
    const QString state = take == u"target" ? QStringLiteral("state = 'resolved', outcome = 'target', ") : QString();
    ENGINE_TRY(changeOpen(stream, id, QStringLiteral("conflict"),
                          state + QStringLiteral("decided_by = $3, reason = $4"),
                          {by, QStringLiteral("take ") + take}));
    qCInfo(logApply).noquote() << "conflict" << id << "of stream" << stream << "in target" << m_target
                               << "was decided by" << by << "for the" << take;
    return {};
}

Result<> PgTargetDesk::park(const QString& stream, const QString& table, const QString& why, bool byPerson)
{
    if (auto parked = PgParkingTables(*m_connection).park(stream, table, why, byPerson); !parked)
        return pgTargetFailure(std::move(parked).error(), m_target);
    qCWarning(logApply).noquote() << "table" << table << "of stream" << stream << "is parked:" << why;
    return {};
}

Result<> PgTargetDesk::release(const QString& stream, const QString& table)
{
    auto released = PgParkingTables(*m_connection).release(stream, table);
    if (!released)
        return pgTargetFailure(std::move(released).error(), m_target);
    if (!*released)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("parked"), table},
                              QStringLiteral("table %1 of stream %2 is not parked").arg(table, stream)));
    return {};
}

Result<TargetFaults> PgTargetDesk::faults(const QString& stream)
{
    const auto read = [&]() -> Result<TargetFaults> {
        ENGINE_TRY_AS(TargetFaults faults, PgExceptionStore::count(*m_connection, stream));
        ENGINE_TRY_AS(faults.parked, PgParkingTables(*m_connection).list(stream));
        return faults;
    };
    Result<TargetFaults> faults = read();
    if (!faults)
        return pgTargetFailure(std::move(faults).error(), m_target);
    return faults;
}

} // namespace

Result<std::unique_ptr<TargetDesk>> openPgTargetDesk(const DatabaseConfig& target, std::stop_token stop)
{
    PgConnection::Options options;
    options.conninfo = target.location;
    options.name = target.name;
    options.purpose = QStringLiteral("desk");
    options.stop = std::move(stop);
    auto opened = PgConnection::open(options);
    if (!opened)
        return pgTargetFailure(std::move(opened).error(), target.name);
    PgConnection& connection = **opened;
    const auto prepare = [&]() -> Result<> {
        // The stream's own transaction may hold a row for long; the person shall try again.
        ENGINE_TRY(connection.execute(QStringLiteral("SET lock_timeout = '5s'")));
        // Where nothing was ever applied there is nothing yet, which is no error.
        ENGINE_TRY(PgExceptionStore::createTable(connection));
        return PgParkingTables::createTables(connection);
    };
    if (auto prepared = prepare(); !prepared)
        return pgTargetFailure(std::move(prepared).error(), target.name);
    return std::unique_ptr<TargetDesk>(std::make_unique<PgTargetDesk>(std::move(*opened), target.name));
}

} // namespace busheng
