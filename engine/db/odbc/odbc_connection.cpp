// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_connection.h"

#include "engine/crypto/wipe.h"
#include "engine/db/database_password.h"
#include "engine/db/odbc/odbc_api.h"
#include "engine/db/odbc/odbc_dialects.h"
#include "engine/db/odbc/odbc_statement.h"
#include "engine/model/events.h"
#include "engine/model/odbc_location.h"

#include <sqlucode.h>

#include <array>
#include <utility>

namespace busheng {
namespace {

constexpr std::uintptr_t kConnectSeconds = 10;

SQLPOINTER asPointer(std::uintptr_t value)
{
    return reinterpret_cast<SQLPOINTER>(value); // NOLINT(performance-no-int-to-ptr): so the interface wants it
}

/// An environment with the calls of ODBC 3; null: there is no memory for one.
SQLHENV newEnvironment()
{
    SQLHENV environment = SQL_NULL_HENV;
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment)))
        return SQL_NULL_HENV;
    SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, asPointer(SQL_OV_ODBC3), 0);
    return environment;
}

QString textOf(const OdbcValue& value)
{
    return QString::fromUtf8(value.bytes.data(), qsizetype(value.bytes.size()));
}

} // namespace

OdbcConnection::OdbcConnection(std::shared_ptr<const OdbcDialect> dialect, Options options)
    : m_dialect(std::move(dialect)), m_name(std::move(options.name)), m_mayWrite(options.mayWrite),
      m_stop(std::move(options.stop))
{
}

Result<std::unique_ptr<OdbcConnection>> OdbcConnection::open(const Options& options)
{
    ENGINE_TRY_AS(const OdbcLocation location, parseOdbcLocation(options.location));
    ENGINE_TRY_AS(auto dialect, odbcDialect(location.dialect));
    const QString extra = dialect->connection;
    std::unique_ptr<OdbcConnection> connection(new OdbcConnection(std::move(dialect), options));
    std::optional<Bytes> secret = databasePassword(options.name);
    QString password = secret ? QString::fromUtf8(secret->data(), qsizetype(secret->size())) : QString();
    QString text = location.connectionString(extra, password);
    const auto connected = connection->connect(text);
    if (secret)
        wipe(*secret);
    text.fill(u'\0');
    password.fill(u'\0');
    ENGINE_TRY(connected);
    ENGINE_TRY(connection->begin(connection->dialect().session));
    return connection;
}

Result<> OdbcConnection::connect(const QString& connectionString)
{
    m_environment = newEnvironment();
    if (m_environment == SQL_NULL_HENV || !SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, m_environment, &m_connection)))
        return fail(makeEvent(ErrorCode::Config, events::ODBC_DRIVER,
                              {m_name, QStringLiteral("the driver manager does not start")},
                              QStringLiteral("no ODBC environment")));
    SQLSetConnectAttr(m_connection, SQL_ATTR_LOGIN_TIMEOUT, asPointer(kConnectSeconds), 0);
    if (!m_mayWrite)
        SQLSetConnectAttr(m_connection, SQL_ATTR_ACCESS_MODE, asPointer(SQL_MODE_READ_ONLY), 0);
    SQLRETURN result = SQL_ERROR;
    SQLSMALLINT length = 0;
    if (m_dialect->isWide) {
        QString text = connectionString;
        std::array<SQLWCHAR, 1024> whole{};
        result =
            SQLDriverConnectW(m_connection, nullptr, reinterpret_cast<SQLWCHAR*>(text.data()), SQLSMALLINT(text.size()),
                              whole.data(), SQLSMALLINT(whole.size()), &length, SQL_DRIVER_NOPROMPT);
        text.fill(u'\0');
    } else {
        QByteArray text = connectionString.toUtf8();
        std::array<SQLCHAR, 1024> whole{};
        result =
            SQLDriverConnect(m_connection, nullptr, reinterpret_cast<SQLCHAR*>(text.data()), SQLSMALLINT(text.size()),
                             whole.data(), SQLSMALLINT(whole.size()), &length, SQL_DRIVER_NOPROMPT);
        text.fill('\0');
    }
    if (!SQL_SUCCEEDED(result))
        return fail(errorOf(SQL_HANDLE_DBC, m_connection, QStringLiteral("connecting to")));
    m_isConnected = true;
    m_onStop.emplace(m_stop, [this] {
        const std::lock_guard lock(m_mutex);
        if (m_running != nullptr)
            SQLCancel(m_running);
    });
    return {};
}

OdbcConnection::~OdbcConnection()
{
    m_onStop.reset();
    if (m_inTransaction)
        SQLEndTran(SQL_HANDLE_DBC, m_connection, SQL_ROLLBACK);
    if (m_isConnected)
        SQLDisconnect(m_connection);
    if (m_connection != nullptr)
        SQLFreeHandle(SQL_HANDLE_DBC, m_connection);
    if (m_environment != nullptr)
        SQLFreeHandle(SQL_HANDLE_ENV, m_environment);
}

Error OdbcConnection::errorOf(short type, void* handle, const QString& doing) const
{
    return odbcError(type, handle, m_dialect->isWide, m_name, doing);
}

void OdbcConnection::setRunning(void* statement)
{
    const std::lock_guard lock(m_mutex);
    m_running = statement;
}

Result<> OdbcConnection::begin(const QStringList& statements)
{
    for (const QString& sql : statements)
        ENGINE_TRY(execute(sql));
    return {};
}

Result<> OdbcConnection::beginSnapshot()
{
    if (!SQL_SUCCEEDED(SQLSetConnectAttr(m_connection, SQL_ATTR_AUTOCOMMIT, asPointer(SQL_AUTOCOMMIT_OFF), 0)))
        return fail(errorOf(SQL_HANDLE_DBC, m_connection, QStringLiteral("beginning a transaction at")));
    m_inTransaction = true;
    return begin(m_dialect->snapshot);
}

Result<std::int64_t> OdbcConnection::execute(const QString& sql)
{
    ENGINE_TRY_AS(const auto statement, OdbcStatement::open(*this));
    ENGINE_TRY(statement->execute(sql));
    SQLLEN rows = -1;
    SQLRowCount(statement->handle(), &rows);
    return static_cast<std::int64_t>(rows);
}

Result<OdbcTexts> OdbcConnection::query(const QString& sql, int most)
{
    ENGINE_TRY_AS(const auto statement, OdbcStatement::open(*this));
    ENGINE_TRY(statement->execute(sql));
    SQLSMALLINT columns = 0;
    ENGINE_TRY(statement->check(SQLNumResultCols(statement->handle(), &columns), QStringLiteral("asking")));
    OdbcTexts rows;
    if (columns == 0)
        return rows;
    const std::vector<OdbcField> fields(static_cast<std::size_t>(columns), OdbcField{OdbcForm::Text, 0, false});
    ENGINE_TRY(fetchByRow(*statement, fields, [&](std::span<const OdbcValue> row) -> Result<bool> {
        auto& texts = rows.emplace_back();
        for (const OdbcValue& value : row)
            texts.push_back(value.isNull ? std::nullopt : std::optional(textOf(value)));
        return static_cast<int>(rows.size()) < most;
    }));
    return rows;
}

Result<QString> OdbcConnection::queryText(const QString& sql)
{
    ENGINE_TRY_AS(const OdbcTexts rows, query(sql, 1));
    return rows.empty() || rows.front().empty() ? QString() : rows.front().front().value_or(QString());
}

Result<OdbcEnd> OdbcConnection::stream(const QString& sql, const std::vector<OdbcField>& fields, bool byRow,
                                       const OdbcSink& sink)
{
    ENGINE_TRY_AS(const auto statement, OdbcStatement::open(*this));
    ENGINE_TRY(statement->execute(sql));
    return byRow ? fetchByRow(*statement, fields, sink) : fetchInBlocks(*statement, fields, sink);
}

QString OdbcConnection::product() const
{
    const auto info = [this](SQLUSMALLINT which) { return odbcInfo(m_connection, which, m_dialect->isWide); };
    return QStringLiteral("%1 %2, %3 %4")
        .arg(info(SQL_DBMS_NAME), info(SQL_DBMS_VER), info(SQL_DRIVER_NAME), info(SQL_DRIVER_VER));
}

Result<OdbcChoices> odbcChoices()
{
    const SQLHENV environment = newEnvironment();
    if (environment == SQL_NULL_HENV)
        return fail(makeEvent(ErrorCode::Config, events::ODBC_DRIVER,
                              {QStringLiteral("ODBC"), QStringLiteral("the driver manager does not start")},
                              QStringLiteral("no ODBC environment")));
    OdbcChoices choices;
    std::array<SQLWCHAR, 256> name{};
    std::array<SQLWCHAR, 1024> more{};
    SQLSMALLINT length = 0;
    SQLSMALLINT moreLength = 0;
    const auto text = [&name] { return QString::fromUtf16(reinterpret_cast<const char16_t*>(name.data())); };
    for (SQLUSMALLINT at = SQL_FETCH_FIRST;
         SQL_SUCCEEDED(SQLDriversW(environment, at, name.data(), SQLSMALLINT(name.size()), &length, more.data(),
                                   SQLSMALLINT(more.size()), &moreLength));
         at = SQL_FETCH_NEXT)
        choices.drivers.append(text());
    for (SQLUSMALLINT at = SQL_FETCH_FIRST;
         SQL_SUCCEEDED(SQLDataSourcesW(environment, at, name.data(), SQLSMALLINT(name.size()), &length, more.data(),
                                       SQLSMALLINT(more.size()), &moreLength));
         at = SQL_FETCH_NEXT)
        choices.dataSources.append(text());
    SQLFreeHandle(SQL_HANDLE_ENV, environment);
    choices.drivers.sort();
    choices.dataSources.sort();
    return choices;
}

} // namespace busheng
