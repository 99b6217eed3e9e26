// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_connection.h"

#include "engine/base/file_access.h"
#include "engine/crypto/wipe.h"
#include "engine/db/database_password.h"
#include "engine/db/mariadb/my_location.h"
#include "engine/db/mariadb/my_platform.h"
#include "engine/model/events.h"

#include <QFileInfo>

#include <mariadb/mysql.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <tuple>

namespace busheng {
namespace {

constexpr unsigned int kConnectSeconds = 10;

/// Errors after which the same may succeed without anybody doing anything.
constexpr std::array kTransient = {
    1020,                   // the row changed since the snapshot
    1037, 1038, 1041,       // memory
    1040, 1203, 1226,       // too many connections
    1053, 1077, 1079,       // shutting down
    1158, 1159, 1160, 1161, // network
    1205, 1213,             // locks
    1290, 1836,             // read only: it may become writable, or the next connection finds another server
    1317, 1927, 1969,       // somebody ended the statement or the connection
    2002, 2003, 2005, 2006, 2012, 2013, 2026, 2055, // the connection
    4031,
};
/// The connection is gone.
constexpr std::array kGone = {1053, 1077, 1079, 1927, 2002, 2003, 2006, 2012, 2013, 2055, 4031};
constexpr std::array kDiskFull = {1021, 1114};

bool isOne(const auto& numbers, unsigned int number)
{
    return std::ranges::find(numbers, static_cast<int>(number)) != numbers.end();
}

const QVersionNumber kOldestMySql(5, 6);
const QVersionNumber kMySqlWithTimeLimit(5, 7, 8);
const QVersionNumber kMySqlWithoutMasterStatus(8, 2);

/// Values that the source holds are stored as they are, and nothing is cut or guessed.
const QString kExact = QStringLiteral("SET SESSION sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,"
                                      "NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION'");
const QString kPatient = QStringLiteral("SET SESSION time_zone = '+00:00', net_write_timeout = 3600, net_read_timeout "
                                        "= 3600, wait_timeout = 86400, sql_select_limit = DEFAULT, "
                                        "group_concat_max_len = 1048576");
const QString kPatientMariaDb = QStringLiteral("SET SESSION max_statement_time = 0, idle_transaction_timeout = 0, "
                                               "idle_readonly_transaction_timeout = 0, idle_write_transaction_timeout "
                                               "= 0");

struct Close {
    void operator()(MYSQL* connection) const { mysql_close(connection); }
};
using Handle = std::unique_ptr<MYSQL, Close>;

Failure notOpened(const MyConnection::Options& options, const QString& why, bool transient)
{
    Error error = makeError(ErrorCode::Sql, QStringLiteral("connecting to %1").arg(options.name));
    error.native = why;
    error.transient = transient;
    return fail(std::move(error));
}

/// The file must be its owner's alone: the library would read it whoever may.
Result<> requirePrivate(const MyConnection::Options& options, const QString& passfile)
{
    const QFileInfo file(passfile);
    if (!file.isFile() || !file.isReadable())
        return notOpened(options, QStringLiteral("password file %1 cannot be read").arg(passfile), true);
    if (isOpenToOthers(passfile))
        return notOpened(options, QStringLiteral("password file %1 is %2").arg(passfile, openToOthersReason()), true);
    return {};
}

void setTls(MYSQL* connection, const MyLocation& location)
{
    const auto set = [connection](mysql_option option, const QString& value) {
        if (!value.isEmpty())
            mysql_optionsv(connection, option, value.toUtf8().constData());
    };
    my_bool enforce = location.tls != MyTls::Off ? 1 : 0;
    my_bool verify = location.tls == MyTls::VerifyFull ? 1 : 0;
    mysql_optionsv(connection, MYSQL_OPT_SSL_ENFORCE, &enforce);
    mysql_optionsv(connection, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
    if (location.tls == MyTls::Off)
        return;
    set(MYSQL_OPT_SSL_CA, location.rootCertificate);
    set(MYSQL_OPT_SSL_CERT, location.certificate);
    set(MYSQL_OPT_SSL_KEY, location.key);
    set(MARIADB_OPT_TLS_VERSION, QStringLiteral("TLSv1.2,TLSv1.3"));
}

Result<Handle> connect(const MyConnection::Options& options, const MyLocation& location, const MyServer& server)
{
    static std::once_flag started; // the library does not say that its first use is safe from two threads
    std::call_once(started, [] { mysql_server_init(0, nullptr, nullptr); });
    Handle connection(mysql_init(nullptr));
    if (!connection)
        return notOpened(options, QStringLiteral("out of memory"), true);
    if (!location.passfile.isEmpty()) {
        ENGINE_TRY(requirePrivate(options, location.passfile));
        mysql_optionsv(connection.get(), MYSQL_READ_DEFAULT_FILE, location.passfile.toUtf8().constData());
    }
    const unsigned int seconds = location.servers.size() > 1 ? kConnectSeconds / 2 : kConnectSeconds;
    mysql_optionsv(connection.get(), MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    mysql_optionsv(connection.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (const QByteArray folder = mySignInFolder(); !folder.isEmpty())
        mysql_optionsv(connection.get(), MYSQL_PLUGIN_DIR, folder.constData());
    my_bool local = 0; // a server must not be able to ask for our files
    mysql_optionsv(connection.get(), MYSQL_OPT_LOCAL_INFILE, &local);
    const QByteArray program = (QStringLiteral("busheng ") + options.purpose).toUtf8();
    mysql_optionsv(connection.get(), MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", program.constData());
    setTls(connection.get(), location);
    std::optional<Bytes> password = databasePassword(options.name);
    const QByteArray host = server.host.toUtf8();
    const bool isSocket = server.isSocket();
    const MYSQL* const done =
        mysql_real_connect(connection.get(), isSocket ? nullptr : host.constData(), location.user.toUtf8().constData(),
                           password ? password->c_str() : nullptr, location.database.toUtf8().constData(),
                           isSocket ? 0U : static_cast<unsigned int>(server.port),
                           isSocket ? host.constData() : nullptr, options.foundRows ? CLIENT_FOUND_ROWS : 0UL);
    if (password)
        wipe(*password);
    if (done != nullptr)
        return connection;
    // A wrong password needs a person, a server that starts only time; the position stays in either case.
    return notOpened(options,
                     QStringLiteral("%1 %2")
                         .arg(mysql_errno(connection.get()))
                         .arg(QString::fromUtf8(mysql_error(connection.get())).simplified()),
                     true);
}

/// The GTIDs at which its log ends. Fails for a server that may not be written.
Result<QString> identityOfPrimary(const MyConnection::Options& options, MYSQL* connection)
{
    const auto failed = [&options, connection] {
        return notOpened(options, QString::fromUtf8(mysql_error(connection)).simplified(), true);
    };
    if (mariadb_connection(connection) == 0)
        return notOpened(options, QStringLiteral("it is a MySQL server: of those, name one address instead of several"),
                         true);
    constexpr BytesView kQuestion("SELECT @@global.read_only, @@global.gtid_current_pos");
    if (mysql_real_query(connection, kQuestion.data(), kQuestion.size()) != 0)
        return failed();
    MYSQL_RES* const stored = mysql_store_result(connection);
    if (stored == nullptr)
        return failed();
    const MyResult answer(stored);
    if (answer.rows() != 1 || answer.text(0, 0) != u"0")
        return notOpened(options, QStringLiteral("it is a standby"), true);
    return answer.text(0, 1);
}

/// Of several servers the primary, and the lease on its address.
Result<std::pair<Handle, ServerLease>> connectToPrimary(const MyConnection::Options& options,
                                                        const MyLocation& location)
{
    QStringList addresses;
    for (const MyServer& server : location.servers)
        addresses.append(server.toString());
    Handle held;
    const auto open = [&](int place) -> Result<QString> {
        held.reset();
        if (options.stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        ENGINE_TRY_AS(held, connect(options, location, location.servers[static_cast<std::size_t>(place)]));
        return identityOfPrimary(options, held.get());
    };
    ENGINE_TRY_AS(ServerLease lease, ServerBook::ofProcess().choose(options.name, addresses, open, whyNotMyServer));
    return std::pair(std::move(held), std::move(lease));
}

} // namespace

void MyResult::Free::operator()(st_mysql_res* result) const
{
    mysql_free_result(result);
}

MyResult::MyResult(st_mysql_res* result) : m_result(result)
{
    if (result == nullptr)
        return;
    const unsigned int columns = mysql_num_fields(result);
    while (MYSQL_ROW row = mysql_fetch_row(result)) {
        const unsigned long* const lengths = mysql_fetch_lengths(result);
        std::vector<BytesView>& fields = m_rows.emplace_back();
        for (unsigned int i = 0; i < columns; ++i)
            fields.push_back(row[i] == nullptr ? BytesView() : BytesView(row[i], lengths[i]));
    }
}

bool MyResult::isNull(int row, int column) const
{
    return bytes(row, column).data() == nullptr;
}

BytesView MyResult::bytes(int row, int column) const
{
    return m_rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
}

QString MyResult::text(int row, int column) const
{
    const BytesView field = bytes(row, column);
    return QString::fromUtf8(field.data(), static_cast<qsizetype>(field.size()));
}

std::int64_t MyResult::integer(int row, int column) const
{
    return text(row, column).toLongLong();
}

MyConnection::MyConnection(st_mysql* connection, qintptr socket, QString name, std::stop_token stop, ServerLease lease)
    : m_connection(connection), m_socket(socket), m_name(std::move(name)), m_lease(std::move(lease)),
      m_stop(std::move(stop))
{
    m_onStop.emplace(m_stop, [this] { interrupt(); });
}

MyConnection::~MyConnection()
{
    m_onStop.reset();
    mysql_close(m_connection);
}

Result<std::unique_ptr<MyConnection>> MyConnection::open(const Options& options)
{
    if (options.stop.stop_requested())
        return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
    ENGINE_TRY_AS(const MyLocation location, parseMyLocation(options.location));
    Handle handle;
    ServerLease lease;
    if (location.servers.size() > 1) {
        ENGINE_TRY_AS(auto primary, connectToPrimary(options, location));
        std::tie(handle, lease) = std::move(primary);
    } else {
        ENGINE_TRY_AS(handle, connect(options, location, location.servers.front()));
    }
    const auto socket = static_cast<qintptr>(mysql_get_socket(handle.get()));
    watchPeer(socket);
    std::unique_ptr<MyConnection> connection(
        new MyConnection(handle.release(), socket, options.name, options.stop, std::move(lease)));
    ENGINE_TRY(connection->prepareSession());
    return connection;
}

Result<> MyConnection::prepareSession()
{
    QStringList statements{kExact, kPatient};
    if (isMariaDb())
        statements.append(kPatientMariaDb);
    else if (version() >= kMySqlWithTimeLimit)
        statements.append(QStringLiteral("SET SESSION max_execution_time = 0"));
    for (const QString& sql : statements)
        ENGINE_TRY(execute(sql));
    return {};
}

void MyConnection::interrupt()
{
    m_alive = false;
    shutDownSocket(m_socket);
}

Error MyConnection::errorOf(const QString& doing)
{
    return errorOf(mysql_errno(m_connection), QString::fromUtf8(mysql_error(m_connection)).simplified(), doing);
}

Error MyConnection::errorOf(unsigned int number, const QString& message, const QString& doing)
{
    Error error = makeError(ErrorCode::Sql, QStringLiteral("%1: %2").arg(m_name, doing));
    error.native = QStringLiteral("%1 %2").arg(number).arg(message);
    if (isOne(kGone, number))
        m_alive = false;
    error.transient = !m_alive || isOne(kTransient, number);
    // 1030 passes on what the operating system said to the storage engine.
    const bool isFull = isOne(kDiskFull, number) || (number == 1030 && message.contains(u" 28 "));
    if (m_stop.stop_requested()) {
        error.code = ErrorCode::Cancelled;
        error.transient = true;
    } else if (isFull) {
        error.code = ErrorCode::Storage;
        error.event = events::DSK_FULL;
        error.args = {m_name, message};
        error.transient = true;
    }
    return error;
}

Result<> MyConnection::execute(const QString& sql)
{
    ENGINE_TRY(query(sql));
    return {};
}

Result<MyResult> MyConnection::query(const QString& sql)
{
    const QByteArray utf8 = sql.toUtf8();
    if (mysql_real_query(m_connection, utf8.constData(), static_cast<unsigned long>(utf8.size())) != 0)
        return fail(errorOf(sql.left(120)));
    MYSQL_RES* const stored = mysql_store_result(m_connection);
    if (stored == nullptr && mysql_field_count(m_connection) != 0)
        return fail(errorOf(sql.left(120)));
    return MyResult(stored);
}

Result<QString> MyConnection::queryText(const QString& sql)
{
    ENGINE_TRY_AS(const MyResult result, query(sql));
    return result.rows() == 0 ? QString() : result.text(0, 0);
}

Result<std::int64_t> MyConnection::queryInteger(const QString& sql)
{
    ENGINE_TRY_AS(const MyResult result, query(sql));
    return result.rows() == 0 ? 0 : result.integer(0, 0);
}

Result<> MyConnection::stream(const QString& sql, const std::function<Result<bool>(const MyRow& row)>& sink)
{
    const QByteArray utf8 = sql.toUtf8();
    if (mysql_real_query(m_connection, utf8.constData(), static_cast<unsigned long>(utf8.size())) != 0)
        return fail(errorOf(sql.left(120)));
    // Freed at the end, which reads and drops what is left.
    const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> rows(mysql_use_result(m_connection),
                                                                        mysql_free_result);
    if (!rows)
        return fail(errorOf(sql.left(120)));
    MyRow fields(mysql_num_fields(rows.get()));
    while (MYSQL_ROW row = mysql_fetch_row(rows.get())) {
        const unsigned long* const lengths = mysql_fetch_lengths(rows.get());
        for (std::size_t i = 0; i < fields.size(); ++i)
            fields[i] = row[i] == nullptr ? BytesView() : BytesView(row[i], lengths[i]);
        ENGINE_TRY_AS(const bool wanted, sink(fields));
        if (!wanted)
            return {};
    }
    return mysql_errno(m_connection) == 0 ? Result<>() : fail(errorOf(sql.left(120)));
}

std::int64_t MyConnection::affectedRows() const
{
    return static_cast<std::int64_t>(mysql_affected_rows(m_connection));
}

bool MyConnection::inTransaction() const
{
    unsigned int status = 0;
    mariadb_get_infov(m_connection, MARIADB_CONNECTION_SERVER_STATUS, &status);
    return (status & SERVER_STATUS_IN_TRANS) != 0;
}

QString MyConnection::serverVersion() const
{
    return QString::fromUtf8(mysql_get_server_info(m_connection));
}

QVersionNumber MyConnection::version() const
{
    return QVersionNumber::fromString(serverVersion());
}

bool MyConnection::isMariaDb() const
{
    return mariadb_connection(m_connection) != 0;
}

QString MyConnection::whyUnsupported() const
{
    if (isMariaDb() || version() >= kOldestMySql)
        return {};
    return QStringLiteral("it is %1; MySQL is supported from 5.6 on").arg(shownVersion());
}

QString MyConnection::shownVersion() const
{
    return (isMariaDb() ? QString() : QStringLiteral("MySQL ")) + serverVersion();
}

QString MyConnection::logEndSql() const
{
    return isMariaDb() || version() < kMySqlWithoutMasterStatus ? QStringLiteral("SHOW MASTER STATUS")
                                                                : QStringLiteral("SHOW BINARY LOG STATUS");
}

unsigned long MyConnection::threadId() const
{
    return mysql_thread_id(m_connection);
}

Result<std::size_t> MyConnection::mostBytes()
{
    if (m_mostBytes == 0) {
        ENGINE_TRY_AS(const std::int64_t most, queryInteger(QStringLiteral("SELECT @@session.max_allowed_packet")));
        m_mostBytes = static_cast<std::size_t>(most);
    }
    return m_mostBytes;
}

int myErrorNumber(const Error& error)
{
    return error.native.section(u' ', 0, 0).toInt();
}

} // namespace busheng
