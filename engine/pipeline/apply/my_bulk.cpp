// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline/apply/my_bulk.h"

#include <mariadb/mysql.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace busheng {
namespace {

constexpr qsizetype kTextShown = 200;
constexpr std::size_t kLargeValue = 1U << 20; ///< goes in pieces of as much
constexpr std::size_t kKeptArena = 8U << 20;
constexpr unsigned int kTooLarge = 1153; ///< the server's number for it
constexpr std::size_t kManyRows = 64;
constexpr std::size_t kMostPerValue = 16;       ///< of a message, beside the bytes of a text: type, length, a number
constexpr std::size_t kMostParameters = 65'535; ///< of a statement

bool readUnsigned(BytesView digits, std::uint64_t& value)
{
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return failure == std::errc() && end == digits.data() + digits.size();
}

} // namespace

MyBulk::MyBulk(MyBulk&& other) noexcept
    : m_connection(other.m_connection), m_statement(std::exchange(other.m_statement, nullptr)),
      m_many(std::exchange(other.m_many, nullptr)), m_manySql(std::move(other.m_manySql)), m_manyRows(other.m_manyRows),
      m_parameters(std::move(other.m_parameters)), m_next(other.m_next), m_rows(other.m_rows), m_bytes(other.m_bytes)
{
}

MyBulk::~MyBulk()
{
    for (MYSQL_STMT* const statement : {m_statement, m_many}) {
        if (statement != nullptr)
            mysql_stmt_close(statement);
    }
}

Error MyBulk::errorOf(st_mysql_stmt* statement) const
{
    return m_connection->errorOf(mysql_stmt_errno(statement),
                                 QString::fromUtf8(mysql_stmt_error(statement)).simplified(),
                                 QStringLiteral("writing rows"));
}

Result<> MyBulk::prepareStatement(st_mysql_stmt*& statement, const QString& sql)
{
    statement = mysql_stmt_init(m_connection->native());
    if (statement == nullptr)
        return fail(m_connection->errorOf(QStringLiteral("preparing")));
    const QByteArray utf8 = sql.toUtf8();
    if (mysql_stmt_prepare(statement, utf8.constData(), static_cast<unsigned long>(utf8.size())) != 0)
        return fail(errorOf(statement));
    return {};
}

Result<MyBulk> MyBulk::prepare(MyConnection& connection, const QString& sql, const QString& values,
                               const std::vector<MyKind>& parameters, const std::vector<bool>& isUnsigned)
{
    MyBulk bulk(connection);
    ENGINE_TRY(bulk.prepareStatement(bulk.m_statement, sql));
    if (!connection.isMariaDb() && !values.isEmpty()) {
        bulk.m_manyRows = std::min(kManyRows, kMostParameters / std::max<std::size_t>(parameters.size(), 1));
        bulk.m_manySql =
            sql + QString(QStringLiteral(", ") + values).repeated(static_cast<qsizetype>(bulk.m_manyRows) - 1);
    }
    bulk.m_parameters.resize(parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        Form& form = bulk.m_parameters[i].form;
        switch (parameters[i]) {
        case MyKind::Integer:
            form = isUnsigned[i] ? Form::Unsigned : Form::Number;
            break;
        case MyKind::Year:
            form = Form::Number;
            break;
        case MyKind::Bit:
            form = Form::Unsigned;
            break;
        case MyKind::Float:
        case MyKind::Double:
            form = Form::Real;
            break;
        case MyKind::Binary:
        case MyKind::Geometry:
            form = Form::Blob;
            break;
        default:
            form = Form::Text;
        }
    }
    return bulk;
}

bool MyBulk::put(Parameter& parameter, const Cell& cell)
{
    if (cell.kind == CellKind::Null) {
        parameter.indicators.push_back(STMT_INDICATOR_NULL);
    } else if (cell.kind == CellKind::Unchanged) {
        return false;
    } else {
        parameter.indicators.push_back(STMT_INDICATOR_NONE);
    }
    const bool isNull = cell.kind == CellKind::Null;
    switch (parameter.form) {
    case Form::Number:
        parameter.numbers.push_back(cell.integer);
        return isNull || cell.kind == CellKind::Integer;
    case Form::Unsigned: {
        auto value = static_cast<std::uint64_t>(cell.integer);
        const bool good = isNull || (cell.kind == CellKind::Integer && cell.integer >= 0) ||
                          (cell.kind == CellKind::Text && readUnsigned(cell.bytes, value));
        parameter.numbers.push_back(static_cast<std::int64_t>(value));
        return good;
    }
    case Form::Real:
        parameter.reals.push_back(cell.real);
        return isNull || cell.kind == CellKind::Real;
    case Form::Text:
    case Form::Blob:
        parameter.starts.push_back(parameter.arena.size());
        parameter.lengths.push_back(static_cast<unsigned long>(cell.bytes.size()));
        parameter.arena.append(cell.bytes);
        return isNull || cell.kind == (parameter.form == Form::Text ? CellKind::Text : CellKind::Blob);
    }
    return false;
}

bool MyBulk::add(const Cell& cell)
{
    Parameter& parameter = m_parameters[m_next++];
    m_bytes += cell.bytes.size() + sizeof(std::int64_t);
    return put(parameter, cell);
}

void MyBulk::endRow()
{
    m_next = 0;
    ++m_rows;
}

void MyBulk::Parameter::shrinkTo(std::size_t rows)
{
    const auto shrink = [rows](auto& list) {
        if (list.size() > rows)
            list.resize(rows);
    };
    if (starts.size() > rows)
        arena.resize(starts[rows]);
    shrink(numbers);
    shrink(reals);
    shrink(starts);
    shrink(lengths);
    shrink(indicators);
}

void MyBulk::dropRow()
{
    for (Parameter& parameter : m_parameters) {
        parameter.shrinkTo(m_rows);
        if (m_rows == 0 && parameter.arena.capacity() > kKeptArena)
            Bytes().swap(parameter.arena); // a large value's: the next one is far away
    }
    m_next = 0;
}

void MyBulk::clear()
{
    m_rows = 0;
    m_bytes = 0;
    dropRow();
}

Result<std::uint64_t> MyBulk::run()
{
    return runRange(0, m_rows);
}

Result<std::uint64_t> MyBulk::runOne(std::size_t row)
{
    return isLarge(row) ? runAlone(row) : runRange(row, 1);
}

bool MyBulk::isLarge(std::size_t row) const
{
    return std::ranges::any_of(m_parameters, [row](const Parameter& parameter) {
        const bool isSized = parameter.form == Form::Text || parameter.form == Form::Blob;
        return isSized && parameter.lengths[row] > kLargeValue;
    });
}

MYSQL_BIND MyBulk::bindOf(std::size_t parameter, std::size_t row)
{
    Parameter& column = m_parameters[parameter];
    MYSQL_BIND bind;
    std::memset(&bind, 0, sizeof(bind));
    if (column.indicators[row] == STMT_INDICATOR_NULL) {
        bind.buffer_type = MYSQL_TYPE_NULL;
        return bind;
    }
    switch (column.form) {
    case Form::Number:
    case Form::Unsigned:
        bind.buffer_type = MYSQL_TYPE_LONGLONG;
        bind.is_unsigned = column.form == Form::Unsigned ? 1 : 0;
        bind.buffer = column.numbers.data() + row;
        break;
    case Form::Real:
        bind.buffer_type = MYSQL_TYPE_DOUBLE;
        bind.buffer = column.reals.data() + row;
        break;
    case Form::Text:
    case Form::Blob:
        bind.buffer_type = column.form == Form::Text ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
        bind.buffer = column.arena.data() + column.starts[row];
        bind.buffer_length = column.lengths[row];
        bind.length = column.lengths.data() + row;
        break;
    }
    return bind;
}

/// In one message, which also must not be larger than the server takes.
Result<bool> MyBulk::fitTogether(std::size_t first, std::size_t count) const
{
    std::size_t bytes = count * m_parameters.size() * kMostPerValue;
    for (const Parameter& parameter : m_parameters) {
        const bool isSized = parameter.form == Form::Text || parameter.form == Form::Blob;
        for (std::size_t row = first; isSized && row < first + count; ++row)
            bytes += parameter.lengths[row];
    }
    ENGINE_TRY_AS(const std::size_t most, m_connection->mostBytes());
    return bytes < most;
}

/// The server puts each large value together; neither the library nor a message holds it once more.
Result<std::uint64_t> MyBulk::runAlone(std::size_t row)
{
    ENGINE_TRY_AS(const std::size_t most, m_connection->mostBytes());
    std::vector<MYSQL_BIND> binds;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        binds.push_back(bindOf(i, row));
        if (binds.back().buffer_length > most)
            return fail(m_connection->errorOf(kTooLarge,
                                              QStringLiteral("a value of %1 bytes; max_allowed_packet is %2")
                                                  .arg(binds.back().buffer_length)
                                                  .arg(most),
                                              QStringLiteral("writing a row")));
    }
    const unsigned int none = 0;
    if (mysql_stmt_attr_set(m_statement, STMT_ATTR_ARRAY_SIZE, &none) != 0 ||
        mysql_stmt_bind_param(m_statement, binds.data()) != 0)
        return fail(errorOf(m_statement));
    for (unsigned int i = 0; i < binds.size(); ++i) {
        const bool isSized = binds[i].buffer_type == MYSQL_TYPE_STRING || binds[i].buffer_type == MYSQL_TYPE_BLOB;
        if (!isSized || binds[i].buffer_length <= kLargeValue)
            continue;
        const Parameter& parameter = m_parameters[i];
        for (std::size_t at = 0; at < parameter.lengths[row]; at += kLargeValue) {
            const std::size_t size = std::min<std::size_t>(kLargeValue, parameter.lengths[row] - at);
            if (mysql_stmt_send_long_data(m_statement, i, parameter.arena.data() + parameter.starts[row] + at, size) !=
                0)
                return fail(errorOf(m_statement));
        }
    }
    if (mysql_stmt_execute(m_statement) != 0)
        return fail(errorOf(m_statement));
    return static_cast<std::uint64_t>(mysql_stmt_affected_rows(m_statement));
}

Result<std::uint64_t> MyBulk::runWithPieces(const Pieces& read)
{
    std::vector<MYSQL_BIND> binds;
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
        binds.push_back(bindOf(i, 0));
    const unsigned int none = 0;
    if (mysql_stmt_attr_set(m_statement, STMT_ATTR_ARRAY_SIZE, &none) != 0 ||
        mysql_stmt_bind_param(m_statement, binds.data()) != 0)
        return fail(errorOf(m_statement));
    const auto given = read([this](BytesView piece) -> Result<> {
        if (mysql_stmt_send_long_data(m_statement, 0, piece.data(), static_cast<unsigned long>(piece.size())) != 0)
            return fail(errorOf(m_statement));
        return {};
    });
    if (!given) {
        mysql_stmt_reset(m_statement); // what the server has of it would stand before the next one
        return fail(given.error());
    }
    if (mysql_stmt_execute(m_statement) != 0)
        return fail(errorOf(m_statement));
    return static_cast<std::uint64_t>(mysql_stmt_affected_rows(m_statement));
}

Result<std::uint64_t> MyBulk::runMany(std::size_t first)
{
    if (m_many == nullptr)
        ENGINE_TRY(prepareStatement(m_many, m_manySql));
    std::vector<MYSQL_BIND> binds;
    for (std::size_t row = first; row < first + m_manyRows; ++row) {
        for (std::size_t i = 0; i < m_parameters.size(); ++i)
            binds.push_back(bindOf(i, row));
    }
    if (mysql_stmt_bind_param(m_many, binds.data()) != 0 || mysql_stmt_execute(m_many) != 0)
        return fail(errorOf(m_many));
    return static_cast<std::uint64_t>(mysql_stmt_affected_rows(m_many));
}

Result<std::uint64_t> MyBulk::runRange(std::size_t first, std::size_t count)
{
    if (m_connection->isMariaDb())
        return runArray(first, count);
    std::uint64_t affected = 0;
    for (std::size_t row = first; row < first + count;) {
        bool isMany = m_manyRows > 1 && first + count - row >= m_manyRows;
        if (isMany) {
            ENGINE_TRY_AS(isMany, fitTogether(row, m_manyRows));
        }
        ENGINE_TRY_AS(const std::uint64_t changed, isMany ? runMany(row) : runAlone(row));
        affected += changed;
        row += isMany ? m_manyRows : 1;
    }
    return affected;
}

Result<std::uint64_t> MyBulk::runArray(std::size_t first, std::size_t count)
{
    std::vector<MYSQL_BIND> binds(m_parameters.size());
    std::memset(binds.data(), 0, binds.size() * sizeof(MYSQL_BIND));
    for (std::size_t i = 0; i < binds.size(); ++i) {
        Parameter& parameter = m_parameters[i];
        MYSQL_BIND& bind = binds[i];
        bind.u.indicator = parameter.indicators.data() + first;
        switch (parameter.form) {
        case Form::Number:
        case Form::Unsigned:
            bind.buffer_type = MYSQL_TYPE_LONGLONG;
            bind.is_unsigned = parameter.form == Form::Unsigned ? 1 : 0;
            bind.buffer = parameter.numbers.data() + first;
            break;
        case Form::Real:
            bind.buffer_type = MYSQL_TYPE_DOUBLE;
            bind.buffer = parameter.reals.data() + first;
            break;
        case Form::Text:
        case Form::Blob:
            parameter.pointers.clear();
            for (std::size_t row = first; row < first + count; ++row)
                parameter.pointers.push_back(parameter.arena.data() + parameter.starts[row]);
            bind.buffer_type = parameter.form == Form::Text ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
            bind.buffer = static_cast<void*>(parameter.pointers.data());
            bind.length = parameter.lengths.data() + first;
            break;
        }
    }
    const auto rows = static_cast<unsigned int>(count);
    if (mysql_stmt_attr_set(m_statement, STMT_ATTR_ARRAY_SIZE, &rows) != 0 ||
        mysql_stmt_bind_param(m_statement, binds.data()) != 0 || mysql_stmt_execute(m_statement) != 0)
        return fail(errorOf(m_statement));
    return static_cast<std::uint64_t>(mysql_stmt_affected_rows(m_statement));
}

QString MyBulk::text(std::size_t parameter, std::size_t row) const
{
    const Parameter& column = m_parameters[parameter];
    if (column.indicators[row] == STMT_INDICATOR_NULL)
        return QStringLiteral("NULL");
    switch (column.form) {
    case Form::Number:
        return QString::number(column.numbers[row]);
    case Form::Unsigned:
        return QString::number(static_cast<std::uint64_t>(column.numbers[row]));
    case Form::Real:
        return QString::number(column.reals[row], 'g', 17);
    case Form::Text:
    case Form::Blob:
        break;
    }
    const BytesView bytes = BytesView(column.arena).substr(column.starts[row], column.lengths[row]);
    if (column.form == Form::Blob)
        return QStringLiteral("x'%1'").arg(toHex(bytes.substr(0, kTextShown)));
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())).left(kTextShown);
}

} // namespace busheng
