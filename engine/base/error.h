// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace busheng {

/// What kind of thing failed. Retry decisions read Error::transient, never the code and never text.
enum class ErrorCode {
    Config,    ///< what a person wrote is wrong: configuration, command line, form
    Auth,      ///< the other side is not who it must be, or may not do this
    Network,   ///< no connection, connection lost
    Tls,       ///< handshake or certificate
    Crypto,    ///< key, seal, signature
    Storage,   ///< file system: full, denied, gone
    Sql,       ///< a database refused a statement
    Schema,    ///< structures do not fit
    Conflict,  ///< the target's row is not as the source says it was
    Corrupt,   ///< stored or received bytes fail their check
    Protocol,  ///< the peer said something that may not be said here
    Timeout,   ///< a deadline passed
    Cancelled, ///< a person or a shutdown stopped it
    Internal   ///< our own bug
};

QString errorCodeName(ErrorCode code);

/// Why something failed. English and untranslated: `event` and `args` select the text that people read
/// (ui/text/event_text.h), `detail` is for logs and for copying into a report. Never holds a secret.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString event;    ///< catalogue id, e.g. "CFG_UNKNOWN_KEY" (engine/model/events.h); empty: the code's general text
    QString detail;   ///< English; context is prepended on the way up: "opening cache: segment 3: disk full"
    QStringList args; ///< fills %1, %2 ... of the catalogue text
    QString native;   ///< errno text, SQLite message, OpenSSL queue
    bool transient = false; ///< true: trying again later may succeed without anybody doing anything

    QString toString() const; ///< one line for logs
};

Error makeError(ErrorCode code, const QString& detail);
Error makeEvent(ErrorCode code, const QString& event, const QStringList& args, const QString& detail);
/// An error that may pass by itself.
Error makeTransient(ErrorCode code, const QString& event, const QString& detail);
/// The same error with `context` prepended to its detail.
Error withContext(Error error, const QString& context);

} // namespace busheng
