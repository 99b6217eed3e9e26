// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/plain_target_desk.h"

#include "engine/base/log.h"
#include "engine/model/events.h"
#include "engine/pipeline/apply/exception_store.h"
#include "engine/pipeline/apply/plain_parking_tables.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kLargestPage = 1000;

class PlainTargetDesk final : public TargetDesk {
public:
    PlainTargetDesk(std::shared_ptr<void> connection, std::unique_ptr<FaultSql> sql, QString target,
                    ExplainFault explain)
        : m_connection(std::move(connection)), m_sql(std::move(sql)), m_target(std::move(target)),
          m_explain(std::move(explain)), m_parking(*m_sql)
    {
    }

    /// Where nothing was ever applied there is nothing yet, which is no error.
    Result<> prepare() { return explained(m_store.prepare(*m_sql, true)); }
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
            return m_explain(std::move(result).error());
        return result;
    }
    QString table() const { return m_sql->own(ExceptionStore::kTable); }
    Result<FaultRows> records(const QString& stream, const QString& condition);
    Result<> changeOpen(const QString& stream, qint64 id, const QString& kind, const QString& set);

    std::shared_ptr<void> m_connection;
    std::unique_ptr<FaultSql> m_sql;
    QString m_target;
    ExplainFault m_explain;
    ExceptionStore m_store;
    PlainParkingTables m_parking;
};

Result<FaultRows> PlainTargetDesk::records(const QString& stream, const QString& condition)
{
    return explained(m_sql->query(
        QStringLiteral("SELECT id, kind, state, table_name, operation, key_text, sequence, position, old_row, new_row, "
                       "current_row, sql_state, message, outcome, attempts, created_ms, changed_ms, decided_by, reason "
                       "FROM ") +
        table() + QStringLiteral(" WHERE stream = ") + m_sql->literal(stream) + condition));
}

Result<std::vector<ExceptionRecord>> PlainTargetDesk::exceptions(const QString& stream, const QString& state,
                                                                 qint64 beforeId, int limit)
{
    QString condition;
    if (!state.isEmpty())
        condition += QStringLiteral(" AND state = ") + m_sql->literal(state);
    if (beforeId != 0)
        condition += QStringLiteral(" AND id < %1").arg(beforeId);
    condition += QStringLiteral(" ORDER BY id DESC LIMIT %1").arg(std::clamp(limit, 1, kLargestPage));
    ENGINE_TRY_AS(const FaultRows found, records(stream, condition));
    std::vector<ExceptionRecord> all;
    for (int row = 0; row < found.rows(); ++row)
        all.push_back(exceptionRecordAt(found, row));
    return all;
}

Result<ExceptionRecord> PlainTargetDesk::exception(const QString& stream, qint64 id)
{
    ENGINE_TRY_AS(const FaultRows found, records(stream, QStringLiteral(" AND id = %1").arg(id)));
    if (found.rows() == 0)
        return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND,
                              {QStringLiteral("exception"), QString::number(id)},
                              QStringLiteral("stream %1 has no exception %2").arg(stream).arg(id)));
    return exceptionRecordAt(found, 0);
}

Result<std::vector<RowToResend>> PlainTargetDesk::rowsToResend(const QString& stream, qint64 id, int limit)
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
    ENGINE_TRY_AS(const FaultRows found,
                  explained(m_sql->query(QStringLiteral("SELECT table_name, key_cells, other_cells FROM ") + table() +
                                         QStringLiteral(" WHERE stream = ") + m_sql->literal(stream) + which +
                                         QStringLiteral(" ORDER BY id LIMIT %1").arg(limit))));
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

Result<> PlainTargetDesk::changeOpen(const QString& stream, qint64 id, const QString& kind, const QString& set)
{
    QString which = QStringLiteral(" AND id = %1").arg(id);
    if (!kind.isEmpty()) {
        // A conflict is one with all that waits behind it, of the same row.
        ENGINE_TRY_AS(
            const FaultRows row,
            explained(m_sql->query(QStringLiteral("SELECT table_name, key_digest FROM ") + table() +
                                   QStringLiteral(" WHERE state = 'open' AND stream = ") + m_sql->literal(stream) +
                                   which + QStringLiteral(" AND kind = ") + m_sql->literal(kind))));
        if (row.rows() != 0)
            which = QStringLiteral(" AND kind = ") + m_sql->literal(kind) + QStringLiteral(" AND table_name = ") +
                    m_sql->literal(row.text(0, 0)) + QStringLiteral(" AND key_digest = ") + hexLiteral(row.bytes(0, 1));
        else
            which += QStringLiteral(" AND kind = ") + m_sql->literal(kind);
    }
    ENGINE_TRY(explained(m_sql->execute(
        QStringLiteral("UPDATE ") + table() + QStringLiteral(" SET changed_ms = %1, ").arg(m_sql->now()) + set +
        QStringLiteral(" WHERE state = 'open' AND stream = ") + m_sql->literal(stream) + which)));
    if (m_sql->changed() > 0)
        return {};
    ENGINE_TRY_AS(const ExceptionRecord record, exception(stream, id));
    return notOpen(record, kind);
}

Result<> PlainTargetDesk::dismiss(const QString& stream, qint64 id, const QString& by, const QString& reason)
{
    ENGINE_TRY(changeOpen(stream, id, {},
                          QStringLiteral("state = 'dismissed', decided_by = ") + m_sql->literal(by) +
                              QStringLiteral(", reason = ") + m_sql->literal(reason)));
    qCInfo(logApply).noquote() << "exception" << id << "of stream" << stream << "in target" << m_target
                               << "was dismissed by" << by;
    return {};
}

Result<> PlainTargetDesk::decide(const QString& stream, qint64 id, const QString& take, const QString& by)
{
    const QString state = take == u"target" ? QStringLiteral("state = 'resolved', outcome = 'target', ") : QString();
    ENGINE_TRY(changeOpen(stream, id, QStringLiteral("conflict"),
                          state + QStringLiteral("decided_by = ") + m_sql->literal(by) + QStringLiteral(", reason = ") +
                              m_sql->literal(QString(QStringLiteral("take ") + take))));
    qCInfo(logApply).noquote() << "conflict" << id << "of stream" << stream << "in target" << m_target
                               << "was decided by" << by << "for the" << take;
    return {};
}

Result<> PlainTargetDesk::park(const QString& stream, const QString& table, const QString& why, bool byPerson)
{
    ENGINE_TRY(explained(m_parking.createTables()));
    ENGINE_TRY(explained(m_parking.park(stream, table, why, byPerson)));
    qCWarning(logApply).noquote() << "table" << table << "of stream" << stream << "is parked:" << why;
    return {};
}

Result<> PlainTargetDesk::release(const QString& stream, const QString& table)
{
    ENGINE_TRY_AS(const bool isReleased, explained(m_parking.release(stream, table)));
    if (isReleased)
        return {};
    return fail(makeEvent(ErrorCode::Config, events::CFG_NOT_FOUND, {QStringLiteral("parked"), table},
                          QStringLiteral("table %1 of stream %2 is not parked").arg(table, stream)));
}

Result<TargetFaults> PlainTargetDesk::faults(const QString& stream)
{
    ENGINE_TRY_AS(TargetFaults faults, explained(m_store.count(*m_sql, stream)));
    ENGINE_TRY_AS(faults.parked, explained(m_parking.list(stream)));
    return faults;
}

} // namespace

Result<std::unique_ptr<TargetDesk>> openPlainTargetDesk(std::shared_ptr<void> connection, std::unique_ptr<FaultSql> sql,
                                                        const QString& target, ExplainFault explain)
{
    auto desk = std::make_unique<PlainTargetDesk>(std::move(connection), std::move(sql), target, std::move(explain));
    ENGINE_TRY(desk->prepare());
    return std::unique_ptr<TargetDesk>(std::move(desk));
}

} // namespace busheng
