// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_row_query.h"

#include <libpq-fe.h>

namespace busheng {
namespace {

const QString kCursor = QStringLiteral("busheng_export");
constexpr const char* kFetch = "FETCH ALL FROM busheng_export";
const QString kDoing = QStringLiteral("reading the rows");

// Of pg_type; they are the same in every server.
constexpr unsigned int kBoolean = 16;
constexpr unsigned int kBinary = 17;

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

bool isNumber(unsigned int type)
{
    switch (type) {
    case 20:  // int8
    case 21:  // int2
    case 23:  // int4
    case 26:  // oid
    case 700: // float4
    case 701: // float8
        return true;
    default:
        return false;
    }
}

Result<std::vector<RowColumn>> columnsOf(PgConnection& connection, const PGresult& described)
{
    std::vector<RowColumn> columns;
    for (int i = 0; i < PQnfields(&described); ++i) {
        ENGINE_TRY_AS(const PgResult type, connection.query(QStringLiteral("SELECT format_type($1::oid, $2::int4)"),
                                                            {QString::number(PQftype(&described, i)),
                                                             QString::number(PQfmod(&described, i))}));
        columns.push_back({QString::fromUtf8(PQfname(&described, i)), type.text(0, 0)});
    }
    return columns;
}

/// Values of one row after the other.
class RowOf {
public:
    explicit RowOf(const PGresult& described)
    {
        for (int i = 0; i < PQnfields(&described); ++i)
            m_types.push_back(PQftype(&described, i));
        m_binary.resize(m_types.size());
        m_values.resize(m_types.size());
    }

    std::span<const RowValue> read(const PGresult& result)
    {
        for (std::size_t i = 0; i < m_types.size(); ++i)
            m_values[i] = value(result, i);
        return m_values;
    }

private:
    RowValue value(const PGresult& result, std::size_t column)
    {
        const auto at = static_cast<int>(column);
        if (PQgetisnull(&result, 0, at) != 0)
            return {};
        const BytesView text(PQgetvalue(&result, 0, at), static_cast<std::size_t>(PQgetlength(&result, 0, at)));
        const unsigned int type = m_types[column];
        if (type == kBoolean)
            return {RowValue::Kind::Boolean, text == "t" ? BytesView("true") : BytesView("false")};
        if (type == kBinary) { // "\x6869"
            m_binary[column] = QByteArray::fromHex(QByteArray::fromRawData(text.data(), qsizetype(text.size())).mid(2));
            return {RowValue::Kind::Binary, view(m_binary[column])};
        }
        return {isNumber(type) ? RowValue::Kind::Number : RowValue::Kind::Text, text};
    }

    std::vector<unsigned int> m_types;
    std::vector<QByteArray> m_binary;
    std::vector<RowValue> m_values;
};

} // namespace

Result<> readPgRows(const PgConnection::Options& options, const RowQuery& wanted, RowReceiver& receiver)
{
    ENGINE_TRY_AS(const auto connection, PgConnection::open(options));
    ENGINE_TRY(connection->execute(QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")));
    ENGINE_TRY_AS(const QString snapshot, connection->queryText(QStringLiteral("SELECT txid_current_snapshot()")));
    const QString select =
        wanted.table.isEmpty() ? wanted.query : QStringLiteral("SELECT * FROM ") + pgQuotedTable(wanted.table);
    // With parameters, though there are none: so sent, it is one statement or an error.
    ENGINE_TRY(connection->query(QStringLiteral("DECLARE %1 NO SCROLL CURSOR FOR ").arg(kCursor) + select,
                                 std::vector<std::optional<QString>>()));
    const Answer described(PQdescribePortal(connection->native(), kCursor.toUtf8().constData()));
    if (PQresultStatus(described.get()) != PGRES_COMMAND_OK)
        return fail(connection->errorOf(described.get(), kDoing));
    ENGINE_TRY_AS(const std::vector<RowColumn> columns, columnsOf(*connection, *described));
    ENGINE_TRY(receiver.begin(columns, QStringLiteral("snapshot ") + snapshot));
    if (options.stop.stop_requested()) // nothing was running that it would have ended
        return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
    if (PQsendQuery(connection->native(), kFetch) != 1 || PQsetSingleRowMode(connection->native()) != 1)
        return fail(connection->errorOf(nullptr, kDoing));
    RowOf row(*described);
    Result<> done;
    while (const Answer answer{PQgetResult(connection->native())}) {
        const ExecStatusType status = PQresultStatus(answer.get());
        if (!done || status == PGRES_TUPLES_OK) // the rest of what is not wanted any more; the end
            continue;
        if (status != PGRES_SINGLE_TUPLE) {
            done = fail(connection->errorOf(answer.get(), kDoing));
            continue;
        }
        done = receiver.row(row.read(*answer));
        if (!done)
            connection->cancel();
    }
    return done;
}

} // namespace busheng
