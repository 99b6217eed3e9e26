// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_connection.h"

#include "engine/base/log.h"
#include "engine/crypto/wipe.h"
#include "engine/db/database_password.h"
#include "engine/db/postgres/pg_conninfo.h"
#include "engine/model/events.h"

#include <libpq-fe.h>

#include <array>
#include <cstring>
#include <utility>

namespace busheng {
namespace {

/// SQLSTATE classes and codes after which the same may succeed without anybody doing anything.
bool isTransient(const QString& state)
{
    static const std::array kTransient{"08",    "57P01", "57P02", "57P03", "57P05", "53300",
                                       "53400", "40001", "40P01", "55P03", "55006", "53200"};
    for (const char* code : kTransient) {
        if (state.startsWith(QLatin1StringView(code)))
            return true;
    }
    return false;
}

/// libpq's text on one line.
QString lastMessage(PGconn* connection)
{
    return QString::fromUtf8(PQerrorMessage(connection)).simplified();
}

/// Keywords that hold in every connection of ours; what the person wrote comes after `dbname` expands, and before
/// these. `server`: the one of several that is meant.
Result<PGconn*> connect(const PgConnection::Options& options, const PgServer* server)
{
    const QByteArray conninfo = options.conninfo.toUtf8();
    const QByteArray application = (QStringLiteral("busheng ") + options.purpose).toUtf8();
    const QByteArray settings("-c DateStyle=ISO -c IntervalStyle=postgres -c TimeZone=UTC -c extra_float_digits=1 "
                              "-c standard_conforming_strings=on -c bytea_output=hex -c statement_timeout=0 "
                              "-c idle_in_transaction_session_timeout=0 -c lock_timeout=0");
    std::vector<const char*> keywords{"dbname",          "client_encoding",  "application_name", "options",
                                      "connect_timeout", "tcp_user_timeout", "keepalives_idle"};
    std::vector<const char*> values{
        conninfo.constData(), "UTF8", application.constData(), settings.constData(), "10", "30000", "10"};
    if (options.replication) {
        keywords.push_back("replication");
        values.push_back("database");
    }
    const QByteArray host = server == nullptr ? QByteArray() : server->host.toUtf8();
    const QByteArray hostAddress = server == nullptr ? QByteArray() : server->hostAddress.toUtf8();
    const QByteArray port = server == nullptr ? QByteArray() : server->port.toUtf8();
    if (server != nullptr) {
        keywords.insert(keywords.end(), {"host", "hostaddr", "port", "target_session_attrs"});
        values.insert(values.end(), {host.constData(), hostAddress.constData(), port.constData(), "any"});
        values[4] = "5"; // connect_timeout: others wait for their turn
    }
    // From the vault. libpq keeps a copy as long as the connection is open.
    std::optional<Bytes> password = databasePassword(options.name);
    if (password) {
        keywords.push_back("password");
        values.push_back(password->c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    PGconn* connection = PQconnectdbParams(keywords.data(), values.data(), 1);
    if (password)
        wipe(*password);
    const bool isOpen = connection != nullptr && PQstatus(connection) == CONNECTION_OK;
    const char* const encoding = isOpen ? PQparameterStatus(connection, "server_encoding") : nullptr;
    const bool isRaw = options.rawTexts && encoding != nullptr && BytesView(encoding) == "SQL_ASCII";
    if (isOpen && (!isRaw || PQsetClientEncoding(connection, "SQL_ASCII") == 0))
        return connection;
    Error error = makeError(ErrorCode::Sql, QStringLiteral("connecting to %1").arg(options.name));
    error.native = connection == nullptr ? QStringLiteral("out of memory") : lastMessage(connection);
    // A wrong password needs a person, a server that starts only time; libpq tells them apart by text alone.
    error.transient = true;
    PQfinish(connection);
    return fail(std::move(error));
}

using Handle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

Failure notUsed(const QString& why)
{
    Error error = makeError(ErrorCode::Sql, why);
    error.native = why;
    error.transient = true;
    return fail(std::move(error));
}

/// "system/timeline" of a primary; empty when a relative of PostgreSQL does not know that question. Fails for a
/// standby.
Result<QString> identityOfPrimary(PGconn* connection)
{
    // The control file says the timeline only after the first checkpoint behind a promotion; the name of the file that
    // is written says it at once.
    static constexpr std::array kQuestions{
        "SELECT pg_catalog.pg_is_in_recovery(), CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN (SELECT "
        "system_identifier FROM pg_catalog.pg_control_system()) || '/' || "
        "('x' || left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))::bit(32)::int END",
        "SELECT pg_catalog.pg_is_in_recovery(), ''"};
    for (const char* question : kQuestions) {
        const std::unique_ptr<pg_result, decltype(&PQclear)> answer(PQexec(connection, question), PQclear);
        if (PQresultStatus(answer.get()) == PGRES_TUPLES_OK) {
            if (BytesView(PQgetvalue(answer.get(), 0, 0)) == "t")
                return notUsed(QStringLiteral("it is a standby"));
            return QString::fromUtf8(PQgetvalue(answer.get(), 0, 1));
        }
        const char* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
        if (!BytesView(state == nullptr ? "" : state).starts_with("42")) // no such function, or no right to it
            break;
    }
    return notUsed(lastMessage(connection));
}

/// Of several servers the primary, and the lease on its address.
Result<std::pair<PGconn*, ServerLease>> connectToPrimary(const PgConnection::Options& options,
                                                         const std::vector<PgServer>& servers)
{
    QStringList addresses;
    for (const PgServer& server : servers)
        addresses.append(server.toString());
    Handle held(nullptr, PQfinish);
    const auto open = [&](int place) -> Result<QString> {
        held.reset();
        if (options.stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        ENGINE_TRY_AS(PGconn* const connection, connect(options, &servers[static_cast<std::size_t>(place)]));
        held.reset(connection);
        return identityOfPrimary(connection);
    };
    ENGINE_TRY_AS(ServerLease lease, ServerBook::ofProcess().choose(options.name, addresses, open, whyNotPgServer));
    return std::pair(held.release(), std::move(lease));
}

} // namespace

PgResult& PgResult::operator=(PgResult&& other) noexcept
{
    std::swap(m_result, other.m_result);
    return *this;
}

PgResult::~PgResult()
{
    PQclear(m_result);
}

int PgResult::rows() const
{
    return PQntuples(m_result);
}

int PgResult::columns() const
{
    return PQnfields(m_result);
}

bool PgResult::isNull(int row, int column) const
{
    return PQgetisnull(m_result, row, column) != 0;
}

BytesView PgResult::bytes(int row, int column) const
{
    return {PQgetvalue(m_result, row, column), static_cast<std::size_t>(PQgetlength(m_result, row, column))};
}

QString PgResult::text(int row, int column) const
{
    return QString::fromUtf8(PQgetvalue(m_result, row, column), PQgetlength(m_result, row, column));
}

std::int64_t PgResult::integer(int row, int column) const
{
    return text(row, column).toLongLong();
}

bool PgResult::boolean(int row, int column) const
{
    return bytes(row, column) == "t";
}

std::int64_t PgResult::affectedRows() const
{
    return QByteArray(PQcmdTuples(m_result)).toLongLong();
}

PgConnection::PgConnection(pg_conn* connection, QString name, std::stop_token stop, ServerLease lease)
    : m_connection(connection), m_cancel(PQgetCancel(connection)), m_name(std::move(name)), m_lease(std::move(lease)),
      m_stop(std::move(stop))
{
    PQsetNoticeProcessor(
        connection,
        [](void*, const char* message) { qCDebug(logDb).noquote() << QString::fromUtf8(message).trimmed(); }, nullptr);
    m_onStop.emplace(m_stop, [this] { cancel(); });
}

PgConnection::~PgConnection()
{
    m_onStop.reset();
    PQfreeCancel(m_cancel);
    PQfinish(m_connection);
}

Result<std::unique_ptr<PgConnection>> PgConnection::open(const Options& options)
{
    if (options.stop.stop_requested())
        return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
    // What cannot be read as a list libpq refuses itself.
    const auto servers = pgServers(options.conninfo);
    if (!servers || servers->size() < 2) {
        ENGINE_TRY_AS(PGconn* const connection, connect(options, nullptr));
        return std::unique_ptr<PgConnection>(new PgConnection(connection, options.name, options.stop, nullptr));
    }
    ENGINE_TRY_AS(auto primary, connectToPrimary(options, *servers));
    return std::unique_ptr<PgConnection>(
        new PgConnection(primary.first, options.name, options.stop, std::move(primary.second)));
}

void PgConnection::cancel()
{
    std::array<char, 256> why{};
    if (m_cancel != nullptr && PQcancel(m_cancel, why.data(), static_cast<int>(why.size())) == 0)
        qCDebug(logDb).noquote() << m_name << "cannot be cancelled:" << why.data();
}

Error PgConnection::errorOf(const pg_result* result, const QString& doing) const
{
    const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const QString sqlState = QString::fromLatin1(state == nullptr ? "" : state);
    const auto field = [result](int code) {
        const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
        return QString::fromUtf8(text == nullptr ? "" : text);
    };
    Error error = makeError(ErrorCode::Sql, QStringLiteral("%1: %2").arg(m_name, doing));
    QString message = field(PG_DIAG_MESSAGE_PRIMARY);
    if (message.isEmpty())
        message = lastMessage(m_connection);
    if (const QString more = field(PG_DIAG_MESSAGE_DETAIL); !more.isEmpty())
        message += QStringLiteral(" (%1)").arg(more);
    error.native = sqlState.isEmpty() ? message : sqlState + u' ' + message;
    error.transient = !isAlive() || isTransient(sqlState);
    if (m_stop.stop_requested()) {
        error.code = ErrorCode::Cancelled;
        error.transient = true;
    } else if (sqlState == u"53100") {
        error.code = ErrorCode::Storage;
        error.event = events::DSK_FULL;
        error.args = {m_name, message};
        error.transient = true;
    }
    return error;
}

Result<PgResult> PgConnection::checked(pg_result* result, const QString& doing)
{
    PgResult owned(result);
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
    case PGRES_EMPTY_QUERY:
        return owned;
    default:
        return fail(errorOf(result, doing));
    }
}

Result<> PgConnection::execute(const QString& sql)
{
    ENGINE_TRY(query(sql));
    return {};
}

Result<PgResult> PgConnection::query(const QString& sql)
{
    return checked(PQexec(m_connection, sql.toUtf8().constData()), sql.left(120));
}

Result<PgResult> PgConnection::query(const QString& sql, const std::vector<std::optional<QString>>& parameters)
{
    std::vector<QByteArray> texts;
    for (const auto& parameter : parameters)
        texts.push_back(parameter ? parameter->toUtf8() : QByteArray());
    std::vector<const char*> values;
    for (std::size_t i = 0; i < texts.size(); ++i)
        values.push_back(parameters[i] ? texts[i].constData() : nullptr);
    return checked(PQexecParams(m_connection, sql.toUtf8().constData(), static_cast<int>(values.size()), nullptr,
                                values.data(), nullptr, nullptr, 0),
                   sql.left(120));
}

Result<QString> PgConnection::queryText(const QString& sql)
{
    ENGINE_TRY_AS(const PgResult result, query(sql));
    return result.rows() == 0 ? QString() : result.text(0, 0);
}

Result<std::int64_t> PgConnection::queryInteger(const QString& sql)
{
    ENGINE_TRY_AS(const PgResult result, query(sql));
    return result.rows() == 0 ? 0 : result.integer(0, 0);
}

Result<PgResult> PgConnection::queryBinary(const QString& sql, const std::vector<std::optional<BytesView>>& parameters,
                                           bool binaryRows)
{
    std::vector<const char*> values;
    std::vector<int> lengths;
    const std::vector<int> formats(parameters.size(), 1);
    for (const auto& parameter : parameters) {
        // An empty view may have no pointer, and no pointer is NULL to libpq.
        values.push_back(!parameter ? nullptr : parameter->data() == nullptr ? "" : parameter->data());
        lengths.push_back(parameter ? static_cast<int>(parameter->size()) : 0);
    }
    return checked(PQexecParams(m_connection, sql.toUtf8().constData(), static_cast<int>(values.size()), nullptr,
                                values.data(), lengths.data(), formats.data(), binaryRows ? 1 : 0),
                   sql.left(120));
}

Result<> PgConnection::copyOut(const QString& sql, const std::function<bool(BytesView data)>& sink)
{
    ENGINE_TRY(query(sql));
    bool wanted = true;
    for (;;) {
        char* buffer = nullptr;
        const int size = PQgetCopyData(m_connection, &buffer, 0);
        if (size < 0)
            break;
        const std::unique_ptr<char, decltype(&PQfreemem)> owned(buffer, PQfreemem);
        if (wanted && !sink({buffer, static_cast<std::size_t>(size)})) {
            wanted = false;
            cancel();
        }
    }
    Result<> done;
    while (pg_result* result = PQgetResult(m_connection)) {
        auto one = checked(result, sql.left(120));
        if (!one && done)
            done = fail(std::move(one).error());
    }
    if (!wanted && !m_stop.stop_requested() && isAlive())
        return {}; // ended by the sink: the cancellation is no failure
    return done;
}

Result<> PgConnection::copyBegin(const QString& sql)
{
    return execute(sql);
}

Result<> PgConnection::copyData(BytesView data)
{
    if (PQputCopyData(m_connection, data.data(), static_cast<int>(data.size())) == 1)
        return {};
    return fail(errorOf(nullptr, QStringLiteral("copying")));
}

Result<PgResult> PgConnection::copyEnd()
{
    if (PQputCopyEnd(m_connection, nullptr) != 1)
        return fail(errorOf(nullptr, QStringLiteral("ending a copy")));
    Result<PgResult> first = checked(PQgetResult(m_connection), QStringLiteral("copying"));
    while (pg_result* result = PQgetResult(m_connection))
        PQclear(result);
    return first;
}

bool PgConnection::isAlive() const
{
    return PQstatus(m_connection) == CONNECTION_OK;
}

bool PgConnection::inTransaction() const
{
    const PGTransactionStatusType status = PQtransactionStatus(m_connection);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

int PgConnection::serverVersion() const
{
    return PQserverVersion(m_connection);
}

QString pgQuoted(const QString& identifier)
{
    QString quoted = identifier;
    quoted.replace(u'"', QStringLiteral("\"\""));
    return u'"' + quoted + u'"';
}

QString pgLiteral(const QString& text)
{
    QString quoted = text;
    quoted.replace(u'\'', QStringLiteral("''"));
    return u'\'' + quoted + u'\'';
}

QString pgQuotedTable(const QString& qualifiedName)
{
    const qsizetype dot = qualifiedName.indexOf(u'.');
    return dot < 0 ? pgQuoted(qualifiedName)
                   : pgQuoted(qualifiedName.left(dot)) + u'.' + pgQuoted(qualifiedName.mid(dot + 1));
}

} // namespace busheng
