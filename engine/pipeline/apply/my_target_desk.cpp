// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_target_desk.h"

#include "engine/base/log.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/my_errors.h"
#include "engine/pipeline/apply/my_exception_store.h"
#include "engine/pipeline/apply/my_parking_tables.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kLargestPage = 1000;

class MyTargetDesk final : public TargetDesk {
public:
    MyTargetDesk(std::unique_ptr<MyConnection> connection, QString target, const QString& database,
                 MyExceptionStore store)
        : m_connection(std::move(connection)), m_target(std::move(target)), m_store(std::move(store)),
          m_parking(*m_connection, database)
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
    template <typename T>
    Result<T> explained(Result<T> result) const
    {
        if (!result)
            return myTargetFailure(std::move(result).error(), m_target);
        return result;
    }
    Result<MyResult> records(const QString& stream, const QString& condition);
    Result<> changeOpen(const QString& stream, qint64 id, const QString& kind, const QString& set);

    std::unique_ptr<MyConnection> m_connection;
    QString m_target;
    MyExceptionStore m_store;
    MyParkingTables m_parking;
};

Result<MyResult> MyTargetDesk::records(const QString& stream, const QString& condition)
{
    return explained(m_connection->query(
        QStringLiteral("SELECT id, kind, state, table_name, operation, key_text, sequence, position, old_row, new_row, "
                       "current_row, sql_state, message, outcome, attempts, created_ms, changed_ms, decided_by, reason "
                       "FROM ") +
        m_store.table() + QStringLiteral(" WHERE stream = ") + myLiteral(stream) + condition));
}

Result<std::vector<ExceptionRecord>> MyTargetDesk::exceptions(const QString& stream, const QString& state,
                                                              qint64 beforeId, int limit)
{
    QString condition;
    if (!state.isEmpty())
        condition += QStringLiteral(" AND state = ") + myLiteral(state);
    if (beforeId != 0)
        condition += QStringLiteral(" AND id < %1").arg(beforeId);
    condition += QStringLiteral(" ORDER BY id DESC LIMIT %1").arg(std::clamp(limit, 1, kLargestPage));
    ENGINE_TRY_AS(const MyResult found, records(stream, condition));
    std::vector<ExceptionRecord> all;
    for (int row = 0; row < found.rows(); ++row)
        all.push_back(exceptionRecordAt(found, row));
    return all;
}

Result<ExceptionRecord> MyTargetDesk::exception(const QString& stream, qint64 id)
{
    ENGINE_TRY_AS(const MyResult found, records(stream, QStringLiteral(" AND id = %1").arg(id)));
    if (found.rows() == 0)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                              {QStringLiteral("exception"), QString::number(id)},
                              QStringLiteral("stream %1 has no exception %2").arg(stream).arg(id)));
    return exceptionRecordAt(found, 0);
}

Result<std::vector<RowToResend>> MyTargetDesk::rowsToResend(const QString& stream, qint64 id, int limit)
{
    if (id != 0) {
        ENGINE_TRY_AS(const ExceptionRecord record, exception(stream, id));
        if (record.state != u"open")
            return fail(makeEvent(ErrorCode::Config, events::FLT_STATE,
                                  {QString::number(id), record.state, QStringLiteral("open")},
                                  QStringLiteral("exception %1 is %2").arg(id).arg(record.state)));
    }
    const QString which =
        id != 0 ? QStringLiteral(" AND id = %1").arg(id) : QStringLiteral(" AND state = 'open' AND kind = 'error'");
    ENGINE_TRY_AS(const MyResult found, explained(m_connection->query(
                                            QStringLiteral("SELECT table_name, key_cells, other_cells FROM ") +
                                            m_store.table() + QStringLiteral(" WHERE stream = ") + myLiteral(stream) +
                                            which + QStringLiteral(" ORDER BY id LIMIT %1").arg(limit))));
    std::vector<RowToResend> rows;
    for (int row = 0; row < found.rows(); ++row) {
        for (const int column : {1, 2}) {
            if (!found.isNull(row, column))
                rows.push_back({found.text(row, 0), Bytes(found.bytes(row, column))});
        }
    }
    eachOnce(rows);
    return rows;
}

Result<> MyTargetDesk::changeOpen(const QString& stream, qint64 id, const QString& kind, const QString& set)
{
    QString which = QStringLiteral(" AND id = %1").arg(id);
    if (!kind.isEmpty()) {
        // A conflict is one with all that waits behind it, of the same row.
        ENGINE_TRY_AS(
            const MyResult row,
            explained(m_connection->query(QStringLiteral("SELECT table_name, key_digest FROM ") + m_store.table() +
                                          QStringLiteral(" WHERE state = 'open' AND stream = ") + myLiteral(stream) +
                                          which + QStringLiteral(" AND kind = ") + myLiteral(kind))));
        if (row.rows() != 0)
            which = QStringLiteral(" AND kind = ") + myLiteral(kind) + QStringLiteral(" AND table_name = ") +
                    myLiteral(row.text(0, 0)) + QStringLiteral(" AND key_digest = ") + myHexLiteral(row.bytes(0, 1));
        else
            which += QStringLiteral(" AND kind = ") + myLiteral(kind);
    }
    ENGINE_TRY(explained(m_connection->execute(QStringLiteral("UPDATE ") + m_store.table() +
                                               QStringLiteral(" SET changed_ms = %1, ").arg(QLatin1String(kMyNowMs)) +
                                               set + QStringLiteral(" WHERE state = 'open' AND stream = ") +
                                               myLiteral(stream) + which)));
    if (m_connection->affectedRows() > 0)
        return {};
    ENGINE_TRY_AS(const ExceptionRecord record, exception(stream, id));
    return notOpen(record, kind);
}

Result<> MyTargetDesk::dismiss(const QString& stream, qint64 id, const QString& by, const QString& reason)
{
    ENGINE_TRY(changeOpen(stream, id, {},
                          QStringLiteral("state = 'dismissed', decided_by = ") + myLiteral(by) +
                              QStringLiteral(", reason = ") + myLiteral(reason)));
    qCInfo(logApply).noquote() << "exception" << id << "of stream" << stream << "in target" << m_target
                               << "was dismissed by" << by;
    return {};
}

Result<> MyTargetDesk::decide(const QString& stream, qint64 id, const QString& take, const QString& by)
{
    const QString state = take == u"target" ? QStringLiteral("state = 'resolved', outcome = 'target', ") : QString();
    ENGINE_TRY(changeOpen(stream, id, QStringLiteral("conflict"),
                          state + QStringLiteral("decided_by = ") + myLiteral(by) + QStringLiteral(", reason = ") +
                              myLiteral(QString(QStringLiteral("take ") + take))));
    qCInfo(logApply).noquote() << "conflict" << id << "of stream" << stream << "in target" << m_target
                               << "was decided by" << by << "for the" << take;
    return {};
}

Result<> MyTargetDesk::park(const QString& stream, const QString& table, const QString& why, bool byPerson)
{
    ENGINE_TRY(explained(m_parking.createTables()));
    ENGINE_TRY(explained(m_parking.park(stream, table, why, byPerson)));
    qCWarning(logApply).noquote() << "table" << table << "of stream" << stream << "is parked:" << why;
    return {};
}

Result<> MyTargetDesk::release(const QString& stream, const QString& table)
{
    ENGINE_TRY_AS(const bool isReleased, explained(m_parking.release(stream, table)));
    if (isReleased)
        return {};
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("parked"), table},
                          QStringLiteral("table %1 of stream %2 is not parked").arg(table, stream)));
}

Result<TargetFaults> MyTargetDesk::faults(const QString& stream)
{
    ENGINE_TRY_AS(TargetFaults faults, explained(m_store.count(*m_connection, stream)));
    ENGINE_TRY_AS(faults.parked, explained(m_parking.list(stream)));
    return faults;
}

} // namespace

Result<std::unique_ptr<TargetDesk>> openMyTargetDesk(const DatabaseConfig& target, std::stop_token stop)
{
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(target.location));
    MyConnection::Options options;
    options.location = target.location;
    options.name = target.name;
    options.purpose = QStringLiteral("desk");
    options.stop = std::move(stop);
    auto opened = MyConnection::open(options);
    if (!opened)
        return myTargetFailure(std::move(opened).error(), target.name);
    MyExceptionStore store(location.database);
    const auto prepare = [&]() -> Result<> {
        // The stream's own transaction may hold a row for long; the person shall try again.
        ENGINE_TRY((*opened)->execute(QStringLiteral("SET SESSION innodb_lock_wait_timeout = 5")));
        return store.prepare(**opened, true); // where nothing was ever applied there is nothing yet, which is no error
    };
    if (auto prepared = prepare(); !prepared)
        return myTargetFailure(std::move(prepared).error(), target.name);
    return std::unique_ptr<TargetDesk>(
        std::make_unique<MyTargetDesk>(std::move(*opened), target.name, location.database, std::move(store)));
}

} // namespace busheng
