// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_api.h"

#include "engine/model/events.h"

#include <sqlucode.h>

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr SQLSMALLINT kMostMessage = 2000; ///< characters
constexpr int kMostRecords = 3;

/// What a class of SQLSTATEs means for the person who has to mend it.
struct StateClass {
    const char* prefix;
    const char* phrase;
    bool isTransient;
};

constexpr std::array kClasses = {
    StateClass{"08", "the server cannot be reached, or the connection is lost: %1", true},
    StateClass{"28", "the user or the password is refused: %1", true},
    StateClass{"40", "the server ended the transaction: %1", true},
    StateClass{"HYT", "it took too long: %1", true},
    StateClass{"42", "a table, a column or a right is missing, or the dialect does not fit the server: %1", false},
    StateClass{"S0", "a table, a column or a right is missing, or the dialect does not fit the server: %1", false},
    StateClass{"22", "a value cannot be read as the dialect asks for it: %1", false},
    StateClass{"HYC", "the driver has not what the dialect asks for: %1", false},
    StateClass{"53", "the server is short of memory, disk or connections: %1", true},
    StateClass{"57", "the server ends the connection: %1", true},
};

struct Record {
    QString state;
    QString message;
};

std::optional<Record> record(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, bool isWide)
{
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    Record found;
    if (isWide) {
        std::array<SQLWCHAR, 6> state{};
        std::array<SQLWCHAR, kMostMessage> message{};
        if (!SQL_SUCCEEDED(
                SQLGetDiagRecW(type, handle, number, state.data(), &native, message.data(), kMostMessage, &length)))
            return std::nullopt;
        found.state = QString::fromUtf16(reinterpret_cast<const char16_t*>(state.data()));
        found.message = QString::fromUtf16(reinterpret_cast<const char16_t*>(message.data()));
    } else {
        std::array<SQLCHAR, 6> state{};
        std::array<SQLCHAR, kMostMessage> message{};
        if (!SQL_SUCCEEDED(
                SQLGetDiagRec(type, handle, number, state.data(), &native, message.data(), kMostMessage, &length)))
            return std::nullopt;
        found.state = QString::fromLatin1(reinterpret_cast<const char*>(state.data()));
        found.message = QString::fromUtf8(reinterpret_cast<const char*>(message.data()));
    }
    // "[unixODBC][vendor][server]" in front says nothing to a person.
    static const QRegularExpression kPrefix(QStringLiteral("^(\\[[^\\]]*\\]\\s*)+"));
    found.message = found.message.remove(kPrefix).simplified();
    return found;
}

bool isOfManager(const QString& state)
{
    return state.startsWith(QStringLiteral("IM"));
}

} // namespace

Error odbcError(SQLSMALLINT type, SQLHANDLE handle, bool isWide, const QString& name, const QString& doing)
{
    QStringList messages;
    QString state;
    for (SQLSMALLINT number = 1; number <= kMostRecords; ++number) {
        const auto found = record(type, handle, number, isWide);
        if (!found)
            break;
        if (state.isEmpty() || isOfManager(found->state))
            state = found->state;
        messages.append(QStringLiteral("%1 (%2)").arg(found->message, found->state));
    }
    const QString said =
        messages.isEmpty() ? QStringLiteral("the driver gives no reason") : messages.join(QStringLiteral("; "));
    Error error = makeError(ErrorCode::Sql, QStringLiteral("%1 %2: %3").arg(doing, name, said));
    error.native = said;
    // A driver that cannot be loaded is a 01000 of unixODBC, IM003 elsewhere.
    if (isOfManager(state) || said.contains(QStringLiteral("open lib"))) {
        error = makeEvent(ErrorCode::Config, events::ODBC_DRIVER, {name, said}, error.detail);
        error.transient = true; // somebody installs it
        return error;
    }
    const auto found = std::ranges::find_if(
        kClasses, [&state](const StateClass& one) { return state.startsWith(QLatin1String(one.prefix)); });
    if (found != kClasses.end()) {
        error.native = QString::fromLatin1(found->phrase).arg(said);
        error.transient = found->isTransient;
    }
    return error;
}

SQLRETURN odbcExecute(SQLHSTMT statement, const QString& sql, bool isWide)
{
    if (isWide) {
        QString text = sql;
        return SQLExecDirectW(statement, reinterpret_cast<SQLWCHAR*>(text.data()), SQLINTEGER(text.size()));
    }
    QByteArray text = sql.toUtf8();
    return SQLExecDirect(statement, reinterpret_cast<SQLCHAR*>(text.data()), SQLINTEGER(text.size()));
}

QString odbcInfo(SQLHDBC connection, SQLUSMALLINT which, bool isWide)
{
    SQLSMALLINT length = 0;
    if (isWide) {
        std::array<SQLWCHAR, 256> text{};
        const bool good = SQL_SUCCEEDED(
            SQLGetInfoW(connection, which, text.data(), SQLSMALLINT(sizeof(text) - sizeof(SQLWCHAR)), &length));
        return good ? QString::fromUtf16(reinterpret_cast<const char16_t*>(text.data())) : QString();
    }
    std::array<SQLCHAR, 256> text{};
    const bool good = SQL_SUCCEEDED(SQLGetInfo(connection, which, text.data(), SQLSMALLINT(sizeof(text) - 1), &length));
    return good ? QString::fromUtf8(reinterpret_cast<const char*>(text.data())) : QString();
}

} // namespace busheng
