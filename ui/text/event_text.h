// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QString>
#include <QStringList>

namespace busheng {

/// What a person is told about an event, in the language of the installed translator. Plain text: show it as such.
struct EventText {
    QString title;
    QString cause;
    QString remedy;
};

/// Never fails: an id that this version does not know gets a text that says so; a missing argument shows as "?". The
/// arguments are cleaned by displayText(). Thread: any, but not while a translator is installed.
EventText eventText(const QString& event, const QStringList& args);

/// The text of `error`: its event's, or the general one of its code with the English detail as the cause.
EventText errorText(const Error& error);

/// One line: what, where and what to do.
QString errorLine(const Error& error);

/// Several lines for the clipboard and for support: the texts above, the id, and the raw detail.
QString errorReport(const Error& error);

} // namespace busheng
