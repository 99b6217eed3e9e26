// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/sqlite/sqlite_database.h"

#include "engine/base/log.h"
#include "engine/model/events.h"

#include <sqlite3.h>

namespace busheng {
namespace {

Failure sqliteFailure(sqlite3* database, const QString& doing)
{
    const int code = sqlite3_errcode(database) & 0xff;
    Error error = makeError(ErrorCode::Sql, doing);
    error.native = QString::fromUtf8(sqlite3_errmsg(database));
    const QString path = QString::fromUtf8(sqlite3_db_filename(database, "main"));
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        error.transient = true;
    } else if (code == SQLITE_FULL) {
        error.code = ErrorCode::Storage;
        error.event = events::DSK_FULL;
        error.args = {path, error.native};
        error.transient = true;
    } else if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        error.code = ErrorCode::Corrupt;
        error.event = events::SPL_CORRUPT;
        error.args = {path};
    } else if (code == SQLITE_CONSTRAINT) {
        error.code = ErrorCode::Conflict;
    } else if (code == SQLITE_IOERR || code == SQLITE_READONLY) {
        error.code = ErrorCode::Storage;
        error.event = events::DSK_ERROR;
        error.args = {path, error.native};
    }
    return fail(error);
}

} // namespace

SqliteStatement::SqliteStatement(SqliteStatement&& other) noexcept
    : m_database(other.m_database), m_statement(std::exchange(other.m_statement, nullptr))
{
}

SqliteStatement& SqliteStatement::operator=(SqliteStatement&& other) noexcept
{
    if (this != &other) {
        sqlite3_finalize(m_statement);
        m_database = other.m_database;
        m_statement = std::exchange(other.m_statement, nullptr);
    }
    return *this;
}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

Result<> SqliteStatement::bind(int parameter, const Cell& cell)
{
    int code = SQLITE_MISUSE;
    switch (cell.kind) {
    case CellKind::Null:
        code = sqlite3_bind_null(m_statement, parameter);
        break;
    case CellKind::Unchanged:
        return fail(ErrorCode::Internal, QStringLiteral("an unchanged cell has no value to bind"));
    case CellKind::Integer:
        code = sqlite3_bind_int64(m_statement, parameter, cell.integer);
        break;
    case CellKind::Real:
        code = sqlite3_bind_double(m_statement, parameter, cell.real);
        break;
    case CellKind::Text:
        // A null pointer would bind NULL: an empty text is not that.
        code = sqlite3_bind_text64(m_statement, parameter, cell.bytes.empty() ? "" : cell.bytes.data(),
                                   cell.bytes.size(), SQLITE_STATIC, SQLITE_UTF8);
        break;
    case CellKind::Blob:
        code = cell.bytes.empty()
                   ? sqlite3_bind_zeroblob(m_statement, parameter, 0)
                   : sqlite3_bind_blob64(m_statement, parameter, cell.bytes.data(), cell.bytes.size(), SQLITE_STATIC);
        break;
    case CellKind::Native:
        return fail(ErrorCode::Protocol, QStringLiteral("a value in another database's own form"));
    }
    if (code != SQLITE_OK)
        return sqliteFailure(m_database, QStringLiteral("binding parameter %1").arg(parameter));
    return {};
}

Result<> SqliteStatement::bindText(int parameter, const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    if (sqlite3_bind_text64(m_statement, parameter, utf8.constData(), static_cast<sqlite3_uint64>(utf8.size()),
                            SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK)
        return sqliteFailure(m_database, QStringLiteral("binding parameter %1").arg(parameter));
    return {};
}

Result<bool> SqliteStatement::step()
{
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    const Failure failure = sqliteFailure(m_database, QString::fromUtf8(sqlite3_sql(m_statement)).left(200));
    sqlite3_reset(m_statement);
    return failure;
}

Result<> SqliteStatement::run()
{
    for (;;) {
        ENGINE_TRY_AS(const bool row, step());
        if (!row)
            break;
    }
    sqlite3_reset(m_statement);
    return {};
}

void SqliteStatement::reset()
{
    sqlite3_reset(m_statement);
}

int SqliteStatement::columnCount() const
{
    return sqlite3_column_count(m_statement);
}

QString SqliteStatement::columnName(int column) const
{
    return QString::fromUtf8(sqlite3_column_name(m_statement, column));
}

QString SqliteStatement::declaredType(int column) const
{
    return QString::fromUtf8(sqlite3_column_decltype(m_statement, column));
}

Cell SqliteStatement::cell(int column) const
{
    switch (sqlite3_column_type(m_statement, column)) {
    case SQLITE_INTEGER:
        return Cell::ofInteger(sqlite3_column_int64(m_statement, column));
    case SQLITE_FLOAT:
        return Cell::ofReal(sqlite3_column_double(m_statement, column));
    case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
        return Cell::ofText({text, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))});
    }
    case SQLITE_BLOB: {
        const auto* blob = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
        return Cell::ofBlob({blob, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))});
    }
    default:
        return Cell::null();
    }
}

std::int64_t SqliteStatement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QString SqliteStatement::text(int column) const
{
    const Cell value = cell(column);
    if (value.kind == CellKind::Text)
        return QString::fromUtf8(value.bytes.data(), static_cast<qsizetype>(value.bytes.size()));
    return value.kind == CellKind::Null ? QString() : cellToText(value);
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const QString& path, OpenMode mode, const QString& name,
                                                             int busyMs)
{
    int flags = SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE;
    if (mode == OpenMode::ReadOnly)
        flags |= SQLITE_OPEN_READONLY;
    else
        flags |= SQLITE_OPEN_READWRITE | (mode == OpenMode::ReadWriteCreate ? SQLITE_OPEN_CREATE : 0);
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.toUtf8().constData(), &handle, flags, nullptr);
    std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(handle, name));
    if (code != SQLITE_OK)
        return sqliteFailure(handle, QStringLiteral("opening %1 (%2)").arg(name, path));
    sqlite3_busy_timeout(handle, busyMs);
    return database;
}

SqliteDatabase::~SqliteDatabase()
{
    if (sqlite3_close(m_handle) != SQLITE_OK)
        qCCritical(logDb) << "a statement outlives its SQLite connection";
}

Result<SqliteStatement> SqliteDatabase::prepare(const QString& sql)
{
    sqlite3_stmt* statement = nullptr;
    const QByteArray utf8 = sql.toUtf8();
    if (sqlite3_prepare_v3(m_handle, utf8.constData(), static_cast<int>(utf8.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr) != SQLITE_OK)
        return sqliteFailure(m_handle, QStringLiteral("preparing %1").arg(sql.left(200)));
    return SqliteStatement(m_handle, statement);
}

Result<SqliteStatement> SqliteDatabase::prepareOnly(const QString& sql)
{
    sqlite3_stmt* handle = nullptr;
    const char* rest = nullptr;
    const QByteArray utf8 = sql.toUtf8();
    if (sqlite3_prepare_v2(m_handle, utf8.constData(), static_cast<int>(utf8.size()), &handle, &rest) != SQLITE_OK)
        return sqliteFailure(m_handle, QStringLiteral("preparing %1").arg(sql.left(200)));
    SqliteStatement statement(m_handle, handle);
    if (handle == nullptr || !QByteArray(rest).trimmed().isEmpty())
        return fail(ErrorCode::Config, QStringLiteral("it is not one statement: %1").arg(sql.left(200)));
    return statement;
}

Result<> SqliteDatabase::execute(const QString& sql)
{
    if (sqlite3_exec(m_handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return sqliteFailure(m_handle, sql.left(200));
    return {};
}

Result<std::int64_t> SqliteDatabase::queryInteger(const QString& sql)
{
    ENGINE_TRY_AS(SqliteStatement statement, prepare(sql));
    ENGINE_TRY_AS(const bool row, statement.step());
    return row ? statement.integer(0) : std::int64_t{0};
}

Result<QString> SqliteDatabase::queryText(const QString& sql)
{
    ENGINE_TRY_AS(SqliteStatement statement, prepare(sql));
    ENGINE_TRY_AS(const bool row, statement.step());
    return row ? statement.text(0) : QString();
}

Result<> SqliteDatabase::writeBlob(const QString& table, const QString& column, std::int64_t rowid,
                                   const std::function<Result<>(const std::function<Result<>(BytesView)>&)>& read)
{
    sqlite3_blob* opened = nullptr;
    const int code =
        sqlite3_blob_open(m_handle, "main", table.toUtf8().constData(), column.toUtf8().constData(), rowid, 1, &opened);
    const std::unique_ptr<sqlite3_blob, int (*)(sqlite3_blob*)> blob(opened, sqlite3_blob_close);
    if (code != SQLITE_OK)
        return sqliteFailure(m_handle, QStringLiteral("opening a value"));
    int offset = 0;
    return read([&](BytesView piece) -> Result<> {
        const auto size = static_cast<int>(piece.size());
        if (sqlite3_blob_write(blob.get(), piece.data(), size, offset) != SQLITE_OK)
            return sqliteFailure(m_handle, QStringLiteral("writing a value"));
        offset += size;
        return {};
    });
}

std::int64_t SqliteDatabase::changes() const
{
    return sqlite3_changes64(m_handle);
}

bool SqliteDatabase::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

bool SqliteDatabase::fileMoved() const
{
    int moved = 0;
    return sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

Result<QString> SqliteDatabase::columnCollation(const QString& table, const QString& column)
{
    const char* collation = nullptr;
    if (sqlite3_table_column_metadata(m_handle, "main", table.toUtf8().constData(), column.toUtf8().constData(),
                                      nullptr, &collation, nullptr, nullptr, nullptr) != SQLITE_OK)
        return fail(ErrorCode::Schema, QStringLiteral("table %1 has no column %2").arg(table, column));
    return QString::fromUtf8(collation);
}

QString sqliteQuoted(const QString& identifier)
{
    QString quoted = identifier;
    quoted.replace(u'"', QStringLiteral("\"\""));
    return u'"' + quoted + u'"';
}

} // namespace busheng
