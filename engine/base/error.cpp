// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"

namespace busheng {

QString errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Config:
        return QStringLiteral("Config");
    case ErrorCode::Auth:
        return QStringLiteral("Auth");
    case ErrorCode::Network:
        return QStringLiteral("Network");
    case ErrorCode::Tls:
        return QStringLiteral("Tls");
    case ErrorCode::Crypto:
        return QStringLiteral("Crypto");
    case ErrorCode::Storage:
        return QStringLiteral("Storage");
    case ErrorCode::Sql:
        return QStringLiteral("Sql");
    case ErrorCode::Schema:
        return QStringLiteral("Schema");
    case ErrorCode::Conflict:
        return QStringLiteral("Conflict");
    case ErrorCode::Corrupt:
        return QStringLiteral("Corrupt");
    case ErrorCode::Protocol:
        return QStringLiteral("Protocol");
    case ErrorCode::Timeout:
        return QStringLiteral("Timeout");
    case ErrorCode::Cancelled:
        return QStringLiteral("Cancelled");
    case ErrorCode::Internal:
        return QStringLiteral("Internal");
    }
    return QStringLiteral("Internal");
}

QString Error::toString() const
{
    QString line = errorCodeName(code);
    if (!event.isEmpty())
        line += u'/' + event;
    line += QStringLiteral(": ") + detail;
    if (!native.isEmpty())
        line += QStringLiteral(" (") + native + u')';
    return line;
}

Error makeError(ErrorCode code, const QString& detail)
{
    Error error;
    error.code = code;
    error.detail = detail;
    return error;
}

Error makeEvent(ErrorCode code, const QString& event, const QStringList& args, const QString& detail)
{
    Error error = makeError(code, detail);
    error.event = event;
    error.args = args;
    return error;
}

Error makeTransient(ErrorCode code, const QString& event, const QString& detail)
{
    Error error = makeError(code, detail);
    error.event = event;
    error.transient = true;
    return error;
}

Error withContext(Error error, const QString& context)
{
    error.detail = context + QStringLiteral(": ") + error.detail;
    return error;
}

} // namespace busheng
