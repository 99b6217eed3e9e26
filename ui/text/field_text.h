// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QString>

namespace busheng {

/// What a member of a configured thing is called on the form that sets it, in the language of the installed translator.
/// `kind`: "source", "link", "task", ...; empty: of no form. A key that nobody has named stays as it is.
/// Thread: any, but not while a translator is installed.
QString fieldText(const QString& kind, const QString& key);

/// Its value, as the form says it: a choice by its words, a size with its unit, a time as one. What is a secret, or is
/// made of one, is never said. Safe for display.
QString fieldValueText(const QString& kind, const QString& key, const QJsonValue& value);

/// The kind of the things in a list of a whole configuration ("links" is "link"); empty: not such a list.
QString kindOfList(const QString& list);

} // namespace busheng
